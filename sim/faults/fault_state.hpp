// The fault processes of a simulation: what is broken at present and what breaks next.
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
  /// When an outage of this process begins or ends; Time::never() when nothing will happen any
  /// more.
  [[nodiscard]] Time next_change(std::size_t number) const;
  /// The change that was due has come: true when an outage begins.
  bool change(std::size_t number);
  /// An element is held down by an incident, too, or no longer.
  void hold_down(ElementId element, bool held) { held_down_[element] = held; }

  /// True while any cause holds it down.
  [[nodiscard]] bool is_down(ElementId element) const;
  /// True when every outage that holds it down will end; incidents not counted.
  [[nodiscard]] bool will_return(ElementId element) const;
  [[nodiscard]] bool is_held_down(ElementId element) const { return held_down_[element]; }
  /// The share of its speed that is left: simultaneous outages multiply.
  [[nodiscard]] double remaining_speed(ElementId element) const;
  [[nodiscard]] double remaining_bandwidth(LinkId link) const;

 private:
  struct Running {
    std::unique_ptr<FaultModel> model;
    Random random;
    std::optional<Outage> outage;  ///< The present or next one.
    bool is_broken = false;
  };

  const Faults& faults_;
  std::vector<Running> running_;
  IdVector<ElementId, bool> held_down_;
};

}  // namespace kairos
