#include "sim/cost/cost_model.hpp"

#include <algorithm>

#include "workloads/operators/demand.hpp"

namespace kairos {

bool may_run(const Task& task, const Cluster& cluster) {
  return task.runs_on.empty() || task.runs_on == cluster.name || task.runs_on == cluster.kind;
}

std::optional<TaskCost> task_cost(const CostModel& model, const Task& task,
                                  const Cluster& cluster) {
  if (!may_run(task, cluster)) return std::nullopt;
  if (!task.demand || task.demand->parts.empty()) return model.cost(task, cluster);
  TaskCost sum;
  for (const DemandPart& part : task.demand->parts) {
    Task alone{task.name, part.kernel, Operations(part.demand->all_operations()),
               part.demand->bytes()};
    alone.demand = part.demand;
    const auto cost = model.cost(alone, cluster);
    if (!cost) return std::nullopt;
    sum.compute += cost->compute;
    sum.memory += cost->memory;
  }
  sum.memory = std::min(sum.memory, task.memory);
  return sum;
}

}  // namespace kairos
