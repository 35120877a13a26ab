// The graph that a message-passing network sees in a round: the unfinished tasks with the features
// of each task alone. Information about their descendants spreads by messages.
#pragma once

#include "policies/learned/architecture.hpp"
#include "policies/learned/task_facts.hpp"

namespace kairos {

class RoundGraph {
 public:
  /// Describes the graph around the ready tasks, which are the rows and ascend by id. With
  /// `options.hops` the graph contains only tasks up to that many edges behind a ready task;
  /// messages over that many edges arrive as if the whole job were present.
  void describe(std::span<const TaskRef> ready, const ObservationOptions& options, Facts& facts,
                const IdVector<ClusterId, ClusterFacts>& clusters, const SystemView& view,
                TaskGraph& graph);

 private:
  void describe_job(std::span<const TaskRef> ready, const ObservationOptions& options,
                    const SystemView& view, TaskGraph& graph);
  std::size_t find_nodes(std::span<const TaskRef> ready, const ObservationOptions& options,
                         const SystemView& view);
  void add_node(TaskId task);

  // These members describe the current job.
  IdVector<TaskId, std::uint32_t> node_of_;  ///< Number of each task's node, or `none`.
  std::vector<TaskId> nodes_;
};

}  // namespace kairos
