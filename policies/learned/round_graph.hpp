// The graph that a message-passing network sees in a round: unfinished tasks, with what is known of
// each by itself. What lies behind them is for the messages to find out.
#pragma once

#include "policies/learned/architecture.hpp"
#include "policies/learned/task_facts.hpp"

namespace kairos {

class RoundGraph {
 public:
  /// Of the ready tasks, which are the rows and ascend by id. With `sight.hops` instead of whole
  /// jobs, a message over so many edges behind a ready task arrives as if the job were whole.
  void describe(std::span<const TaskRef> ready, const Sight& sight, Facts& facts,
                const IdVector<ClusterId, ClusterFacts>& clusters, const SystemView& view,
                TaskGraph& graph);

 private:
  void describe_job(std::span<const TaskRef> ready, const Sight& sight, const SystemView& view,
                    TaskGraph& graph);
  std::size_t find_nodes(std::span<const TaskRef> ready, const Sight& sight,
                         const SystemView& view);
  void add_node(TaskId task);

  // Of the job being described.
  IdVector<TaskId, std::uint32_t> node_of_;  ///< From 0, or `none`.
  std::vector<TaskId> nodes_;
};

}  // namespace kairos
