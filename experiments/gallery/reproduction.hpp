// The gallery after its runs: the compared rows of several experiments, and their summary.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "experiments/gallery/compared_row.hpp"
#include "experiments/gallery/gallery_files.hpp"

namespace kairos {

struct ReproducedExperiment {
  std::string name, description;
  std::vector<ComparedRow> rows;
};

/// Counts of rows and the mean error of those with a published value other than zero.
struct RowCounts {
  std::size_t rows = 0, passed = 0;
  std::size_t with_error = 0;
  double sum_of_errors = 0;  ///< Sum of |difference| / |published|.

  [[nodiscard]] double mean_error() const {
    return sum_of_errors / static_cast<double>(with_error);
  }
};

struct Reproduction {
  std::vector<ReproducedExperiment> experiments;
  std::vector<std::string> left_out;  ///< Names of slow experiments that did not run.

  /// The rows by kind, in the order of the kinds; kinds without rows are absent.
  [[nodiscard]] std::map<ExpectKind, RowCounts> by_kind() const;
  /// True if all rows that count have passed.
  [[nodiscard]] bool passes() const;
};

/// Runs the experiments on up to `workers` threads and compares their rows. With `leaves_out_slow`,
/// experiments with `slow: true` are left out. Equal files give equal results, whatever the number
/// of threads. Throws InputError if a file cannot be read, or if its rows are wrong.
Reproduction reproduce(const std::vector<GalleryEntry>& entries, std::size_t workers,
                       bool leaves_out_slow);

}  // namespace kairos
