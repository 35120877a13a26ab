// The keys of a platform file that describe the power and energy of its parts.
#include <algorithm>

#include "platforms/platform_spec.hpp"

namespace kairos {

void PointSpec::describe(Fields& f) {
  f("frequency", frequency, "clock of the cluster").required().positive();
  f("voltage", voltage, "supply at that clock").positive();
}

void ProfileSpec::describe(Fields& f) {
  f("frequency", frequency, "the clock at which it was measured").required().positive();
  f("busy", busy, "power of the whole cluster with 1, 2, ... elements busy")
      .required()
      .must(
          [](const auto& watts) {
            return std::ranges::all_of(watts, [](Watts w) { return w >= Watts{}; });
          },
          "zero watts or more for each");
}

void Leakage::describe(Fields& f) {
  f("c1", c1, "amperes per square kelvin, of one element").not_negative();
  f("c2", c2, "kelvins").positive();
  f("gate", gate, "amperes that do not depend on temperature").not_negative();
  f("included_at", included_at,
    "the temperature at which 'busy' or 'profile' was measured with leakage in it (of one element "
    "or of all); it is taken out there");
}

void IdleStateSpec::describe(Fields& f) {
  f("name", name, "of the state").required();
  f("after", after, "idle time after which an element enters the state").not_negative();
  f("exit", exit, "time from the first task that could start until it does").not_negative();
  f("power", power, "drawn in the state, instead of the idle power").not_negative();
  f("energy", energy,
    "to enter and leave the state, charged on waking from it; states passed through on the way to "
    "a deeper one cost none")
      .not_negative();
  f("leakage", leakage, "share of the leakage that remains, 0 if power is gated").between(0.0, 1.0);
}

void PowerSpec::describe(Fields& f) {
  f("idle", idle, "of one element that is up and runs nothing").not_negative();
  f("busy", busy, "of one element at work at the highest point").not_negative();
  f("off", off, "of one element that is down").not_negative();
  f("capacitance", capacitance, "instead of 'busy': switched by one element at work, C V^2 f")
      .positive();
  f("profile", profile, "instead of 'busy': power of the whole cluster by busy elements");
  f("leakage", leakage, "of one element that is up, on top of the rest");
  f("idle_states", idle_states, "what idle elements fall into, the first to be entered first");
}

void TransitionSpec::describe(Fields& f) {
  f("latency", latency, "from the request of a point until it is in force").not_negative();
  f("energy", energy, "of the whole cluster").not_negative();
}

void BatterySpec::describe(Fields& f) {
  f("capacity", capacity, "when full; 1 Wh is 3600 J").required().positive();
  f("charge", charge, "when a run begins, of the capacity").between(0.0, 1.0);
  f("efficiency", efficiency, "of what leaves it, how much reaches the chip").between(0.01, 1.0);
}

void RailSpec::describe(Fields& f) {
  f("name", name, "of the rail").required();
  f("clusters", clusters, "that draw from it").required();
  f("cap", cap, "on its mean power; clusters are slowed to keep it").required().positive();
  f("period", period, "over which the mean is taken").positive();
}

void BackgroundSpec::describe(Fields& f) {
  f("name", name, "shown in the energy report").required();
  f("power", power, "drawn all the time").required().not_negative();
  f("source", source, "where its figures come from");
}

}  // namespace kairos
