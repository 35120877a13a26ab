// The numbers of the random streams of a job's draws. They follow from the names of tasks, so that
// a job draws the same in every form that it may take.
#pragma once

#include "sim/base/random.hpp"
#include "workloads/job_graph.hpp"

namespace kairos {

/// The number for the draws of a task.
inline std::uint64_t draw_number(const JobGraph& graph, TaskId task) {
  return hash(graph[task].name);
}

/// The number for the draw of an edge.
inline std::uint64_t draw_number(const JobGraph& graph, TaskId from, TaskId to) {
  return mix(hash(graph[from].name)) ^ hash(graph[to].name);
}

/// The number for the draw of a group of edges.
inline std::uint64_t draw_number(const JobGraph& graph, const EdgeGroup& group) {
  return mix(hash(graph[group.maker].name)) ^ hash(group.name);
}

}  // namespace kairos
