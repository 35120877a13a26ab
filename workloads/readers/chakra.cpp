// Chakra execution traces (Sridharan et al., arXiv 2305.14516) in their JSON forms: the nodes as
// chakra_jsonizer prints them, one after the other, or as a list under "workload_graph" or "nodes".
//
// A node is a task. It waits for the nodes in its data and control dependencies, which send no
// data: a trace is that of one device. Its kernel is its name if it computes, and otherwise its
// kind, such as mem_load, comm_send or all_reduce.
//
//   {"id": 3, "name": "gemm", "type": "COMP_NODE",    the task 'gemm #3' has 2 Gop of work and
//    "dataDeps": [2], "attr": [{"name": "num_ops",    moves 16 MB, for the cost model roofline
//    "int64Val": "2000000000"}, {"name":
//    "tensor_size", "int64Val": "16000000"}]}
//
// A recorded run time (runtime, durationMicros; in us) becomes the time of the task. Preset: nodes
// with is_cpu_op = true run on clusters of the kind cpu, all others on those of the kind gpu
// (`factors`). How far to trust it: recorded times of communication include waiting for the other
// devices. Metadata nodes are left out, and so are control dependencies on nodes outside of the
// file, which ran before the part that was traced.
#include <algorithm>
#include <array>
#include <unordered_map>

#include "sim/base/registry.hpp"
#include "workloads/import/json_tree.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

constexpr std::array<std::string_view, 8> types{"INVALID_NODE",   "METADATA_NODE", "MEM_LOAD_NODE",
                                                "MEM_STORE_NODE", "COMP_NODE",     "COMM_SEND_NODE",
                                                "COMM_RECV_NODE", "COMM_COLL_NODE"};
constexpr std::array<std::string_view, 10> collectives{
    "all_reduce", "reduce",         "all_gather",           "gather", "scatter", "broadcast",
    "all_to_all", "reduce_scatter", "reduce_scatter_block", "barrier"};

/// The first of these keys that a node has as a member or as an attribute; null if there is none.
const Value* find(const Value& node, std::initializer_list<std::string_view> keys) {
  const Value* attributes = node.find("attr");
  if (attributes == nullptr) attributes = node.find("attrs");
  for (const std::string_view key : keys) {
    if (const Value* own = node.find(key)) return own;
    if (attributes == nullptr) continue;
    if (attributes->is_map()) {
      if (const Value* one = attributes->find(key)) return one;
      continue;
    }
    for (const Value& attribute : items_of(*attributes)) {
      if (word_of(member(attribute, "name")) != key) continue;
      for (const Value::Entry& entry : attribute.entries) {
        if (entry.key.ends_with("Val") || entry.key.ends_with("_val")) return &entry.value;
      }
    }
  }
  return nullptr;
}

double amount(const Value& node, std::initializer_list<std::string_view> keys) {
  const Value* value = find(node, keys);
  return value == nullptr ? 0 : amount_of(*value);
}

std::size_t position_in(std::span<const std::string_view> names, const Value& value,
                        std::string_view what) {
  const std::string& word = word_of(value);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (word == names[i] || word == std::to_string(i)) return i;
  }
  throw InputError(value.place, value.shown() + " is not " + std::string(what) +
                                    " of Chakra; write one of its names, such as '" +
                                    std::string(names.back()) + "'");
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  return text;
}

struct Node {
  const Value* value = nullptr;
  std::size_t type = 0;
  std::string task;  ///< The name of its task; empty if the node is left out.

  [[nodiscard]] bool communicates() const { return type >= 5; }
};

std::string kernel_of(const Node& node, const std::string& name) {
  if (types[node.type] == "COMP_NODE") return name;
  if (types[node.type] == "COMM_COLL_NODE") {
    const Value* collective = find(*node.value, {"comm_type"});
    if (collective == nullptr) return "comm_coll";
    Value written = *collective;
    written.text = lower(written.text);
    return std::string(collectives[position_in(collectives, written, "a collective")]);
  }
  const std::string kind = lower(std::string(types[node.type]));
  return kind.substr(0, kind.size() - std::string_view("_node").size());
}

/// The nodes of a file by id.
class Trace {
 public:
  explicit Trace(const std::vector<Value>& documents) {
    for (const Value& document : documents) {
      const Value* list = document.is_map() ? document.find("workload_graph") : nullptr;
      if (list == nullptr && document.is_map()) list = document.find("nodes");
      if (list != nullptr || document.is_list()) {
        for (const Value& node : items_of(list == nullptr ? document : *list)) add(node);
      } else if (document.is_map() && find(document, {"type", "NodeType"}) != nullptr) {
        add(document);
      }
    }
  }

