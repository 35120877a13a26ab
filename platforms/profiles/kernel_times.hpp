// Measured times of a cluster's kernels, which may depend on the shape of a task, from a file of
// measurements (the key `kernel_times` of a cluster).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "platforms/profiles/selection.hpp"
#include "platforms/profiles/shape_times.hpp"

namespace kairos {

/// The times of one kernel at the highest operating point.
struct KernelTimes {
  std::vector<std::string> axes;  ///< Names of the axes on which the time depends, sorted.
  std::vector<ShapeTime> times;
};

using KernelTable = std::map<std::string, KernelTimes>;

/// The times of the kernels of one unit. Throws InputError with the place of a mistake, also if the
/// file has several units.
std::shared_ptr<const KernelTable> read_kernel_times(const ProfileFile& file);

/// The times of a profile, all of whose times are of one unit.
KernelTable kernel_table(const Profile& profile);

}  // namespace kairos
