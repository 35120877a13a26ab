// Announces events to probes. An event without listeners costs one comparison.
#pragma once

#include <array>
#include <vector>

#include "sim/events/probe.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

class Announcer {
 public:
  explicit Announcer(const SystemState& state) : state_(state) {}

  /// The probe must outlive the announcer.
  void attach(Probe& probe) {
    const EventSet wanted = probe.wants();
    for (std::size_t event = 0; event < listeners_.size(); ++event) {
      if (wanted.contains(event)) listeners_[event].push_back(&probe);
    }
  }

  template <class Kind>
  [[nodiscard]] bool is_heard() const {
    return !listeners_[event_index<Kind>].empty();
  }
  /// The event is copied only if somebody listens. Events that nobody hears are therefore never put
  /// together.
  template <class Kind>
  void announce(const Kind& what) const {
    if (is_heard<Kind>()) announce_heard<Kind>(Kind(what));
  }
  /// Announces an event that has listeners.
  template <class Kind>
  void announce_heard(const Kind& what) const {
    if (has_copies_) {
      tell(of_original(what));
    } else {
      tell(what);
    }
  }
  /// Tasks may be copies from now on; they are announced as the tasks that they copy.
  void expect_copies() { has_copies_ = true; }

 private:
  /// Not inlined: the places that announce stay short where nobody listens.
  template <class Kind>
  [[gnu::noinline]] void tell(const Kind& what) const {
    const Time now = state_.now;
    for (Probe* probe : listeners_[event_index<Kind>]) probe->observe(now, what);
  }
  template <class Kind>
  [[nodiscard]] Kind of_original(Kind what) const {
    if constexpr (requires { what.task.task; }) {
      what.task.task = state_.jobs[what.task.job].graph->original(what.task.task);
    }
    return what;
  }

  const SystemState& state_;
  std::array<std::vector<Probe*>, event_kinds> listeners_;  ///< Listeners of each kind of event.
  bool has_copies_ = false;
};

}  // namespace kairos
