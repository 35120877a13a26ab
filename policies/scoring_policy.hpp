// The base of policies that send the oldest ready task to the element with the lowest score.
#pragma once

#include "policies/policy.hpp"

namespace kairos {

/// `Score` is any type with operator <. Ties go to the element with the lowest id.
template <class Score>
class ScoringPolicy : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) final {
    const TaskRef task = view.ready().front();
    const auto elements = view.elements_for(task);
    ElementId best = elements.front();
    Score lowest = score(task, best, view);
    for (const ElementId element : elements.subspan(1)) {
      const Score s = score(task, element, view);
      if (s < lowest) {
        lowest = s;
        best = element;
      }
    }
    return Decision{task, best};
  }

 private:
  virtual Score score(TaskRef task, ElementId element, const SystemView& view) = 0;
};

}  // namespace kairos
