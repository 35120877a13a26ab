#include "sim/decision/decision_time_config.hpp"

#include "sim/base/find_by_name.hpp"

namespace kairos {

void DecisionTimeConfig::describe(Fields& f) {
  f("constant", constant,
    "simulated time of every scheduling pass in which the policy sends at least one task")
      .not_negative();
  f("per_task", per_task, "additional simulated time for every task that the policy sends")
      .not_negative();
  f("measured", measured,
    "slowdown of the chip's scheduler relative to this machine, times the measured processor time; "
    "results differ from run to run, unless 'kairos run --replay' uses the recorded times")
      .not_negative();
  f("host", host, "element on which scheduling passes run and take a slot (none if absent)");
}

DecisionTime DecisionTimeConfig::build(const Platform& platform) const {
  DecisionTime built{constant, per_task, measured, std::nullopt, nullptr};
  if (!host) return built;
  built.host = find_by_name<ElementId>(*host, "element", platform.elements, place);
  return built;
}

}  // namespace kairos
