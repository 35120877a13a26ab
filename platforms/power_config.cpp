// The keys of a platform file that describe the power and energy of its parts.
#include <algorithm>

#include "platforms/platform_config.hpp"

namespace kairos {

void PointConfig::describe(Fields& f) {
  f("frequency", frequency, "clock frequency of the cluster").required().positive();
  f("voltage", voltage, "supply voltage at that frequency").positive();
}

void ProfileConfig::describe(Fields& f) {
  f("frequency", frequency, "clock frequency at which the power was measured")
      .required()
      .positive();
  f("busy", busy, "power of the whole cluster with 1, 2, ... busy elements")
      .required()
      .must(
          [](const auto& watts) {
            return std::ranges::all_of(watts, [](Watts w) { return w >= Watts{}; });
          },
          "zero watts or more for each");
}

void Leakage::describe(Fields& f) {
  f("c1", c1, "leakage coefficient of one element, in amperes per square kelvin").not_negative();
  f("c2", c2, "leakage exponent, in kelvins").positive();
  f("gate", gate, "leakage current that does not depend on temperature, in amperes").not_negative();
  f("included_at", included_at,
    "temperature at which 'busy' or 'profile' was measured including leakage, which is then "
    "subtracted");
}

void IdleStateConfig::describe(Fields& f) {
  f("name", name, "name of the idle state").required();
  f("after", after, "idle time after which an element enters the state").not_negative();
  f("exit", exit, "wake-up time: delay of the first task after the state").not_negative();
  f("power", power, "power in the state, instead of the idle power").not_negative();
  f("energy", energy,
    "energy to enter and leave the state, charged at wake-up from it; states passed on the way to "
    "a deeper one cost none")
      .not_negative();
  f("leakage", leakage, "fraction of the leakage that remains; 0 if the power is gated")
      .between(0.0, 1.0);
  f("keeps_awake", keeps_awake,
    "whether an element in the state keeps its cluster awake, so that the cluster still draws its "
    "'awake' power");
}

void PowerConfig::describe(Fields& f) {
  f("idle", idle, "power of one element that is up and idle").not_negative();
  f("busy", busy, "power of one busy element at the highest operating point").not_negative();
  f("off", off, "power of one element that is down").not_negative();
  f("capacitance", capacitance,
    "capacitance C that one busy element switches, with power C V^2 f, instead of 'busy'")
      .positive();
  f("profile", profile, "power of the whole cluster by number of busy elements, instead of 'busy'");
  f("leakage", leakage, "leakage of one element that is up, in addition to the other powers");
  f("idle_states", idle_states, "idle states of an element, in the order in which it enters them");
  f("awake", awake,
    "power of the whole cluster while any of its elements is awake, in addition to the elements' "
    "powers; a 'profile' includes it")
      .not_negative();
  f("awake_exponent", awake_exponent,
    "power of the voltage with which 'awake' scales from the highest operating point to the others "
    "(0: it is the same at all of them)")
      .between(0.0, 10.0);
  f("awake_cycle", awake_cycle,
    "energy of each clock cycle of a cluster that is awake, on a supply whose voltage is fixed; it "
    "adds to 'awake'")
      .not_negative();
  f("awake_capacitance", awake_capacitance,
    "capacitance C that a cluster switches while it is awake, with power C V^2 f, which adds to "
    "'awake'")
      .not_negative();
  f("stalled", stalled,
    "fraction of its dynamic power that a busy element draws while its task waits for memory, at "
    "least the idle power")
      .between(0.0, 1.0);
}

void TransitionConfig::describe(Fields& f) {
  f("latency", latency, "time from the request of an operating point until it takes effect")
      .not_negative();
  f("energy", energy, "energy of a change of the operating point, for the whole cluster")
      .not_negative();
}

void BatteryConfig::describe(Fields& f) {
  f("capacity", capacity, "energy of the full battery; 1 Wh is 3600 J").required().positive();
  f("charge", charge, "state of charge when a run begins, as a fraction of the capacity")
      .between(0.0, 1.0);
  f("efficiency", efficiency, "fraction of the battery's output that reaches the chip")
      .between(0.01, 1.0);
}

void RailConfig::describe(Fields& f) {
  f("name", name, "name of the rail").required();
  f("clusters", clusters, "clusters on the rail").required();
  f("cap", cap, "cap on the mean power of the rail; clusters are slowed to respect it")
      .required()
      .positive();
  f("period", period, "period over which the mean power is taken").positive();
}

void BackgroundConfig::describe(Fields& f) {
  f("name", name, "name of the component in the energy report").required();
  f("power", power, "power that the component always draws").required().not_negative();
  f("source", source, "source of the component's figures");
}

}  // namespace kairos
