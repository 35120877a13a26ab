#include "sim/faults/fault_state.hpp"

#include <stdexcept>

namespace kairos {
namespace {

using Effect = FaultProcess::Effect;

Random stream_of(const FaultProcess& process, std::uint64_t seed) {
  switch (process.effect) {
    case Effect::failure:
      return Random::stream(seed, "failures", index(process.element), process.stream);
    case Effect::slowness:
      return Random::stream(seed, "slowness", index(process.element), process.stream);
    case Effect::degradation:
      break;
  }
  return Random::stream(seed, "degradation", index(process.link), process.stream);
}

}  // namespace

FaultState::FaultState(const Faults& faults, std::size_t element_count, std::uint64_t seed)
    : faults_(faults), held_down_(element_count, false), isolated_(element_count, false) {
  running_.reserve(faults.processes.size());
  for (const FaultProcess& process : faults.processes) {
    Running running{process.model.make(), stream_of(process, seed), std::nullopt, false};
    running.outage = running.model->next(Time{}, running.random);
    running_.push_back(std::move(running));
  }
}

Time FaultState::next_change(std::size_t number) const {
  const Running& running = running_[number];
  if (!running.outage) return Time::never();
  return running.is_broken ? running.outage->ends : running.outage->begins;
}

bool FaultState::change(std::size_t number) {
  Running& running = running_[number];
  running.is_broken = !running.is_broken;
  if (running.is_broken) return true;
  const Time now = running.outage->ends;
  running.outage = running.model->next(now, running.random);
  if (running.outage &&
      (running.outage->begins < now || running.outage->ends <= running.outage->begins)) {
    throw std::logic_error("fault model '" + process(number).model.name +
                           "' answered with an outage in the past or of no length");
  }
  return false;
}

bool FaultState::is_down(ElementId element) const {
  if (held_down_[element] || isolated_[element]) return true;
  for (std::size_t i = 0; i < size(); ++i) {
    const FaultProcess& p = process(i);
    if (running_[i].is_broken && p.effect == Effect::failure && p.element == element) return true;
  }
  return false;
}

bool FaultState::will_return(ElementId element) const {
  for (std::size_t i = 0; i < size(); ++i) {
    const FaultProcess& p = process(i);
    const bool holds_down =
        p.effect == Effect::failure || (p.effect == Effect::slowness && isolated_[element]);
    if (!holds_down || p.element != element) continue;
    if (running_[i].is_broken && running_[i].outage->ends == Time::never()) return false;
  }
  return true;
}

double FaultState::remaining_speed(ElementId element) const {
  double remaining = 1;
  for (std::size_t i = 0; i < size(); ++i) {
    const FaultProcess& p = process(i);
    if (running_[i].is_broken && p.effect == Effect::slowness && p.element == element) {
      remaining *= p.remaining;
    }
  }
  return remaining;
}

double FaultState::remaining_bandwidth(LinkId link) const {
  double remaining = 1;
  for (std::size_t i = 0; i < size(); ++i) {
    const FaultProcess& p = process(i);
    if (running_[i].is_broken && p.effect == Effect::degradation && p.link == link) {
      remaining *= p.remaining;
    }
  }
  return remaining;
}

}  // namespace kairos
