#include "policies/priority_policy.hpp"

namespace kairos {

void PriorityPolicy::begin(const SystemView& /*view*/) {
  ready_ = 0;
}

std::optional<Decision> PriorityPolicy::decide(const SystemView& view) {
  if (ready_ == view.ready().size() && instant_ == view.now()) {
    free_[last_] = view.free_at(last_);
  } else {
    begin_pass(view);
  }
  while (next_ < order_.size()) {
    const TaskRef task = order_[next_++].second;
    const Choice choice = best_element(task, view);
    if (!awaited_[choice.element] && free_[choice.element] <= choice.data_arrival) {
      ready_ = view.ready().size() - 1;
      last_ = choice.element;
      return Decision{task, choice.element};
    }
    const auto slots = static_cast<std::int64_t>(view.platform().elements[choice.element].slots);
    const Duration share =
        Duration::picoseconds(view.duration(task, choice.element).picoseconds() / slots);
    free_[choice.element] = std::max(free_[choice.element], choice.data_arrival) + share;
    awaited_[choice.element] = true;
  }
  ready_ = 0;
  return std::nullopt;
}

void PriorityPolicy::begin_pass(const SystemView& view) {
  look(view);
  order_.clear();
  order_.reserve(view.ready().size());
  for (const TaskRef task : view.ready()) order_.emplace_back(urgency(task, view), task);
  std::ranges::sort(order_);
  next_ = 0;
  instant_ = view.now();
  awaited_.assign(view.element_count(), false);
  free_.clear();
  for (const ElementId e : ids<ElementId>(view.element_count())) free_.push_back(view.free_at(e));
}

PriorityPolicy::Choice PriorityPolicy::best_element(TaskRef task, const SystemView& view) const {
  const TaskView candidate = view.look_at(task);
  Choice best{{}, {}, Time::never()};
  for (const ElementId element : candidate.elements()) {
    const Duration duration = candidate.duration(element);
    if (free_[element] + duration >= best.finish) continue;
    const Time arrival = candidate.data_arrival(element);
    const Time finish = std::max(free_[element], arrival) + duration;
    if (finish < best.finish) best = {element, arrival, finish};
  }
  return best;
}

}  // namespace kairos
