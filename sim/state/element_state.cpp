#include "sim/state/element_state.hpp"

#include <algorithm>

namespace kairos {

// NOLINTNEXTLINE(readability-make-member-function-const): it changes what free_at points to
void ElementState::expect_again(Time now) {
  now = std::max(now, awake_at);
  if (slots.size() == 1) {
    Time free = slots[0].task ? std::max(slots[0].expected_finish, now) : now;
    for (const TaskHandle& task : queue.all()) {
      free = std::max(free, task.state().data_ready) + task.state().nominal;
    }
    *free_at = free;
    return;
  }
  // With several slots, each next task takes the first free one.
  std::vector<Time> free(slots.size(), now);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].task) free[i] = std::max(slots[i].expected_finish, now);
  }
  Time previous_start = now;
  for (const TaskHandle& task : queue.all()) {
    const auto first = std::ranges::min_element(free);
    previous_start = std::max({*first, task.state().data_ready, previous_start});
    *first = previous_start + task.state().nominal;
  }
  *free_at = std::max(*std::ranges::min_element(free), previous_start);
}

}  // namespace kairos
