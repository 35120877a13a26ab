// The observation of the learned scheduler: one row of numbers for each possible answer, and for
// each row the score of the heuristic that serves as prior.
//
// Every number is dimensionless and of order one. Times are divided by the mean shortest execution
// time of the tasks seen so far and enter as ln(1 + x), so that the same weights serve any chip and
// any graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kairos {

/// The version of the rows' meaning. Weights of another version are refused.
inline constexpr std::uint64_t observation_version = 1;
inline constexpr std::size_t task_width =
    23;  ///< Numbers in the row of a ready task (features.hpp).
/// Numbers in the row of a place for the chosen task.
inline constexpr std::size_t place_width = 22;
/// Additional numbers in the row of a place if energy counts (ObservationOptions).
inline constexpr std::size_t price_width = 2;
inline constexpr std::size_t node_width = 8;  ///< Numbers in the row of a task of a TaskGraph.

/// The two questions of a round: which task comes next, and on which place it goes.
enum class Question : std::uint8_t { task, place };

/// The graph of unfinished tasks, for networks that pass messages. Jobs are numbered from 0 in the
/// order of their nodes.
struct TaskGraph {
  std::vector<float> features;  ///< node_width numbers for every node.
  /// For every edge, the node whose output it is, ascending, and the node that waits for it.
  std::vector<std::uint32_t> parents, children;
  std::vector<std::uint32_t> node_of_row;      ///< Indexed by row of the observation.
  std::vector<std::uint32_t> job_of_node;      ///< Indexed by node.
  std::vector<std::uint32_t> question_of_job;  ///< Indexed by job; see Observation.

  [[nodiscard]] std::size_t nodes() const { return job_of_node.size(); }
  void clear();
  void append(const TaskGraph& other, std::uint32_t questions_before);
};

/// The possible answers to one question, or to several questions one after the other.
struct Observation {
  std::vector<float> features;  ///< The numbers of all rows, row after row.
  /// The number that the heuristic adds to the network's logit, indexed by row.
  std::vector<float> prior;

  // The following members are only observed by some networks (ObservationOptions in
  // architecture.hpp).
  std::uint32_t questions = 0;
  std::vector<std::uint32_t> question_of_row;  ///< The question of each row, ascending.
  std::vector<std::uint32_t> cluster_of_row;   ///< The cluster of each row, if the rows are places.
  std::vector<float> context;  ///< The context of all questions, question after question.
  TaskGraph graph;

  [[nodiscard]] std::size_t rows() const { return prior.size(); }
  void clear();
  void append(const Observation& other);
};

}  // namespace kairos
