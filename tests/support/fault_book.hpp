// Works out a second time, from its events, what is broken at every instant of a run: failures and
// the instants at which they are known, outages by incidents, stragglers and degraded links.
#pragma once

#include <vector>

#include "sim/events/event.hpp"
#include "sim/state/scenario.hpp"
#include "tests/support/complaints.hpp"

namespace kairos::testing {

/// Number of effects of each kind of fault.
struct FaultCounts {
  std::uint64_t failures = 0, late_detections = 0, incidents = 0, slowdowns = 0, degradations = 0;
};

/// Handles at most one straggler model per element and one degradation model per link.
class FaultBook {
 public:
  FaultBook(const Scenario& scenario, Complaints& complaints);

  /// Begins an instant, before its events. Only the first call at an instant has an effect.
  void begin_instant(Time now);
  void fail(Time now, ElementId element);
  void detect(Time now, ElementId element);
  void bring_back(Time now, ElementId element);
  /// Returns the fraction of the speed that is left.
  double change_speed(Time now, const SpeedChanged& changed);
  double change_bandwidth(Time now, const BandwidthChanged& changed);

  [[nodiscard]] bool works(ElementId element) const { return elements_[element].works; }
  [[nodiscard]] bool is_known_down(ElementId element) const { return elements_[element].is_known; }
  [[nodiscard]] double remaining_speed(ElementId element) const {
    return elements_[element].remaining;
  }
  [[nodiscard]] const FaultCounts& counts() const { return counts_; }

 private:
  struct Element {
    bool works = true, is_known = false;
    Time failed, detected;
    double remaining = 1;
  };

  [[nodiscard]] bool is_held_down(ElementId element, Time before) const;
  [[nodiscard]] double share_of(FaultProcess::Effect effect, ElementId element, LinkId link) const;

  const Scenario& scenario_;
  Complaints& complaints_;
  IdVector<ElementId, Element> elements_;
  IdVector<LinkId, double> remaining_;
  Time instant_;
  FaultCounts counts_;
};

}  // namespace kairos::testing
