// Extracts the data of a sweep's plot from its records: the varied key, and estimates over seeds.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "experiments/recordings/run_record.hpp"
#include "experiments/statistics/statistics.hpp"

namespace kairos {

struct Series {
  std::string policy;  ///< The policy, or other values that distinguish the series.
  std::map<double, Estimate95> by_x;
};

/// The x axis: a swept key with its values, or nothing if the key is empty.
struct Sweeping {
  std::string key, unit;
  std::vector<std::string> values;  ///< Sorted by first appearance.
  std::vector<double> numbers;  ///< The number in each value; empty if the values are categories.
};

/// Chooses among the keys with several values the first one with numbers, or else the first one.
Sweeping choose_key(std::span<const RunRecord> records);

/// One series per policy, in order of appearance. Other swept keys keep the values of the first
/// record; if there is only one policy, their values form the series.
std::vector<Series> read_series(std::span<const RunRecord> records, const Sweeping& sweeping,
                                const std::string& metric_name);

/// Varied keys that read_series() keeps at the first record's value, as in "chip = phone".
std::string kept_values(std::span<const RunRecord> records, const Sweeping& sweeping);

}  // namespace kairos
