// The time of a task by the measured shapes of its kernel (the key `kernel_times` of a cluster).
//
// Each axis of the measurements has an extent for the task: `work` and `memory` are its own, others
// are those of its operator. A task that is not an operator has its `work` as the extent of the
// only axis: a task of 128 op takes the time of 128 tokens.
#pragma once

#include <optional>

#include "platforms/platform.hpp"
#include "workloads/task.hpp"

namespace kairos {

/// The time at the cluster's highest operating point; empty if its kernel was not measured. Throws
/// InputError, without a place, if the measured shapes do not enclose that of the task.
std::optional<Duration> profiled_time(const Task& task, const Cluster& cluster);

}  // namespace kairos
