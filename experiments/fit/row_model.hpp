// What Kairos' models say about measured rows:
//
//   power    the power that the energy meter computes for a cluster at a clock, with a number of
//            busy elements; leakage counts at the temperature of the row, or else at `included_at`
//   time     the time of a kernel on an element alone, as tasks take it in a run
//   metric   a metric of a run of a workload under a policy (seed 1)
//
// How far to trust it: exactly as far as the models, which are those of every run.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "experiments/fit/measured_row.hpp"
#include "platforms/platform.hpp"
#include "sim/base/value.hpp"
#include "workloads/workload.hpp"

namespace kairos {

class RowModel {
 public:
  /// Throws InputError with the place of a row whose workload does not exist.
  explicit RowModel(std::vector<MeasuredRow> rows);

  [[nodiscard]] const std::vector<MeasuredRow>& rows() const { return rows_; }
  /// The value of every row on a platform, in the unit of its measured value. Throws InputError if
  /// the platform is invalid, or, with the place of the row, if it lacks what a row names.
  [[nodiscard]] std::vector<double> values(const Value& platform) const;

 private:
  [[nodiscard]] double value(const MeasuredRow& row, const Platform& platform,
                             const Value& document) const;
  [[nodiscard]] double metric(const MeasuredRow& row, const Value& document) const;

  std::vector<MeasuredRow> rows_;
  std::map<std::string, Value> workloads_;  ///< Resolved documents, by the names in the rows.
};

}  // namespace kairos
