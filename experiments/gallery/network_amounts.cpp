// Example: the operator `project` of a network multiplies 8 rows of 512 values with a matrix of
// 1024 x 512 in fp16. It has 8 * 512 * 1024 = 4.19 M MACs, 524,288 weights and 1,048,576 B of
// weights.
#include "experiments/gallery/network_amounts.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "experiments/gallery/network_part.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/cost/cost_model.hpp"
#include "workloads/operators/demand.hpp"
#include "workloads/operators/live_bytes.hpp"
#include "workloads/operators/operator_table.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

using Chosen = ChosenNetwork;

/// The operators of a network that fit the pattern.
std::vector<OperatorId> operators_of(const OperatorGraph& graph, const Chosen& chosen) {
  std::vector<OperatorId> found;
  for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
    if (chosen.has(graph.operators()[id].name)) found.push_back(id);
  }
  if (found.empty()) throw chosen.unknown_operator(names_in(graph.operators()));
  return found;
}

/// The tensors of a role that operators read or write, each once. A whole network has all of them.
std::vector<const Tensor*> tensors_of(TensorRole role, const OperatorGraph& graph,
                                      const Chosen& chosen) {
  std::set<TensorId> used;
  for (const OperatorId id : operators_of(graph, chosen)) {
    for (const Operand& operand : graph.operators()[id].reads) used.insert(operand.tensor);
    for (const Operand& operand : graph.operators()[id].writes) used.insert(operand.tensor);
  }
  std::vector<const Tensor*> found;
  for (const TensorId id : ids<TensorId>(graph.tensors().size())) {
    const Tensor& tensor = graph.tensors()[id];
    if (tensor.role != role) continue;
    if (chosen.is_whole() || used.contains(id)) found.push_back(&tensor);
  }
  return found;
}

/// The sums of the rows of `kairos operators`, without weights.
OperatorRow sum_of(const OperatorGraph& graph, const Chosen& chosen) {
  const OperatorTable table = operator_table(graph);
  if (chosen.is_whole()) return table.total;
  OperatorRow sum;
  for (const OperatorId id : operators_of(graph, chosen)) {
    const OperatorRow& row = table.rows[index(id)];
    sum.macs += row.macs;
    sum.ops += row.ops;
    for (const auto member : {&OperatorRow::read, &OperatorRow::written, &OperatorRow::state}) {
      (sum.*member).elements += (row.*member).elements;
      (sum.*member).bytes += (row.*member).bytes;
    }
  }
  return sum;
}

double peak_bytes(const OperatorGraph& graph, const Chosen& chosen, bool in_place) {
  if (!chosen.is_whole()) {
    throw InputError("a single operator has no peak; name only the application in 'of'");
  }
  return live_peak(graph, in_place).bytes.value();
}

using OfGraph = std::function<double(const OperatorGraph&, const Chosen&)>;

/// An amount of an operator graph.
struct GraphAmount {
  MetricInfo info;
  OfGraph value;
};

using Counts = std::function<bool(const Tensor&)>;

/// The elements or bytes of those tensors of a role for which `counts` holds.
OfGraph size_of(TensorRole role, const Counts& counts, bool in_bytes) {
  return [role, counts, in_bytes](const OperatorGraph& graph, const Chosen& chosen) {
    double sum = 0;
    for (const Tensor* tensor : tensors_of(role, graph, chosen)) {
      if (counts(*tensor)) sum += in_bytes ? tensor->bytes().value() : tensor->elements();
    }
    return sum;
  };
}

void add_tensors(const std::string& name, const std::string& meaning, TensorRole role,
                 const Counts& counts, std::vector<GraphAmount>& to) {
  to.push_back({{name, "1", "elements of " + meaning}, size_of(role, counts, false)});
  to.push_back({{name + "_bytes", "B", "bytes of " + meaning}, size_of(role, counts, true)});
}

void add_sums(const std::string& name, const std::string& meaning, Amount OperatorRow::*member,
              std::vector<GraphAmount>& to) {
  to.push_back({{name, "1", "elements of " + meaning},
                [member](const OperatorGraph& graph, const Chosen& chosen) {
                  return (sum_of(graph, chosen).*member).elements;
                }});
  to.push_back({{name + "_bytes", "B", "bytes of " + meaning},
                [member](const OperatorGraph& graph, const Chosen& chosen) {
                  return (sum_of(graph, chosen).*member).bytes.value();
                }});
}

std::vector<GraphAmount> make_graph_amounts() {
  std::vector<GraphAmount> all;
  all.push_back({{"operators", "1", "number of operators"},
                 [](const OperatorGraph& graph, const Chosen& chosen) {
                   return static_cast<double>(operators_of(graph, chosen).size());
                 }});
  all.push_back({{"macs", "1", "multiply-accumulate operations of whole operators"},
                 [](const OperatorGraph& graph, const Chosen& chosen) {
                   return sum_of(graph, chosen).macs;
                 }});
  all.push_back(
      {{"ops", "op", "operations of all units; a multiply-accumulate counts twice"},
       [](const OperatorGraph& graph, const Chosen& chosen) { return sum_of(graph, chosen).ops; }});
  const Counts always = [](const Tensor&) { return true; };
  const Counts is_matrix = [](const Tensor& tensor) { return tensor.shape.size() == 2; };
  add_tensors("weights", "weights, each tensor once", TensorRole::weight, always, all);
  add_tensors("matrices", "weights that are matrices, so without biases and norms",
              TensorRole::weight, is_matrix, all);
  for (const auto& [type, name] : EnumNames<DataType>::names) {
    const DataType wanted = type;  // Clang 14 cannot capture a structured binding.
    const Counts has_type = [wanted](const Tensor& tensor) { return tensor.type == wanted; };
    const std::string type_name(name);
    add_tensors("weights_" + type_name, "weights in " + type_name, TensorRole::weight, has_type,
                all);
  }
  add_tensors("cache", "caches and other state, each tensor once", TensorRole::state, always, all);
  add_sums("read", "activations that operators read", &OperatorRow::read, all);
  add_sums("written", "activations that operators write", &OperatorRow::written, all);
  add_sums("state", "state that operators read or write", &OperatorRow::state, all);
  all.push_back({{"peak_bytes", "B", "peak of activations in the order of the network"},
                 [](const OperatorGraph& graph, const Chosen& chosen) {
                   return peak_bytes(graph, chosen, false);
                 }});
  all.push_back({{"peak_in_place_bytes", "B",
                  "peak of activations if operators write over their input where they can"},
                 [](const OperatorGraph& graph, const Chosen& chosen) {
                   return peak_bytes(graph, chosen, true);
                 }});
  return all;
}

