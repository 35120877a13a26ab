#include "policies/learned/network.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "policies/learned/attention.hpp"
#include "policies/learned/graph_network.hpp"
#include "policies/learned/job_slots.hpp"
#include "policies/learned/perceptron.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace kairos {
namespace {

constexpr auto embedding = static_cast<Eigen::Index>(node_embedding);

/// Throws if a logit is not finite, because such logits cannot be ordered.
void require_finite(std::span<const float> logits) {
  if (std::ranges::all_of(logits, [](float logit) { return std::isfinite(logit); })) return;
  throw InputError(
      "the network's outputs are not finite because its weights are too large; choose other "
      "weights, or train with a lower learning_rate");
}

}  // namespace

Network::Network(const Architecture& architecture, std::vector<float> weights)
    : architecture_(architecture), weights_(std::move(weights)), layers_(architecture.layers()) {
  if (weights_.size() != architecture_.weights()) {
    throw std::logic_error("a network has other weights than its architecture says");
  }
}

void Network::set_weights(std::span<const float> weights) {
  if (weights.size() != weights_.size()) throw std::logic_error("weights of another network");
  weights_.assign(weights.begin(), weights.end());
}

/// Returns pointers to the weights of each layer. They are computed at every call because a network
/// may be copied.
std::span<const float* const> Network::layers() {
  layer_weights_.clear();
  const float* at = weights_.data();
  for (const DenseLayer& layer : layers_) {
    layer_weights_.push_back(at);
    at += layer.weights();
  }
  return layer_weights_;
}

bool Network::answers(Question question, const Observation& rows) const {
  switch (architecture_.kind) {
    case NetworkKind::deepsocs:
      return question == Question::task;
    case NetworkKind::socrates:
      return question == Question::place && !rows.context.empty();
    default:
      return true;
  }
}

std::span<const float> Network::logits(Question question, const Observation& rows) {
  logits_.assign(rows.rows(), 0);
  const bool tasks = question == Question::task;
  const bool is_answered = answers(question, rows);
  if (is_answered) {
    switch (architecture_.kind) {
      case NetworkKind::learned:
        if (tasks && architecture_.hops > 0) {
          score_with_graph(rows);
        } else {
          score(tasks ? learned_parts::tasks : learned_parts::places, rows.features);
        }
        break;
      case NetworkKind::deepsocs:
        score_whole_jobs(rows);
        break;
      case NetworkKind::scarl:
        attend(architecture_, layers(), question, rows, logits_);
        break;
      case NetworkKind::socrates:
        score_slots(rows);
        break;
    }
  }
  require_finite(logits_);
  const bool in_order = tasks && architecture_.kind == NetworkKind::socrates;
  if (in_order || (is_answered && architecture_.prior == Prior::none)) return logits_;
  for (std::size_t row = 0; row < logits_.size(); ++row) logits_[row] += rows.prior[row];
  return logits_;
}

void Network::score(std::size_t first_layer, std::span<const float> rows) {
  const Architecture& a = architecture_;
  score_rows({layers_[first_layer].inputs, a.first_hidden, a.second_hidden, layers()[first_layer]},
             rows, logits_);
}

/// Appends the embedding of each task to its row.
void Network::score_with_graph(const Observation& rows) {
  const Embeddings e = embeddings(rows.graph, architecture_.hops, layers()[learned_parts::graph]);
  rows_.clear();
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const float* own = rows.features.data() + row * architecture_.task_inputs;
    rows_.insert(rows_.end(), own, own + architecture_.task_inputs);
    const float* embedded = e.data() + rows.graph.node_of_row[row] * embedding;
    rows_.insert(rows_.end(), embedded, embedded + embedding);
  }
  score(learned_parts::tasks, rows_);
}

void Network::score_whole_jobs(const Observation& rows) {
  namespace parts = deepsocs_parts;
  constexpr auto width = static_cast<Eigen::Index>(node_width);
  const TaskGraph& graph = rows.graph;
  const auto nodes = static_cast<Eigen::Index>(graph.nodes());
  const Embeddings e = embeddings(graph, architecture_.hops, layers()[parts::graph]);
  Rows<width + embedding> known(nodes, width + embedding);
  known << Eigen::Map<const Rows<width>>(graph.features.data(), nodes, width), e;
  const Embeddings of_tasks = embed(known, layers()[parts::job_sums]);
  const auto jobs = static_cast<Eigen::Index>(graph.question_of_job.size());
  Embeddings y = Embeddings::Zero(jobs, embedding);
  for (Eigen::Index v = 0; v < nodes; ++v) {
    y.row(graph.job_of_node[static_cast<std::size_t>(v)]) += sum_share * of_tasks.row(v);
  }
  const Embeddings of_jobs = embed(y, layers()[parts::system_sums]);
  Embeddings z = Embeddings::Zero(static_cast<Eigen::Index>(rows.questions), embedding);
  for (Eigen::Index j = 0; j < jobs; ++j) {
    z.row(graph.question_of_job[static_cast<std::size_t>(j)]) += sum_share * of_jobs.row(j);
  }
  const auto count = static_cast<Eigen::Index>(rows.rows());
  Rows<width + 3 * embedding> complete(count, width + 3 * embedding);
  for (Eigen::Index row = 0; row < count; ++row) {
    const std::uint32_t node = graph.node_of_row[static_cast<std::size_t>(row)];
    const std::uint32_t job = graph.job_of_node[node];
    complete.row(row) << known.row(node), y.row(job), z.row(graph.question_of_job[job]);
  }
  score(parts::tasks, {complete.data(), static_cast<std::size_t>(complete.size())});
}

/// Skips zeros, because most of the state is zero.
void Network::score_slots(const Observation& rows) {
  const std::size_t first = architecture_.first_hidden;
  const std::size_t second = architecture_.second_hidden;
  const auto weights = layers().subspan(socrates_parts::places, perceptron_depth);
  std::vector<float> h1(first);
  std::vector<float> h2(second);
  for (std::size_t row = 0; row < rows.rows(); ++row) {
    const std::uint32_t question = rows.question_of_row[row];
    if (row == 0 || question != rows.question_of_row[row - 1]) {
      const float* state = rows.context.data() + question * job_slots::width;
      dense_sparsely({state, job_slots::width}, weights[0], h1);
      dense_sparsely(h1, weights[1], h2);
    }
    const float* w3 = weights[2];
    const std::uint32_t output = rows.cluster_of_row[row];
    float sum = w3[second * job_slots::clusters + output];
    for (std::size_t i = 0; i < second; ++i) sum += h2[i] * w3[i * job_slots::clusters + output];
    logits_[row] = sum;
  }
}

std::vector<float> initial_weights(const Architecture& architecture, std::uint64_t seed) {
  std::vector<float> weights;
  weights.reserve(architecture.weights());
  Random random = Random::stream(seed, "weights");
  for (const DenseLayer& layer : architecture.layers()) {
    const double scale = std::sqrt(2.0 / static_cast<double>(layer.inputs));
    for (std::size_t i = 0; i < layer.inputs * layer.outputs; ++i) {
      weights.push_back(layer.begins_at_zero ? 0.0F : static_cast<float>(scale * random.normal()));
    }
    weights.insert(weights.end(), layer.outputs, 0.0F);
  }
  return weights;
}

}  // namespace kairos
