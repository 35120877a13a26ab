#include "sim/decision/decision_time_config.hpp"

#include <algorithm>

namespace kairos {

void DecisionTimeConfig::describe(Fields& f) {
  f("constant", constant, "of every pass in which the policy sends something").not_negative();
  f("per_task", per_task, "more for every task that it sends").not_negative();
  f("measured", measured,
    "times the wall-clock time in the policy, how much slower the chip's scheduler is than this "
    "machine; results then differ from run to run")
      .not_negative();
  f("host", host, "the element that the scheduler keeps busy (none of the chip's if absent)");
}

DecisionTime DecisionTimeConfig::build(const Platform& platform) const {
  DecisionTime built{constant, per_task, measured, std::nullopt};
  if (!host) return built;
  std::vector<std::string> names;
  for (const ProcessingElement& element : platform.elements) names.push_back(element.name);
  const auto found = std::ranges::find(names, *host);
  if (found == names.end()) throw InputError(place, unknown_name("element", *host, names));
  built.host = static_cast<ElementId>(found - names.begin());
  return built;
}

}  // namespace kairos
