#include "policies/learned/greedy_rounds.hpp"

#include <algorithm>
#include <limits>

namespace kairos {

void GreedyRounds::begin(const SystemView& /*view*/) {
  round_.clear();
}

std::optional<Decision> GreedyRounds::decide(const SystemView& view) {
  if (!round_.goes_on(view)) {
    if (!round_.begin(view)) return std::nullopt;
    const auto logits = network_.logits(Question::task, round_.tasks());
    task_logits_.assign(logits.begin(), logits.end());
  }
  while (round_.is_open()) {
    const auto task = std::ranges::max_element(task_logits_) - task_logits_.begin();
    task_logits_[static_cast<std::size_t>(task)] = -std::numeric_limits<float>::infinity();
    round_.take(static_cast<std::size_t>(task), view);
    const auto logits = network_.logits(Question::place, round_.places());
    const auto place = std::ranges::max_element(logits) - logits.begin();
    if (const auto decision = round_.place(static_cast<std::size_t>(place), view)) return decision;
  }
  return std::nullopt;
}

}  // namespace kairos
