#include "workloads/times_table.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

constexpr double every_size = -1;

bool is_size(std::string_view column) {
  return column == "size" || column == "work" || column == "memory";
}

void check_header(const CsvTable& table) {
  const auto has_one = [&](auto is_it) { return std::ranges::count_if(table.columns, is_it) == 1; };
  const bool is_complete =
      has_one([](const std::string& c) { return c == "operation"; }) && has_one(is_size) &&
      has_one([](const std::string& c) { return c == "element"; }) && has_one(is_time_column);
  if (is_complete && table.columns.size() == 4) return;
  throw InputError(table.header,
                   "the first line does not name the four columns of a table of times; write "
                   "'operation,size,element,time_us'");
}

double size_in(const std::string& cell, bool by_memory) {
  if (cell.empty()) return every_size;
  const bool is_plain = cell.find_first_not_of("0123456789.eE+-") == std::string::npos;
  const double size = is_plain    ? parse_number(cell)
                      : by_memory ? parse<Bytes>(cell).value()
                                  : parse<Operations>(cell).value();
  if (size < 0) throw InputError("the size '" + cell + "' is negative; write zero or more");
  return size;
}

}  // namespace

TimesTable::TimesTable(const FilePath& file) : file_(file.text) {
  const CsvTable table = read_csv(file);
  check_header(table);
  table.refuse_empty();
  by_memory_ = table.find("memory").has_value();
  for (const CsvTable::Row& row : table.rows) read_row(table.columns, row);
}

void TimesTable::read_row(std::span<const std::string> columns, const CsvTable::Row& row) {
  std::string operation, element;
  double size = every_size;
  Duration time;
  try {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i] == "operation") operation = row.cells[i];
      if (columns[i] == "element") element = row.cells[i];
      if (is_size(columns[i])) size = size_in(row.cells[i], by_memory_);
      if (is_time_column(columns[i])) time = time_in(row.cells[i], columns[i]);
    }
  } catch (const InputError& error) {
    throw InputError(row.place, error.what());
  }
  if (operation.empty() || element.empty()) {
    throw InputError(row.place, "the operation or the element is empty; name both");
  }
  if (!times_[operation][element].emplace(size, time).second) {
    throw InputError(row.place, "operation '" + operation + "' has two times of this size on '" +
                                    element + "'; keep one of them");
  }
}

void TimesTable::complete(Task& task) const {
  const auto operation = times_.find(task.kernel);
  if (operation == times_.end()) return;
  for (const auto& [element, by_size] : operation->second) {
    if (!task.times.contains(element)) task.times[element] = time_of(task, element, by_size);
  }
}

Duration TimesTable::time_of(const Task& task, const std::string& element,
                             const BySize& times) const {
  const double size = by_memory_ ? task.memory.value() : task.work.value();
  const auto above = times.lower_bound(size);
  if (above != times.end() && above->first == size) return above->second;
  const auto any = times.find(every_size);
  const auto first = any == times.end() ? times.begin() : std::next(times.begin());
  if (above != times.end() && above != first) {
    const auto& [low, shorter] = *std::prev(above);
    const auto& [high, longer] = *above;
    const double part = (size - low) / (high - low);
    const double from = static_cast<double>(shorter.picoseconds());
    const double to = static_cast<double>(longer.picoseconds());
    return Duration::picoseconds(std::llround(from + part * (to - from)));
  }
  if (any != times.end()) return any->second;
  throw InputError("task '" + task.name + "' has the size " + shortest(size) + ", but '" + file_ +
                   "' has times of '" + task.kernel + "' on '" + element + "' for sizes from " +
                   shortest(times.begin()->first) + " to " + shortest(times.rbegin()->first) +
                   " only; add a row for this size");
}

std::shared_ptr<const TimesTable> read_times(const FilePath& file) {
  return file.empty() ? nullptr : std::make_shared<const TimesTable>(file);
}

}  // namespace kairos
