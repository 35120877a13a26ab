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
  Time more_data = Time::never();
  for (std::size_t i = 0; i < element.queue.size(); ++i) {
    const TaskState& state = element.queue.all()[i].state();
    if (state.transfers > 0) continue;
    if (state.data_ready <= context_.state.now) {
      if (i > 0) bring_to_front(id, i);
      return true;
    }
    more_data = std::min(more_data, state.data_ready);
  }
  look_again(id, more_data);
  return false;
}

}  // namespace kairos
