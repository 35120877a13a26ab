#include "sim/decision/system_view.hpp"

namespace kairos {

Placement TaskView::best_estimate(const EqualElements& equal, Duration duration) const {
  Placement best{equal.first, {Time::never(), Time::never()}};
  for (const ElementId e : equal.all()) {
    if (!element_state(e).up) continue;
    const Placement there{e, estimate(e, duration)};
    if (there.estimate.finish < best.estimate.finish) best = there;
  }
  return best;
}

}  // namespace kairos
