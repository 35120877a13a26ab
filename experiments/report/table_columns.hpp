// The columns of a comparison as people read them, whatever the format of the table.
#pragma once

#include <string>
#include <vector>

#include "experiments/report/comparison.hpp"

namespace kairos {

/// One metric at one sweep point, for all policies.
struct TableColumn {
  struct Cell {
    std::string value;   ///< "12.3±0.6"
    std::string change;  ///< Against the baseline, "-12.3 %"; empty where there is none.
    bool is_best = false;
  };

  std::string heading;      ///< "latency p99 ms"
  std::vector<Cell> cells;  ///< By policy.
};

TableColumn column_of(const Comparison& comparison, std::size_t point, std::size_t metric);

/// True if some run of the policy at the sweep point ended, well or not.
bool has_row(const Comparison& comparison, std::size_t point, std::size_t policy);

/// "heft (baseline) (2 failed)"
std::string row_name(const Comparison& comparison, std::size_t point, std::size_t policy);

/// What the signs in the table mean and how many runs failed: sentences, each on a line of its own,
/// or nothing.
std::vector<std::string> notes_of(const Comparison& comparison);

}  // namespace kairos
