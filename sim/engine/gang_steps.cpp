#include "sim/engine/gang_steps.hpp"

#include <algorithm>

#include "sim/engine/work.hpp"

namespace kairos {
namespace {

bool detects_slow_elements(const Faults& faults) {
  return faults.deviation && faults.deviation->slow &&
         std::ranges::any_of(faults.processes, [](const FaultProcess& process) {
           return process.effect == FaultProcess::Effect::slowness;
         });
}

bool has_gangs(const Workload& workload) {
  return std::ranges::any_of(workload.applications, [](const Application& application) {
    return !application.graph->gangs().empty();
  });
}

}  // namespace

GangSteps::GangSteps(const EngineContext& context)
    : context_(context),
      is_on_(has_gangs(context.scenario.workload)),
      watches_(detects_slow_elements(context.scenario.faults)) {
  if (!is_on_) return;
  step_in_.resize(context.state.slots.size());
  has_ended_.resize(context.state.slots.size());
  own_finish_.resize(context.state.slots.size());
}

void GangSteps::begin(const std::vector<std::size_t>& slots) {
  const Time now = context_.state.now;
  Time end = now;
  for (const std::size_t slot : slots) {
    end = std::max(end, context_.state.slots[slot].expected_finish);
  }
  if (free_.empty()) {
    free_.push_back(steps_.size());
    steps_.emplace_back();
  }
  const std::size_t number = free_.back();
  free_.pop_back();
  Step& step = steps_[number];
  step = {slots, slots.size(), now, end - now};
  for (const std::size_t slot : slots) {
    Slot& place = context_.state.slots[slot];
    step_in_[slot] = number;
    own_finish_[slot] = place.expected_finish;
    place.expected_finish = end;
    context_.element(place.element).expect_again(now);
  }
  step.has_alarm = watches_;
  if (watches_) context_.agenda.wake(Activity::deviation, slots.front(), deviation_of(step));
}

std::vector<std::size_t> GangSteps::end_member(std::size_t slot) {
  Step& step = steps_[*step_in_[slot]];
  has_ended_[slot] = true;
  if (--step.computing > 0 || step.is_lost) return {};
  std::vector<std::size_t> slots = step.slots;
  end(slot);
  return slots;
}

void GangSteps::end(std::size_t slot) {
  const std::size_t number = *step_in_[slot];
  Step& step = steps_[number];
  if (step.has_alarm) context_.agenda.cancel(Activity::deviation, step.slots.front());
  for (const std::size_t member : step.slots) {
    step_in_[member].reset();
    has_ended_[member] = false;
  }
  step = {};
  free_.push_back(number);
}

void GangSteps::expect_again(std::span<const ElementId> changed) {
  const auto has_changed = [&](std::size_t slot) {
    return std::ranges::count(changed, context_.state.slots[slot].element) > 0;
  };
  for (const Step& step : steps_) {
    if (std::ranges::any_of(step.slots, has_changed)) expect_again(step);
  }
}

/// Lets all members of a step end when the last of those that still compute is expected to end.
void GangSteps::expect_again(const Step& step) {
  const Time now = context_.state.now;
  Time end = now;
  for (const std::size_t slot : step.slots) {
    const bool computes = context_.state.slots[slot].task && !has_ended_[slot];
    if (computes) end = std::max(end, own_finish_[slot]);
  }
  for (const std::size_t slot : step.slots) {
    Slot& place = context_.state.slots[slot];
    if (!place.task || place.expected_finish == end) continue;
    place.expected_finish = end;
    context_.element(place.element).expect_again(now);
  }
}

/// The instant at which a step has taken longer than usual by the factor of the deviation.
Time GangSteps::deviation_of(const Step& step) const {
  return step.start + scaled(step.usual, context_.scenario.faults.deviation->factor);
}

Time GangSteps::overdue_at(ElementId id) const {
  Time earliest = Time::never();
  if (!is_on_ || !context_.scenario.faults.deviation) return earliest;
  const ElementState& element = context_.element(id);
  for (std::size_t slot = element.first_slot; slot < element.first_slot + element.slots.size();
       ++slot) {
    if (step_in_[slot]) earliest = std::min(earliest, deviation_of(steps_[*step_in_[slot]]));
  }
  return earliest;
}

std::vector<ElementId> GangSteps::elements_overdue(std::size_t slot) {
  Step& step = steps_[*step_in_[slot]];
  step.has_alarm = false;
  std::vector<ElementId> elements;
  for (const std::size_t member : step.slots) {
    elements.push_back(context_.state.slots[member].element);
  }
  return elements;
}

}  // namespace kairos
