// Interface of probes, which watch a run without changing it: metrics, traces, stories and rewards.
#pragma once

#include "sim/events/event.hpp"

namespace kairos {

/// A set of kinds of events.
class EventSet {
 public:
  static constexpr EventSet all() { return EventSet(~std::uint32_t{0}); }
  template <class... Kinds>
  static constexpr EventSet of() {
    return EventSet(((std::uint32_t{1} << event_index<Kinds>) | ... | 0U));
  }
  /// The events of both sets.
  [[nodiscard]] constexpr EventSet with(EventSet other) const {
    return EventSet(bits_ | other.bits_);
  }
  [[nodiscard]] constexpr bool contains(std::size_t event) const {
    return (bits_ >> event & 1U) != 0;
  }

 private:
  static_assert(event_kinds <= 32, "each kind of event has a bit");

  explicit constexpr EventSet(std::uint32_t bits) : bits_(bits) {}
  std::uint32_t bits_;
};

class Probe {
 public:
  virtual ~Probe() = default;

  /// Called for every event that the probe wants, in the order in which they happen.
  virtual void observe(Time now, Event event) = 0;

  /// The events that the probe needs; events that no probe wants cost nothing. Called once, when
  /// the probe is attached.
  [[nodiscard]] virtual EventSet wants() const { return EventSet::all(); }
};

}  // namespace kairos
