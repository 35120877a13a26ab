#include "policies/priority_policy.hpp"

#include <algorithm>

namespace kairos {
namespace {

constexpr std::size_t none = ~std::size_t{0};

/// Returns the group whose next task comes first, or `none` if there is no group.
template <class Groups>
std::size_t first_of(const Groups& groups) {
  std::size_t first = none;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (first == none || groups[i].next.place() < groups[first].next.place()) first = i;
  }
  return first;
}

template <class Groups>
void drop(Groups& groups, std::size_t which) {
  groups[which] = groups.back();
  groups.pop_back();
}

}  // namespace

void PriorityPolicy::begin(const SystemView& /*view*/) {
  order_.clear();
  ready_ = 0;
}

std::optional<Decision> PriorityPolicy::decide(const SystemView& view) {
  order_.settle(view);
  if (ready_ == view.ready().size() && instant_ == view.now()) {
    free_[last_] = view.free_at(last_);
  } else {
    begin_pass(view);
  }
  for (std::size_t next = first_of(open_); next != none; next = first_of(open_)) {
    const TaskRef task = open_[next].next.place().task;
    const Choice choice = best_element(task, view);
    const std::size_t before = awaited_[choice.element] ? first_of(closed_) : none;
    if (before != none && closed_[before].next.place() < open_[next].next.place()) {
      pass_over_a_closed_task(before, view);
    } else if (!awaited_[choice.element] && free_[choice.element] <= choice.data_arrival) {
      return send(next, choice, view);
    } else {
      wait(open_, next, choice, view);
    }
  }
  ready_ = 0;
  return std::nullopt;
}

void PriorityPolicy::begin_pass(const SystemView& view) {
  look(view);
  order_.follow(view, [&](TaskRef task) {
    order_.add(view.capability_group(task), {urgency(task, view).picoseconds(), task});
  });
  instant_ = view.now();
  awaited_.assign(view.element_count(), false);
  free_.clear();
  for (const ElementId e : ids<ElementId>(view.element_count())) free_.push_back(view.free_at(e));
  open_.clear();
  closed_.clear();
  order_.for_each_group([&](const ReadyOrder::Cursor& first) {
    open_.push_back({first, view.elements_for(first.place().task).size()});
  });
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

std::optional<Decision> PriorityPolicy::send(std::size_t which, const Choice& choice,
                                             const SystemView& view) {
  const ReadyOrder::Place place = open_[which].next.place();
  open_[which].next.advance();
  if (open_[which].next.is_at_end()) drop(open_, which);
  order_.answer(view.capability_group(place.task), place);
  ready_ = view.ready().size() - 1;
  last_ = choice.element;
  const Decision decision{place.task, choice.element};
  note_sent(decision);
  return decision;
}

/// Makes the next task of a group wait for an element, behind those that wait for it already.
void PriorityPolicy::wait(std::vector<Progress>& groups, std::size_t which, const Choice& choice,
                          const SystemView& view) {
  const TaskRef task = groups[which].next.place().task;
  const auto slots = static_cast<std::int64_t>(view.platform().elements[choice.element].slots);
  const Duration share =
      Duration::picoseconds(view.duration(task, choice.element).picoseconds() / slots);
  free_[choice.element] = std::max(free_[choice.element], choice.data_arrival) + share;
  const bool is_first = !awaited_[choice.element];
  awaited_[choice.element] = true;
  groups[which].next.advance();
  if (is_first) await(choice.element, view);
  std::erase_if(groups, [](const Progress& group) { return group.next.is_at_end(); });
}

/// Closes the groups that have no other element left.
void PriorityPolicy::await(ElementId element, const SystemView& view) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    Progress& group = open_[i];
    if (group.next.is_at_end()) continue;
    if (view.can_run(group.next.place().task, element)) --group.elements;
    if (group.elements > 0) continue;
    closed_.push_back(group);
    drop(open_, i);
  }
}

void PriorityPolicy::pass_over_a_closed_task(std::size_t which, const SystemView& view) {
  const TaskRef task = closed_[which].next.place().task;
  wait(closed_, which, best_element(task, view), view);
}

}  // namespace kairos
