// The state of the fault processes of a simulation: present and next outages.
#pragma once

#include <memory>

#include "sim/faults/faults.hpp"

namespace kairos {

class FaultState {
 public:
  FaultState(const Faults& faults, std::size_t element_count, std::uint64_t seed);

  [[nodiscard]] std::size_t size() const { return running_.size(); }
  [[nodiscard]] const FaultProcess& process(std::size_t number) const {
    return faults_.processes[number];
  }
  /// The instant at which an outage of this process begins or ends next; Time::never() if there are
  /// no more outages.
  [[nodiscard]] Time next_change(std::size_t number) const;
  /// Carries out the change that is due. Returns true if an outage begins.
  bool change(std::size_t number);
  /// Sets whether an incident holds an element down.
  void hold_down(ElementId element, bool held) { held_down_[element] = held; }
  /// Sets whether an element is out of service because it is slow.
  void isolate(ElementId element, bool isolated) { isolated_[element] = isolated; }

  /// True while any cause holds the element down.
  [[nodiscard]] bool is_down(ElementId element) const;
  /// True if every outage that holds the element down will end. Incidents are not considered.
  [[nodiscard]] bool will_return(ElementId element) const;
  [[nodiscard]] bool is_held_down(ElementId element) const { return held_down_[element]; }
  [[nodiscard]] bool is_isolated(ElementId element) const { return isolated_[element]; }
  /// The share of the element's speed that is left. The shares of simultaneous outages are
  /// multiplied.
  [[nodiscard]] double remaining_speed(ElementId element) const;
  [[nodiscard]] double remaining_bandwidth(LinkId link) const;

 private:
  struct Running {
    std::unique_ptr<FaultModel> model;
    Random random;
    std::optional<Outage> outage;  ///< The present or next outage.
    bool is_broken = false;
  };

  const Faults& faults_;
  std::vector<Running> running_;
  IdVector<ElementId, bool> held_down_, isolated_;
};

}  // namespace kairos
