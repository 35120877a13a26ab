// Reads what a plot of a sweep shows out of its records: what varies, and estimates over seeds.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "experiments/report/statistics.hpp"
#include "experiments/run_record.hpp"

namespace kairos {

struct Series {
  std::string policy;  ///< Or what else tells it from the others.
  std::map<double, Estimate95> by_x;
};

/// What is on the x axis: a swept key with its values, or nothing when the key is empty.
struct Sweeping {
  std::string key, unit;
  std::vector<std::string> values;  ///< In order of appearance.
  std::vector<double> numbers;      ///< Of each value; empty: categories.
};

/// The first key with numbers, else the first key, among those that take several values.
Sweeping choose_key(std::span<const RunRecord> records);

/// By policy, in order of appearance. Other keys than the swept one keep the values they have in
/// the first record; where there is one policy alone, their values make the series.
std::vector<Series> read_series(std::span<const RunRecord> records, const Sweeping& sweeping,
                                const std::string& metric_name);

/// What read_series() keeps at the first record's though it varies: "chip = phone".
std::string kept_values(std::span<const RunRecord> records, const Sweeping& sweeping);

}  // namespace kairos