const std::vector<GraphAmount>& graph_amounts() {
  static const std::vector<GraphAmount> all = make_graph_amounts();
  return all;
}

/// A task of a built application with its cost.
using OfTask = std::function<double(const Task&, const Scenario&, const std::string& on)>;

struct TaskAmount {
  MetricInfo info;
  OfTask value;
};

/// The cost of a task on a cluster, or on the first one that can run it.
TaskCost cost_of(const Task& task, const Scenario& scenario, const std::string& on) {
  const auto& clusters = scenario.platform.clusters;
  std::optional<ClusterId> only;
  if (!on.empty()) only = find_by_name<ClusterId>(on, "cluster", clusters, {});
  for (const ClusterId id : ids<ClusterId>(clusters.size())) {
    if (only && *only != id) continue;
    if (const auto cost = task_cost(*scenario.cost, task, clusters[id])) return *cost;
  }
  throw InputError("no cluster" + (on.empty() ? std::string() : " '" + on + "'") +
                   " can run task '" + task.name + "'; choose another one with 'on'");
}

const std::vector<TaskAmount>& task_amounts() {
  static const std::vector<TaskAmount> all{
      {{"graph_tasks", "1", "number of tasks of the graph"},
       [](const Task&, const Scenario&, const std::string&) { return 1.0; }},
      {{"executed_macs", "1",
        "multiply-accumulate operations of all tasks, with those that tiles compute again"},
       [](const Task& task, const Scenario&, const std::string&) {
         return task.demand ? task.demand->macs() : 0.0;
       }},
      {{"compute_s", "s", "sum of the execution times of tasks in the cost model, one by one"},
       [](const Task& task, const Scenario& scenario, const std::string& on) {
         return cost_of(task, scenario, on).compute.seconds();
       }},
      {{"traffic_bytes", "B", "bytes that tasks move over the memory route in the cost model"},
       [](const Task& task, const Scenario& scenario, const std::string& on) {
         return cost_of(task, scenario, on).memory.value();
       }}};
  return all;
}

double sum_over_tasks(const TaskAmount& amount, const Chosen& chosen, const std::string& on,
                      const Scenario& scenario) {
  const auto& applications = scenario.workload.applications;
  const auto id =
      find_by_name<ApplicationId>(chosen.application.name, "application", applications, {});
  const auto& tasks = applications[id].graph->tasks();
  double sum = 0;
  std::size_t found = 0;
  for (const Task& task : tasks) {
    if (!chosen.has(task.name)) continue;
    sum += amount.value(task, scenario, on);
    ++found;
  }
  if (found == 0) throw chosen.unknown_operator(names_in(tasks));
  return sum;
}

std::vector<std::string> names_of_task_amounts() {
  std::vector<std::string> names;
  for (const TaskAmount& amount : task_amounts()) names.push_back(amount.info.name);
  return names;
}

bool has_network(const ApplicationConfig& application) {
  return application.network || application.model || !application.graph.empty();
}

}  // namespace

const std::vector<MetricInfo>& network_amounts() {
  static const std::vector<MetricInfo> all = [] {
    std::vector<MetricInfo> infos;
    for (const GraphAmount& amount : graph_amounts()) infos.push_back(amount.info);
    for (const TaskAmount& amount : task_amounts()) infos.push_back(amount.info);
    return infos;
  }();
  return all;
}

bool is_network_amount(const std::string& name) {
  return std::ranges::find(network_amounts(), name, &MetricInfo::name) != network_amounts().end();
}

double network_amount(const std::string& name, const NetworkPart& part, const RunConfig& run) {
  const auto drawn = [&]() -> ExperimentConfig {
    return run.experiment->draw ? run.experiment->drawn(run.key.seed) : *run.experiment;
  };
  const Chosen chosen = choose_network(part.of, drawn());
  for (const TaskAmount& amount : task_amounts()) {
    if (amount.info.name == name) {
      return sum_over_tasks(amount, chosen, part.on, *run.scenario());
    }
  }
  if (!has_network(chosen.application)) {
    throw InputError("application '" + chosen.application.name + "' consists of tasks, so '" +
                     name + "' has no value; give it a network or a model, or use " +
                     one_of(names_of_task_amounts()));
  }
  const auto found = std::ranges::find_if(
      graph_amounts(), [&](const GraphAmount& amount) { return amount.info.name == name; });
  return found->value(chosen.application.program().graph, chosen);
}

}  // namespace kairos
