#include "sim/engine/transient_errors.hpp"

#include <cmath>

namespace kairos {

bool TransientErrors::is_wrong(TaskHandle task, ElementId element, Duration time_spent) {
  const ErrorRate& rate = context_.scenario.faults.errors[element];
  if (rate.is_zero()) return false;
  const auto found = wrong_results_.find(task.ref());
  const std::uint64_t before = found == wrong_results_.end() ? 0 : found->second;
  const double right =
      (1 - rate.per_execution) * std::exp(-rate.rate.value() * time_spent.seconds());
  const std::uint64_t number = task.job().job.key << 32U | index(task.id());
  Random draws = Random::stream(context_.scenario.seed, "errors", number, before);
  if (draws.uniform() < right) return false;
  wrong_results_[task.ref()] = before + 1;
  return true;
}

}  // namespace kairos
