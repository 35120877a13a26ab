// Gives the parts of the engine access to the state, the agenda and the announcer.
#pragma once

#include "sim/engine/agenda.hpp"
#include "sim/engine/announcer.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

struct EngineContext {
  const Scenario& scenario;
  SystemState& state;
  Agenda& agenda;
  Announcer& announcer;

  [[nodiscard]] ElementState& element(ElementId id) const { return state.elements[id]; }
  [[nodiscard]] const Cluster& cluster_of(ElementId id) const {
    return scenario.platform.cluster_of(id);
  }
  template <class Kind>
  void announce(const Kind& what) const {
    announcer.announce(what);
  }
};

}  // namespace kairos
