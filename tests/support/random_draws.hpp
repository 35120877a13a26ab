// Makes the tasks and edges of a graph conditional at random, and lets tasks work for each unit of
// an amount.
#pragma once

#include <memory>

#include "sim/base/random.hpp"
#include "workloads/job_graph.hpp"

namespace kairos::testing {

/// The graph with random probabilities, shares, groups of edges and at most one amount. The inputs
/// of a task must have smaller ids than the task.
inline std::shared_ptr<const JobGraph> with_random_draws(const JobGraph& graph, Random random) {
  const auto chance = [&](double probability) { return random.uniform() < probability; };
  JobGraph::Builder builder(graph.name());
  IdVector<TaskId, bool> chooses;  // Of the edges that leave such a task, exactly one is taken.
  for (const Task& task : graph.tasks()) {
    const TaskId id = builder.add(task);
    chooses.push_back(graph.outputs(id).size() > 1 && chance(0.1));
  }
  for (const TaskId task : ids<TaskId>(graph.size())) {
    if (chance(0.3)) builder.set_probability(task, random.uniform());
    for (const Edge& input : graph.inputs(task)) {
      EdgeDraw draw;
      if (chance(0.3)) draw.probability = random.uniform();
      if (chance(0.3)) draw.share = 0.25 * static_cast<double>(1 + random.index(4));
      if (chooses[input.task]) {
        draw.probability = 1;
        builder.connect_one_of(graph[input.task].name, input.task, task, input.bytes, draw);
      } else {
        builder.connect(input.task, task, input.bytes, draw);
      }
    }
  }
  const auto maker = static_cast<TaskId>(random.index(graph.size()));
  const AmountId objects =
      builder.draw(maker, "objects", Distribution{DistributionKind::values, {0, 1, 3}});
  IdVector<TaskId, bool> is_behind(graph.size(), false);
  is_behind[maker] = true;
  for (const TaskId task : ids<TaskId>(graph.size())) {
    for (const Edge& input : graph.inputs(task)) {
      if (is_behind[input.task]) is_behind[task] = true;
    }
    if (task != maker && is_behind[task] && chance(0.5)) builder.work_for_each(task, objects);
  }
  return builder.build();
}

}  // namespace kairos::testing
