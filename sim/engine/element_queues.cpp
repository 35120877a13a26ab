#include "sim/engine/element_queues.hpp"

#include <algorithm>

namespace kairos {

void ElementQueues::bring_to_front(ElementId id, std::size_t place) {
  ElementState& element = context_.element(id);
  look_again(id, Time::never());
  element.queue.bring_forward(place);
  element.expect_again(context_.state.now);
}

bool ElementQueues::bring_one_with_data(ElementId id) {
  const ElementState& element = context_.element(id);
  if (element.oldest_first && element.queue.size() > TaskQueue::short_length) {
    return bring_oldest_with_data(id);
  }
  const auto queued = element.queue.all();
  std::optional<std::size_t> first;
  Time more_data = Time::never();
  for (std::size_t i = 0; i < queued.size(); ++i) {
    const TaskState& state = queued[i].state();
    if (state.transfers > 0) continue;
    if (state.data_ready > context_.state.now) {
      more_data = std::min(more_data, state.data_ready);
    } else if (!first || state.task.job < queued[*first].ref().job) {
      first = i;
      if (!element.oldest_first) break;
    }
  }
  if (!first) {
    look_again(id, more_data);
  } else if (*first > 0) {
    bring_to_front(id, *first);
  }
  return first.has_value();
}

/// Does the same in a long queue, of which it only visits tasks of old jobs.
bool ElementQueues::bring_oldest_with_data(ElementId id) {
  TaskQueue& queue = context_.element(id).queue;
  TaskHandle oldest;
  Time more_data = Time::never();
  for (const auto& [ref, task] : queue.by_job()) {
    if (oldest && ref.job != oldest.ref().job) break;
    const TaskState& state = task.state();
    if (state.transfers > 0) continue;
    if (state.data_ready > context_.state.now) {
      more_data = std::min(more_data, state.data_ready);
    } else if (!oldest || queue.place_of(task) < queue.place_of(oldest)) {
      oldest = task;
    }
  }
  if (!oldest) {
    look_again(id, more_data);
    return false;
  }
  if (oldest != queue.front()) bring_to_front(id, queue.place_of(oldest));
  return true;
}

}  // namespace kairos
