// The time and the energy of the operations of an operator on the units of an element, which
// several cost models share.
#pragma once

#include <optional>

#include "platforms/compute_rates.hpp"
#include "workloads/task.hpp"

namespace kairos {

/// The time of a task with a demand at the cluster's highest operating point, without memory
/// traffic; empty if the units cannot execute it. See platforms/compute_rates.hpp for the formula.
std::optional<Duration> operator_time(const Task& task, const ComputeRates& rates);

/// The energy of the operations of a task at the cluster's highest operating point; zero for a task
/// without a demand.
Joules operation_energy(const Task& task, const ComputeRates& rates);

}  // namespace kairos
