// The columns of a comparison for readers, independent of the format of the table.
#pragma once

#include <string>
#include <vector>

#include "experiments/report/comparison.hpp"

namespace kairos {

/// One metric at one sweep point, for all policies.
struct TableColumn {
  struct Cell {
    std::string value;   ///< An estimate, as in "12.3±0.6".
    std::string change;  ///< Change from the baseline, as in "-12.3 %"; may be empty.
    bool is_best = false;
  };

  std::string heading;      ///< A heading, as in "latency p99 ms".
  std::vector<Cell> cells;  ///< One cell per policy.
};

TableColumn column_of(const Comparison& comparison, std::size_t point, std::size_t metric);

/// True if any run of the policy at the sweep point has ended, with or without success.
bool has_row(const Comparison& comparison, std::size_t point, std::size_t policy);

/// The policy with remarks, as in "heft (baseline) (2 failed)".
std::string row_name(const Comparison& comparison, std::size_t point, std::size_t policy);

/// Lines that explain the signs in the table and state how many runs failed; may be empty.
std::vector<std::string> notes_of(const Comparison& comparison);

}  // namespace kairos
