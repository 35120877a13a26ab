#include "workloads/times_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

namespace kairos {
namespace {

constexpr double every_size = -1;

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream rest(line + ",");
  for (std::string cell; std::getline(rest, cell, ',');) cells.push_back(trimmed(cell));
  return cells;
}

/// The unit of a column such as `time_us`; empty if the column is not a time in a unit.
std::string_view unit_of(std::string_view column) {
  for (const Unit& unit : units_of<Duration>().units) {
    if (column == "time_" + std::string(unit.name)) return unit.name;
  }
  return {};
}

bool is_time(std::string_view column) {
  return column == "time" || !unit_of(column).empty();
}

bool is_size(std::string_view column) {
  return column == "size" || column == "work" || column == "memory";
}

void check_header(std::span<const std::string> columns, const SourceLocation& place) {
  const auto has_one = [&](auto is_it) { return std::ranges::count_if(columns, is_it) == 1; };
  const bool is_complete =
      has_one([](const std::string& c) { return c == "operation"; }) && has_one(is_size) &&
      has_one([](const std::string& c) { return c == "element"; }) && has_one(is_time);
  if (is_complete && columns.size() == 4) return;
  throw InputError(place,
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

Duration time_in(const std::string& cell, const std::string& column) {
  const std::string_view unit = unit_of(column);
  const Duration time =
      parse<Duration>(unit.empty() ? cell : std::string(cell).append(" ").append(unit));
  if (time < Duration{}) {
    throw InputError("the time '" + cell + "' is negative; write zero or more");
  }
  return time;
}

}  // namespace

TimesTable::TimesTable(const FilePath& file) : file_(file.text) {
  std::istringstream lines(read_text_file(file.text, file.place));
  const auto name = std::make_shared<const std::string>(file.text);
  std::vector<std::string> columns;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
    const SourceLocation place{name, number, 1};
    const std::vector<std::string> cells = cells_of(line);
    if (!columns.empty()) {
      read_row(columns, cells, place);
      continue;
    }
    check_header(cells, place);
    columns = cells;
    by_memory_ = std::ranges::find(columns, "memory") != columns.end();
  }
  if (times_.empty()) {
    throw InputError({name, 0, 0},
                     "the table has no times; write one row per operation, size and element");
  }
}

void TimesTable::read_row(std::span<const std::string> columns, std::span<const std::string> cells,
                          const SourceLocation& place) {
  if (cells.size() != columns.size()) {
    throw InputError(place, "the row has " + std::to_string(cells.size()) + " cells; write " +
                                std::to_string(columns.size()) + ", separated by commas");
  }
  std::string operation, element;
  double size = every_size;
  Duration time;
  try {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (columns[i] == "operation") operation = cells[i];
      if (columns[i] == "element") element = cells[i];
      if (is_size(columns[i])) size = size_in(cells[i], by_memory_);
      if (is_time(columns[i])) time = time_in(cells[i], columns[i]);
    }
  } catch (const InputError& error) {
    throw InputError(place, error.what());
  }
  if (operation.empty() || element.empty()) {
    throw InputError(place, "the operation or the element is empty; name both");
  }
  if (!times_[operation][element].emplace(size, time).second) {
    throw InputError(place, "operation '" + operation + "' has two times of this size on '" +
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
