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
inline constexpr std::size_t place_width = 22;  ///< In the row of a place for the task chosen.

/// A question with two kinds of answers: which task comes next, or where the one chosen goes.
enum class Question : std::uint8_t { task, place };

/// The possible answers.
struct Observation {
  std::vector<float> features;  ///< Row after row.
  std::vector<float> prior;     ///< By row: what the heuristic adds to the network's logit.

  [[nodiscard]] std::size_t rows() const { return prior.size(); }
  void clear() {
    features.clear();
    prior.clear();
  }
};

}  // namespace kairos
