#include "policies/learned/architecture.hpp"

#include "policies/learned/job_slots.hpp"

namespace kairos {
namespace {

void add_perceptron(std::vector<DenseLayer>& layers, std::size_t inputs, const Architecture& a,
                    std::size_t outputs = 1) {
  layers.push_back({inputs, a.first_hidden});
  layers.push_back({a.first_hidden, a.second_hidden});
  layers.push_back({a.second_hidden, outputs, true});
}

/// Adds two layers that turn a row of numbers into an embedding.
void add_embedding(std::vector<DenseLayer>& layers, std::size_t inputs) {
  layers.push_back({inputs, node_hidden});
  layers.push_back({node_hidden, node_embedding});
}

/// Adds the embeddings of the rows of nodes, of messages, and of their sums.
void add_graph_network(std::vector<DenseLayer>& layers) {
  add_embedding(layers, node_width);
  add_embedding(layers, node_embedding);
  add_embedding(layers, node_embedding);
}

void add_attention(std::vector<DenseLayer>& layers, const Architecture& a) {
  constexpr std::size_t width = attention_width;
  layers.push_back({a.task_inputs, width});
  layers.push_back({width, 1});
  layers.push_back({width, width});
  layers.push_back({width, width});
  layers.push_back({width, 1, true});
  layers.push_back({a.place_inputs, width});
  layers.push_back({2 * width, width});
  layers.push_back({width, width});
  layers.push_back({width, 1, true});
}

}  // namespace

void Architecture::describe(Fields& f) {
  constexpr std::uint64_t widest = 1024;
  f("version", version, "version of the meaning of the observation's rows").required();
  f("task_inputs", task_inputs, "number of inputs in the row of a task")
      .required()
      .between(1, widest);
  f("place_inputs", place_inputs, "number of inputs in the row of a place")
      .required()
      .between(1, widest);
  f("first_hidden", first_hidden, "number of units in the first hidden layer").between(1, widest);
  f("second_hidden", second_hidden, "number of units in the second hidden layer")
      .between(1, widest);
  f("kind", kind, "kind of network");
  f("prior", prior, "heuristic preference that is added to the network's logits");
  f("hops", hops, "number of hops over which a graph network passes messages").between(0, 8);
  f("commits", commits, "whether tasks are sent to busy elements, to wait there");
  f("joule", joule, "seconds of delay that are equivalent to one joule").between(0.0, 1e9);
}

std::vector<DenseLayer> Architecture::layers() const {
  std::vector<DenseLayer> layers;
  switch (kind) {
    case NetworkKind::learned:
      add_perceptron(layers, task_inputs + (hops > 0 ? node_embedding : 0), *this);
      add_perceptron(layers, place_inputs, *this);
      if (hops > 0) add_graph_network(layers);
      break;
    case NetworkKind::deepsocs:
      add_perceptron(layers, node_width + 3 * node_embedding, *this);
      add_graph_network(layers);
      add_embedding(layers, node_width + node_embedding);
      add_embedding(layers, node_embedding);
      break;
    case NetworkKind::scarl:
      add_attention(layers, *this);
      break;
    case NetworkKind::socrates:
      add_perceptron(layers, job_slots::width, *this, job_slots::clusters);
      break;
  }
  return layers;
}

std::size_t Architecture::weights() const {
  std::size_t sum = 0;
  for (const DenseLayer& layer : layers()) sum += layer.weights();
  return sum;
}

ObservationOptions Architecture::observation_options() const {
  ObservationOptions options;
  options.graph = kind == NetworkKind::deepsocs || (kind == NetworkKind::learned && hops > 0);
  options.whole_jobs = kind == NetworkKind::deepsocs;
  options.hops = hops;
  options.task_row = kind == NetworkKind::scarl;
  options.job_slots = kind == NetworkKind::socrates;
  options.commits = commits;
  options.joule = joule;
  return options;
}

bool Architecture::reads_present_rows() const {
  const Architecture present = architecture_of(kind, joule);
  return version == present.version && task_inputs == present.task_inputs &&
         place_inputs == present.place_inputs;
}

Architecture architecture_of(NetworkKind kind, double joule) {
  Architecture architecture;
  architecture.kind = kind;
  architecture.joule = joule;
  if (joule > 0) architecture.place_inputs += price_width;
  if (kind == NetworkKind::deepsocs) architecture.hops = 2;
  if (kind == NetworkKind::socrates) {
    architecture.first_hidden = 24;
    architecture.commits = true;
  }
  return architecture;
}

}  // namespace kairos
