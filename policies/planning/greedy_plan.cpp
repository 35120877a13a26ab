#include "policies/planning/greedy_plan.hpp"

namespace kairos {

void OpenPlacements::update(TaskId task) {
  constexpr PlannedTask none{{}, {}, Time::never(), Time::never(), 0};
  OpenPlacement& placement = of_[task];
  placement = {none, none};
  for (const ElementId element : problem_.elements_for(task)) {
    const PlannedTask planned = open_.append(task, element);
    if (key(planned) < key(placement.best)) {
      placement.second = placement.best;
      placement.best = planned;
    } else if (key(planned) < key(placement.second)) {
      placement.second = planned;
    }
  }
}

void OpenPlacements::update_after(ElementId taken) {
  for (const TaskId task : open_.all().first(open_.all().size() - open_.fresh().size())) {
    const OpenPlacement& placement = of_[task];
    if (placement.best.element == taken || placement.second.element == taken) update(task);
  }
}

}  // namespace kairos
