// Execution times by operation, size and element, measured elsewhere and kept in a CSV file:
//
//   operation,size,element,time_us
//   fft,1024,cpu,118
//   fft,4096,cpu,560
//   fft,,dsp,40
//
// The operation is the kernel of a task, the element is the name or the kind of a cluster. The size
// is the `work` of a task; if the column is called `memory`, it is the `memory` of a task. A row
// without a size holds for tasks of every size. The last column is `time`, with a unit in each row,
// or `time_s`, `time_ms`, `time_us` or `time_ns`. The columns may stand in any order.
//
// Between two sizes the time is interpolated linearly: an FFT of 2048 operations takes
// 118 + (560 - 118) * 1024 / 3072 = 265.33 us. Times are not extrapolated, because a curve that was
// not measured may bend: a size outside of the rows of its operation and element is an error.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include "sim/base/csv.hpp"
#include "workloads/task.hpp"

namespace kairos {

class TimesTable {
 public:
  /// Reads the file. Throws InputError with the line of a mistake.
  explicit TimesTable(const FilePath& file);

  /// Adds the times of a task's operation on the elements for which the task has no time yet.
  /// Throws InputError, without a place, if the table does not span the size of the task.
  void complete(Task& task) const;

 private:
  using BySize = std::map<double, Duration>;

  void read_row(std::span<const std::string> columns, const CsvTable::Row& row);
  [[nodiscard]] Duration time_of(const Task& task, const std::string& element,
                                 const BySize& times) const;

  std::string file_;
  bool by_memory_ = false;  ///< True if the size of a task is its memory, not its work.
  /// Indexed by operation and element. A time that holds for every size has the size -1.
  std::map<std::string, std::map<std::string, BySize>> times_;
};

/// Reads the table of a file; null if no file is named. Throws InputError.
std::shared_ptr<const TimesTable> read_times(const FilePath& file);

}  // namespace kairos
