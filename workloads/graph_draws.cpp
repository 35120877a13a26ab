#include "workloads/graph_draws.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "workloads/job_graph.hpp"

namespace kairos {
namespace {

/// True if a task can only be reached after another one has ended.
bool comes_after(TaskId task, TaskId before, const JobGraph& graph) {
  IdVector<TaskId, bool> is_behind(graph.size(), false);
  is_behind[before] = true;
  for (const TaskId next : graph.topological_order()) {
    for (const Edge& input : graph.inputs(next)) {
      if (is_behind[input.task]) is_behind[next] = true;
    }
  }
  return task != before && is_behind[task];
}

}  // namespace

void GraphDraws::expect(const JobGraph& graph) {
  passed.assign(graph.size(), 1);
  scale.assign(graph.size(), 1);
  sent.assign(graph.readers().size(), 1);
  for (const TaskId task : graph.topological_order()) {
    const auto inputs = graph.inputs(task);
    if (!inputs.empty()) passed[task] = 0;
    for (const Edge& input : inputs) {
      passed[task] = std::max(passed[task], passed[input.task] * edges[input.tensor].share);
    }
    scale[task] = passed[task] * (for_each[task] ? amounts[*for_each[task]].is.mean() : 1);
    for (const Edge& output : graph.outputs(task)) {
      sent[output.tensor] = scale[task] * edges[output.tensor].share;
    }
  }
}

void JobGraph::Builder::connect(TaskId from, TaskId to, Bytes bytes, const EdgeDraw& draw) {
  if (draw != EdgeDraw{}) edge_draws_[tensors_.next_id()] = draw;
  connect(from, to, bytes);
}

void JobGraph::Builder::connect_one_of(const std::string& group, TaskId from, TaskId to,
                                       Bytes bytes, EdgeDraw draw) {
  draw.is_one_of_group = true;
  groups_[group].push_back({tasks_[to].name, from, tensors_.next_id()});
  connect(from, to, bytes, draw);
}

/// Lists the groups of edges. Edges are equally likely if none of a group has a probability.
std::vector<EdgeGroup> JobGraph::Builder::groups_of(
    IdVector<JobTensorId, EdgeDraw>& edges,
    const IdVector<JobTensorId, JobTensorId>& number) const {
  std::vector<EdgeGroup> groups;
  for (const auto& [name, members] : groups_) {
    EdgeGroup group{name, members.front().maker, {}};
    const std::string subject = "the group '" + name + "' of edges in job '" + name_ + "' ";
    if (members.size() < 2) {
      throw InputError(subject +
                       "has one edge only, so there is nothing to choose; write 'one_of: " + name +
                       "' at another edge as well, or leave it out");
    }
    std::vector<GroupMember> sorted = members;
    std::ranges::sort(sorted, {}, &GroupMember::reader);
    double sum = 0;
    for (const GroupMember& member : sorted) {
      if (member.maker != group.maker) {
        throw InputError(subject + "leaves the tasks '" + tasks_[group.maker].name + "' and '" +
                         tasks_[member.maker].name +
                         "', but the end of one task decides which edge is taken; give the edges "
                         "of each task a group of their own");
      }
      group.edges.push_back(number[member.tensor]);
      sum += edges[group.edges.back()].probability;
    }
    const auto count = static_cast<double>(members.size());
    if (sum == count) {
      for (const JobTensorId edge : group.edges) edges[edge].probability = 1 / count;
    } else if (std::abs(sum - 1) > 1e-9) {
      throw InputError(subject + "has probabilities that sum to " + shortest(sum) +
                       "; let them sum to 1, or leave all of them out to make the edges equally "
                       "likely");
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

void JobGraph::Builder::set_probability(TaskId task, double probability) {
  if (probability < 1) probability_[task] = probability;
}

AmountId JobGraph::Builder::draw(TaskId maker, const std::string& amount, const Distribution& is) {
  if (std::ranges::find(amounts_, amount, &DrawnAmount::name) != amounts_.end()) {
    throw InputError("amount '" + amount + "' is drawn twice in job '" + name_ +
                     "'; give each amount its own name");
  }
  const AmountId id = amounts_.next_id();
  amounts_.push_back({amount, maker, is});
  return id;
}

/// Collects what the jobs of a graph draw. Returns null if they draw nothing.
std::shared_ptr<const GraphDraws> JobGraph::Builder::draws_of(
    const JobGraph& graph, const IdVector<JobTensorId, JobTensorId>& number) const {
  if (probability_.empty() && edge_draws_.empty() && amounts_.empty() && for_each_.empty()) {
    return nullptr;
  }
  auto draws = std::make_shared<GraphDraws>();
  draws->probability.assign(graph.size(), 1);
  for (const auto& [task, probability] : probability_) draws->probability[task] = probability;
  draws->edges.resize(graph.readers().size());
  for (const auto& [tensor, draw] : edge_draws_) draws->edges[number[tensor]] = draw;
  draws->groups = groups_of(draws->edges, number);
  draws->amounts = amounts_;
  draws->for_each.resize(graph.size());
  for (const auto& [task, id] : for_each_) {
    const DrawnAmount& amount = amounts_[id];
    if (!comes_after(task, amount.maker, graph)) {
      throw InputError("task '" + tasks_[task].name + "' works for each of '" + amount.name +
                       "', but it does not come after task '" + tasks_[amount.maker].name +
                       "', which draws that amount; add '" + tasks_[amount.maker].name +
                       "', or a task behind it, to its 'after'");
    }
    draws->for_each[task] = id;
  }
  draws->expect(graph);
  return draws;
}

}  // namespace kairos
