// Power modes: limits on a platform that firmware sets, such as nvpmodel on a Jetson.
//
//   elements of a cluster    the first `count` stay
//   clock of a cluster       points above `frequency` are gone
//   units of an element      a share of its throughput and of its power stays
//   bandwidth of a memory    a share of it and of its agents' rates stays
//
// Example: the GPU of an Orin at 624.75 of 1301 MHz with half of its units does 24 % of the work.
//
// How far to trust it: units that are off draw and leak nothing, and throughput is proportional to
// the units. The budget in watts that gives a mode its name is not enforced; on the chip, too, the
// clocks alone do not enforce it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

struct PlatformConfig;
struct ClusterConfig;
struct Cluster;

struct ClusterLimit {
  std::optional<std::uint64_t> count;
  std::optional<Hertz> frequency;
  double units = 1;
  SourceLocation place;

  void describe(Fields& f);
};

struct ModeConfig {
  std::map<std::string, ClusterLimit> clusters;
  std::map<std::string, double> memory;
  SourceLocation place;

  void describe(Fields& f);
};

/// Applies all limits of the platform's `mode` except the clocks. Throws InputError if the mode, a
/// cluster or a memory does not exist, or if the mode keeps more elements than there are.
PlatformConfig in_mode(const PlatformConfig& config);

/// Removes the operating points that the mode does not allow. Measured times then refer to the
/// highest remaining point.
void limit_clock(Cluster& cluster, const PlatformConfig& config);

}  // namespace kairos
