#include "sim/state/slot_ends.hpp"

#include <algorithm>
#include <utility>

namespace kairos {

void SlotEnds::add(const TaskState& task, Time now) {
  if (!is_kept_) return;
  place(task, now);
  work_ += task.nominal;
}

void SlotEnds::update(std::span<const Slot> slots, TaskQueue& queue, Time now) {
  const bool was_kept = std::exchange(is_kept_, queue.size() > few);
  if (!is_kept_) return follow(slots, queue, now);
  Duration work = queue.course().work;
  for (const Slot& slot : slots) {
    if (slot.task && slot.expected_finish > now) work += slot.expected_finish - now;
  }
  const auto count = static_cast<std::int64_t>(slots.size());
  const std::int64_t difference = (work - work_).picoseconds();
  const Duration move = now - at_ + Duration::picoseconds(difference / count);
  at_ = now;
  work_ = work - Duration::picoseconds(difference % count);
  if (move != Duration{}) ++differences_;
  constexpr std::size_t share = 8;
  if (!was_kept || share * differences_ > queue.size()) {
    work_ = work;
    differences_ = 0;
    return follow(slots, queue, now);
  }
  if (move == Duration{}) return;
  for (Time& end : ends_) end += move;
  last_start_ += move;
}

Time SlotEnds::first() const {
  return std::max(*std::ranges::min_element(ends_), last_start_);
}

void SlotEnds::follow(std::span<const Slot> slots, const TaskQueue& queue, Time now) {
  ends_.assign(slots.size(), now);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].task) ends_[i] = std::max(slots[i].expected_finish, now);
  }
  last_start_ = now;
  for (const TaskHandle& task : queue.all()) place(task.state(), now);
  steps_ += queue.size();
}

void SlotEnds::place(const TaskState& task, Time now) {
  Time& first = *std::ranges::min_element(ends_);
  last_start_ = std::max({first, task.data_ready, last_start_, now});
  first = last_start_ + task.nominal;
}

}  // namespace kairos
