#include "policies/preemptive_policy.hpp"

#include <algorithm>

namespace kairos {

void PreemptivePolicy::begin(const SystemView& /*view*/) {
  order_.clear();
  next_question_ = Time::never();
}

std::optional<Decision> PreemptivePolicy::decide(const SystemView& view) {
  order_.settle(view);
  order_.follow(view, [&](TaskRef task) {
    order_.add(view.capability_group(task), {urgency(task, view), task});
  });
  next_question_ = Time::never();
  // The most urgent task of each group is also the one that can most easily find a place.
  std::vector<ReadyOrder::Place> first;
  order_.for_each_group([&](const ReadyOrder::Cursor& at) { first.push_back(at.place()); });
  std::ranges::sort(first);
  for (const ReadyOrder::Place& place : first) {
    const Candidate best = best_place(place, view);
    if (best.finish == Time::never()) continue;
    order_.answer(view.capability_group(place.task), place);
    return best.decision;
  }
  return std::nullopt;
}

PreemptivePolicy::Candidate PreemptivePolicy::best_place(const ReadyOrder::Place& place,
                                                         const SystemView& view) {
  Candidate best;
  const TaskView task = view.look_at(place.task);
  for (const ElementId element : task.elements()) {
    const bool is_idle = view.is_idle(element);
    std::optional<std::uint32_t> slot;
    if (!is_idle) slot = victim(place.urgency, element, view);
    if (!is_idle && !slot) continue;
    Time start = std::max(view.now(), task.data_arrival(element));
    if (slot) start = std::max(start, view.now() + view.preemption(element).cost);
    const Time finish = start + task.duration(element);
    const bool wins =
        finish < best.finish || (finish == best.finish && is_idle && best.decision.interrupts());
    if (!wins) continue;
    best = {{.task = place.task, .element = element}, finish};
    if (slot) best.decision.place = *slot;
  }
  return best;
}

/// The slot of an element whose task is interrupted for a more urgent one, if there is any. Notes
/// when the first of them may be interrupted.
std::optional<std::uint32_t> PreemptivePolicy::victim(std::int64_t ready, ElementId element,
                                                      const SystemView& view) {
  const bool is_awaited = view.load(element) > view.running(element);
  if (is_awaited || !view.preemption(element).interrupts()) return std::nullopt;
  std::optional<std::uint32_t> slot;
  std::int64_t least_urgent = 0;
  for (const SystemView::Running& running : view.running_tasks(element)) {
    const std::int64_t own = urgency_of_running(running, view);
    const Time from = interrupts_from(ready, own, running, view);
    if (from > view.now()) {
      next_question_ = std::min(next_question_, from);
    } else if (!slot || own > least_urgent) {
      slot = running.slot;
      least_urgent = own;
    }
  }
  return slot;
}

}  // namespace kairos
