#include "sim/state/element_state.hpp"

#include <algorithm>

namespace kairos {

void ElementState::expect_again(Time now) {
  now = std::max(now, awake_at);
  if (slots.size() == 1) {
    const Time free = slots[0].task ? std::max(slots[0].expected_finish, now) : now;
    *free_at = queue.course().after(free);
  } else {
    ends.update(slots, queue, now);
    *free_at = ends.first();
  }
}

void ElementState::expect_otherwise(Time now) {
  queue.forget_courses();
  ends.forget();
  expect_again(now);
}

}  // namespace kairos
