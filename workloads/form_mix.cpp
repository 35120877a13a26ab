#include "workloads/form_mix.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/operators/lower.hpp"

namespace kairos {
namespace {

bool are_equal(const Operator& a, const Operator& b) {
  const auto is_same_axis = [](const Axis& x, const Axis& y) {
    return x.name == y.name && x.extent == y.extent;
  };
  return a.name == b.name && a.kind == b.kind && a.type == b.type &&
         std::ranges::equal(a.axes, b.axes, is_same_axis);
}

bool are_equal(const Tensor& a, const Tensor& b) {
  return a.name == b.name && a.shape == b.shape && a.type == b.type && a.role == b.role &&
         a.scale_bits == b.scale_bits && a.is_offloaded == b.is_offloaded;
}

bool are_equal(const OperatorGraph& a, const OperatorGraph& b) {
  const auto equal = [](const auto& x, const auto& y) { return are_equal(x, y); };
  return std::ranges::equal(a.operators(), b.operators(), equal) &&
         std::ranges::equal(a.tensors(), b.tensors(), equal);
}

}  // namespace

FormMix::FormMix(std::string name, const std::vector<Form>& forms)
    : name_(std::move(name)), operators_(forms.front().program.graph) {
  for (const Form& form : forms) {
    if (!are_equal(operators_, form.program.graph)) {
      throw InputError("the forms '" + forms.front().name + "' and '" + form.name +
                       "' have different operators or tensors, so that operators cannot take "
                       "forms of their own; let forms differ in tiles and places only, or leave "
                       "'per_operator' out");
    }
    partitions_.push_back(form.program.partition);
  }
  find_units();
  JobGraph::Builder all(name_);
  for (const Form& form : forms) {
    add_tasks(form, *lower(form.program.graph, form.program.partition, form.name), all);
  }
  all_ = all.build();
}

/// Joins the operators that run together in any form, directly or through others.
void FormMix::find_units() {
  IdVector<OperatorId, OperatorId> first;  // An operator before it in its unit, or itself.
  for (const OperatorId op : ids<OperatorId>(operators_.operators().size())) first.push_back(op);
  const auto root = [&](OperatorId op) {
    while (first[op] != op) op = first[op] = first[first[op]];
    return op;
  };
  const auto join = [&](OperatorId x, OperatorId y) {
    const OperatorId a = root(x), b = root(y);
    first[std::max(a, b)] = std::min(a, b);
  };
  for (const Partition& partition : partitions_) {
    for (const OperatorGroup& group : partition.groups()) {
      for (const OperatorId op : group.operators) join(op, group.operators.front());
    }
    std::map<std::string_view, OperatorId> of_gang;  // Members of a gang take the same form.
    for (const OperatorId op : ids<OperatorId>(first.size())) {
      const std::string& gang = partition.gang(op);
      if (!gang.empty()) join(op, of_gang.try_emplace(gang, op).first->second);
    }
  }
  for (const OperatorId op : ids<OperatorId>(first.size())) {
    const bool is_first = root(op) == op;
    unit_of_.push_back(is_first ? static_cast<std::uint32_t>(units_++) : unit_of_[root(op)]);
  }
}

void FormMix::add_tasks(const Form& form, const JobGraph& graph, JobGraph::Builder& all) {
  const std::size_t before = first_task_.size();
  const auto offset = before == 0 ? std::size_t{0} : all.task_names().size();
  for (Task task : graph.tasks()) {
    task.name += " (" + form.name + ")";
    task.gang
        .clear();  // This graph is never run, and gangs of different forms are different gangs.
    all.add(std::move(task));
  }
  const auto shifted = [&](TaskId task) { return static_cast<TaskId>(offset + index(task)); };
  for (const TaskId task : ids<TaskId>(graph.size())) {
    for (const Edge& input : graph.inputs(task)) {
      const JobTensorId sent = all.make(shifted(input.task), input.bytes);
      all.read(shifted(task), sent);
    }
  }
  const Partition& partition = partitions_[before];
  auto& of_unit = tasks_.emplace_back(units_);
  auto& first = first_task_.emplace_back(unit_of_.size());
  std::size_t next = 0;
  for (const OperatorGroup& group : partition.groups()) {
    const OperatorId front = group.operators.front();
    first[front] = static_cast<TaskId>(offset + next);
    for (std::size_t i = 0; i < partition.tiles(front).size(); ++i) {
      of_unit[unit_of_[front]].push_back(static_cast<TaskId>(next++));
    }
  }
}

std::shared_ptr<const JobGraph> FormMix::graph(std::span<const std::uint32_t> form_of_unit) const {
  IdVector<OperatorId, std::uint32_t> form_of;
  for (const std::uint32_t unit : unit_of_) form_of.push_back(form_of_unit[unit]);
  const Partition partition = Partition::mixed(partitions_, form_of);
  const auto graph = lower(operators_, partition, name_);
  std::vector<TaskId> originals;
  for (const OperatorGroup& group : partition.groups()) {
    const OperatorId front = group.operators.front();
    const TaskId first = first_task_[form_of[front]][front];
    for (std::size_t i = 0; i < partition.tiles(front).size(); ++i) {
      originals.push_back(static_cast<TaskId>(index(first) + i));
    }
  }
  return graph->standing_for(std::move(originals));
}

}  // namespace kairos
