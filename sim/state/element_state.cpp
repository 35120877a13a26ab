#include "sim/state/element_state.hpp"

#include <algorithm>
#include <utility>

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

void ElementState::receive_data(const TaskHandle& task, Time now) {
  TaskState& state = task.state();
  const Time expected = std::exchange(state.data_ready, std::max(state.launched, now));
  // Data that were expected by now make no difference, so the task need not be searched for.
  if (expected > state.data_ready || state.data_ready > std::max(expected, now)) {
    queue.changed(task);
  }
  expect_again(now);
}

}  // namespace kairos