  [[nodiscard]] std::vector<TaskConfig> tasks(const Reader::Settings& settings) const {
    std::vector<TaskConfig> all;
    for (const Node& node : nodes_) {
      if (!node.task.empty()) all.push_back(task_of(node, settings));
    }
    return all;
  }

 private:
  void add(const Value& value) {
    require_map(value);
    const Value* id = find(value, {"id", "Id"});
    const Value* type = find(value, {"type", "NodeType", "node_type"});
    const Value* name = find(value, {"name", "Name"});
    if (type == nullptr) {
      throw InputError(value.place, "the node has no 'type'; write one, such as \"COMP_NODE\"");
    }
    Node node{&value, position_in(types, *type, "a type of node"), {}};
    // A number that is zero is not printed by protobuf, so the first id may be missing.
    const std::string number = id == nullptr ? "0" : word_of(*id);
    if (types[node.type] == "INVALID_NODE") {
      throw InputError(value.place, "node " + number + " is invalid; remove it from the trace");
    }
    if (types[node.type] != "METADATA_NODE") {
      node.task = (name == nullptr ? "node" : word_of(*name)) + " #" + number;
    }
    if (!by_id_.emplace(number, nodes_.size()).second) {
      throw InputError(value.place, "node " + number + " appears twice; give it its own id");
    }
    nodes_.push_back(std::move(node));
  }

  [[nodiscard]] TaskConfig task_of(const Node& node, const Reader::Settings& settings) const {
    const Value& value = *node.value;
    TaskConfig task;
    task.place = value.place;
    task.name = node.task;
    const Value* name = find(value, {"name", "Name"});
    task.kernel = kernel_of(node, name == nullptr ? node.task : word_of(*name));
    task.work = Operations(amount(value, {"num_ops"}));
    task.memory = Bytes(node.communicates() ? amount(value, {"comm_size", "tensor_size"})
                                            : amount(value, {"tensor_size"}));
    if (const Value* time = find(value, {"durationMicros", "duration_micros", "runtime"})) {
      const Value* is_cpu = find(value, {"is_cpu_op"});
      const bool on_cpu = is_cpu != nullptr && (is_cpu->text == "true" || is_cpu->text == "1");
      task.times = times_of(time_in_picoseconds(amount_of(*time) * 1e6, time->place), settings,
                            on_cpu ? "cpu" : "gpu", time->place);
    }
    add_inputs(value, {"dataDeps", "data_deps"}, true, task);
    add_inputs(value, {"ctrlDeps", "ctrl_deps"}, false, task);
    return task;
  }

  void add_inputs(const Value& node, std::initializer_list<std::string_view> keys, bool must_exist,
                  TaskConfig& task) const {
    const Value* list = find(node, keys);
    if (list == nullptr) return;
    for (const Value& id : items_of(*list)) {
      const auto found = by_id_.find(word_of(id));
      if (found == by_id_.end() && must_exist) {
        throw InputError(id.place, "node " + id.shown() +
                                       " is not in the file; add it, or remove the dependency");
      }
      if (found == by_id_.end()) continue;
      const std::string& name = nodes_[found->second].task;
      const bool is_known =
          std::ranges::find(task.after.inputs, name, &Dependencies::Input::task) !=
          task.after.inputs.end();
      if (!name.empty() && !is_known) task.after.inputs.push_back({name, {}, id.place});
    }
  }

  std::vector<Node> nodes_;
  std::unordered_map<std::string, std::size_t> by_id_;
};

class Chakra final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    const auto has = [&](std::string_view text) {
      return source.contents.find(text) != std::string::npos;
    };
    return has("\"workload_graph\"") || (has("_NODE\"") && has("\"type\""));
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    const std::vector<Value> documents = read_json(source);
    ApplicationConfig graph;
    graph.name = stem_of(source);
    graph.place = documents.front().place;
    graph.tasks = Trace(documents).tasks(settings);
    if (graph.tasks.empty()) {
      throw InputError(graph.place, "the trace has no nodes that run; name a file with nodes");
    }
    WorkloadConfig workload;
    workload.name = graph.name;
    workload.description = "execution trace of Chakra";
    workload.place = graph.place;
    workload.applications.push_back(std::move(graph));
    return imported(std::move(workload), settings);
  }
};

const Register<Reader, Chakra> registered{"chakra", "execution trace of Chakra (JSON)"};

}  // namespace
}  // namespace kairos
