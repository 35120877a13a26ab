#include "tests/support/fault_book.hpp"

#include <algorithm>

namespace kairos::testing {

FaultBook::FaultBook(const Scenario& scenario, Complaints& complaints)
    : scenario_(scenario),
      complaints_(complaints),
      elements_(scenario.platform.elements.size()),
      remaining_(scenario.platform.interconnect.links.size(), 1) {}

/// True if an incident has taken the element down before an instant and has not returned it.
bool FaultBook::is_held_down(ElementId element, Time before) const {
  bool held = false;
  for (const Incident& incident : scenario_.incidents) {
    if (incident.element != element || incident.at >= before) continue;
    if (incident.kind == Incident::Kind::failure) held = true;
    if (incident.kind == Incident::Kind::repair) held = false;
  }
  return held;
}

void FaultBook::begin_instant(Time now) {
  if (scenario_.incidents.empty() || now == instant_) return;
  instant_ = now;
  for (const ElementId e : ids<ElementId>(elements_.size())) {
    if (!is_held_down(e, now)) continue;
    complaints_.expect(!elements_[e].works, "an element works in spite of an incident", now);
    ++counts_.incidents;
  }
}

void FaultBook::fail(Time now, ElementId id) {
  Element& element = elements_[id];
  complaints_.expect(element.works, "failed while down", now);
  element.works = false;
  element.failed = now;
  element.is_known = scenario_.faults.detection_delay == Duration{};
  element.detected = now;
  ++counts_.failures;
}

void FaultBook::detect(Time now, ElementId id) {
  Element& element = elements_[id];
  complaints_.expect(!element.works && !element.is_known, "detected what has not failed", now);
  complaints_.expect(now <= element.failed + scenario_.faults.detection_delay, "detected too late",
                     now);
  element.is_known = true;
  element.detected = now;
  if (now > element.failed) ++counts_.late_detections;
}

void FaultBook::bring_back(Time now, ElementId id) {
  Element& element = elements_[id];
  complaints_.expect(!element.works, "returned while up", now);
  complaints_.expect(element.is_known, "returned before its failure was known", now);
  const Time due = element.failed + scenario_.faults.detection_delay;
  complaints_.expect(element.detected == std::min(due, now), "detected too early", now);
  element.works = true;
  element.is_known = false;
}

double FaultBook::share_of(FaultProcess::Effect effect, ElementId element, LinkId link) const {
  for (const FaultProcess& process : scenario_.faults.processes) {
    const bool is_it = process.effect == effect && process.element == element &&
                       (effect != FaultProcess::Effect::degradation || process.link == link);
    if (is_it) return process.remaining;
  }
  return 1;
}

double FaultBook::change_speed(Time now, const SpeedChanged& changed) {
  double& remaining = elements_[changed.element].remaining;
  const double slow = share_of(FaultProcess::Effect::slowness, changed.element, {});
  remaining = remaining < 1 ? 1 : slow;
  complaints_.expect(slow < 1 && changed.remaining == remaining, "slow by another share", now);
  ++counts_.slowdowns;
  return remaining;
}

double FaultBook::change_bandwidth(Time now, const BandwidthChanged& changed) {
  double& remaining = remaining_[changed.link];
  const double degraded = share_of(FaultProcess::Effect::degradation, {}, changed.link);
  remaining = remaining < 1 ? 1 : degraded;
  complaints_.expect(degraded < 1 && changed.remaining == remaining, "degraded by another share",
                     now);
  ++counts_.degradations;
  return remaining;
}

}  // namespace kairos::testing
