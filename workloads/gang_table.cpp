#include "workloads/gang_table.hpp"

#include <algorithm>
#include <map>

#include "sim/base/error.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {

GangTable::GangTable(const IdVector<TaskId, Task>& tasks) {
  std::map<std::string, std::vector<TaskId>> named;
  for (const TaskId id : ids<TaskId>(tasks.size())) {
    if (!tasks[id].gang.empty()) named[tasks[id].gang].push_back(id);
  }
  std::vector<std::vector<TaskId>> gangs;
  for (auto& [name, members] : named) {
    if (members.size() > 1) gangs.push_back(std::move(members));
  }
  if (gangs.empty()) return;
  std::ranges::sort(gangs);
  of_.resize(tasks.size());
  for (std::vector<TaskId>& members : gangs) {
    for (const TaskId member : members) of_[member] = members_.next_id();
    members_.push_back(std::move(members));
  }
}

/// Looks for a cycle in the graph in which each gang is one node.
void GangTable::refuse_cycles(const IdVector<TaskId, Task>& tasks,
                              const std::vector<std::pair<TaskId, TaskId>>& edges,
                              const std::string& job) const {
  if (empty()) return;
  const auto node = [&](TaskId task) {
    return of_[task] ? tasks.size() + index(*of_[task]) : index(task);
  };
  std::vector<std::pair<std::size_t, std::size_t>> joined;
  joined.reserve(edges.size());
  for (const auto& [from, to] : edges) joined.emplace_back(node(from), node(to));
  std::ranges::sort(joined);
  const auto cycle = find_cycle(tasks.size() + size(), joined);
  if (cycle.empty()) return;
  const auto name = [&](std::size_t at) {
    if (at < tasks.size()) return "'" + tasks[static_cast<TaskId>(at)].name + "'";
    const TaskId first = members(static_cast<GangId>(at - tasks.size())).front();
    return "gang '" + tasks[first].gang + "'";
  };
  std::string names;
  for (const std::size_t at : cycle) names += name(at) + " -> ";
  throw InputError("job '" + job + "' has a gang that can never start: " + names +
                   name(cycle.front()) +
                   "; the members of a gang start together, so none of them may wait for another "
                   "one; put them into different gangs");
}

}  // namespace kairos
