// Measurements to which constants of a platform are fitted: a CSV table with a row for each.
//
//   cluster,frequency,busy,quantity,value,held_out
//   big,1.8 GHz,1,power_w,0.92,
//   big,1.8 GHz,4,power_w,3.1,yes
//
// docs/platforms.md explains the columns.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/file.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/temperature.hpp"

namespace kairos {

struct MeasuredRow {
  enum class Kind {
    power,   ///< Power of a cluster with `busy` busy elements.
    time,    ///< Time of a kernel on an element of a cluster.
    metric,  ///< Metric of a run of a workload.
  };
  Kind kind = Kind::power;
  std::string cluster;             ///< Cluster of a power or time, or whose clock a run sets.
  std::optional<Hertz> frequency;  ///< The highest operating point if absent.
  std::uint64_t busy = 1;
  std::optional<Temperature> temperature;  ///< Temperature of the cluster, for its leakage.
  std::string kernel;
  Operations work;
  Bytes memory;
  std::string cost;                 ///< Cost model; chosen by what the cluster has if empty.
  std::string workload, policy;     ///< The workload is a name or a path relative to the table.
  std::string metric, application;  ///< Metric of the whole run if `application` is empty.
  double value = 0;                 ///< Measured value in watts, seconds or the metric's unit.
  bool is_held_out = false;
  SourceLocation place;
};

/// Reads the rows of a table. Throws InputError with the line and column of a mistake.
std::vector<MeasuredRow> read_measured_rows(const FilePath& file);

/// Holds out a share of the rows, evenly spread: row i, counted from 0, if floor((i + 1) share)
/// exceeds floor(i share). Half of four rows are those with i = 1 and i = 3. Throws InputError if
/// the table has chosen rows already.
void hold_out(std::vector<MeasuredRow>& rows, double share);

}  // namespace kairos
