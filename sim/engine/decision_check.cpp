#include "sim/engine/decision_check.hpp"

#include <stdexcept>
#include <string>

namespace kairos {

void refuse(const Decision& decision, Time now, const char* why) {
  throw std::logic_error("task " + std::to_string(index(decision.task.task)) + " of job " +
                         std::to_string(index(decision.task.job)) + " cannot be sent to element " +
                         std::to_string(index(decision.element)) + " at " +
                         format(now.since_start()) + ": " + why);
}

}  // namespace kairos
