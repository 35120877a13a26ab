// What the learned scheduler looks at: one row of numbers per thing it may choose, and beside each
// row what the heuristic it started from thinks of it.
//
// Every number is without unit and of order one: times are divided by the mean shortest execution
// time of the tasks seen so far and enter as ln(1 + x), so the same weights serve any chip and any
// graph.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace kairos {

/// Changes whenever a row changes its meaning: weights of another version are refused.
inline constexpr std::uint64_t observation_version = 1;
inline constexpr std::size_t task_width = 23;   ///< Numbers in the row of a ready task.
inline constexpr std::size_t place_width = 22;  ///< In the row of a place for the task chosen,
inline constexpr std::size_t price_width = 2;   ///< and where energy counts (Sight), behind those.
inline constexpr std::size_t node_width = 8;    ///< In the row of a task in a TaskGraph.

/// A question with two kinds of answers: which task comes next, or where the one chosen goes.
enum class Question : std::uint8_t { task, place };

/// Unfinished tasks and which of them wait for which, for networks that pass messages. Jobs are
/// numbered from 0 in the order of their nodes.
struct TaskGraph {
  std::vector<float> features;  ///< node_width for every node.
  /// By edge: whose output it is, ascending, and who waits for it.
  std::vector<std::uint32_t> parents, children;
  std::vector<std::uint32_t> node_of_row;      ///< By row of the observation.
  std::vector<std::uint32_t> job_of_node;      ///< By node.
  std::vector<std::uint32_t> question_of_job;  ///< By job; see Observation.

  [[nodiscard]] std::size_t nodes() const { return job_of_node.size(); }
  void clear();
  void append(const TaskGraph& other, std::uint32_t questions_before);
};

/// The possible answers to a question, or to several, one after the other.
struct Observation {
  std::vector<float> features;  ///< Row after row.
  std::vector<float> prior;     ///< By row: what the heuristic adds to the network's logit.

  // What only some networks look at (Sight in architecture.hpp).
  std::uint32_t questions = 0;
  std::vector<std::uint32_t> question_of_row;  ///< Ascending.
  std::vector<std::uint32_t> cluster_of_row;   ///< Of places.
  std::vector<float> context;                  ///< Question after question.
  TaskGraph graph;

  [[nodiscard]] std::size_t rows() const { return prior.size(); }
  void clear();
  void append(const Observation& other);
};

}  // namespace kairos
