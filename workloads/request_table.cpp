#include "workloads/request_table.hpp"

#include <charconv>
#include <cmath>

#include "workloads/models/call.hpp"

namespace kairos {
namespace {

std::size_t find_column(const CsvTable& table, const std::string& name, const std::string& header) {
  if (const auto position = table.find(name)) return *position;
  throw InputError(table.header, "the column '" + name +
                                     "' is missing; begin the file with a line that names its "
                                     "columns, such as '" +
                                     header + "'");
}

/// One cell of a row, with the name of its column for messages.
struct Cell {
  const CsvTable::Row& row;
  std::string column;
  const std::string& text;

  [[nodiscard]] InputError refusal(const std::string& what) const {
    return InputError(row.place, "column '" + column + "': " + what);
  }
};

std::int64_t tokens_in(const Cell& cell, std::int64_t least) {
  std::int64_t tokens = 0;
  const char* last = cell.text.data() + cell.text.size();
  const auto [end, error] = std::from_chars(cell.text.data(), last, tokens);
  const bool is_whole = error == std::errc{} && end == last;
  if (is_whole && least <= tokens && tokens <= Call::most_tokens) return tokens;
  throw cell.refusal("'" + cell.text + "' is not a number of tokens; write a whole number from " +
                     std::to_string(least) + " to " + std::to_string(Call::most_tokens));
}

Duration seconds_in(const std::string& text) {
  constexpr double largest = 9.2e18;
  const double picoseconds = parse_number(text) * picoseconds_per_second;
  if (!(std::abs(picoseconds) < largest)) throw_time_overflow();
  return Duration::picoseconds(std::llround(picoseconds));
}

Time arrival_in(const Cell& cell) {
  const bool is_plain = cell.text.find_first_not_of("0123456789.eE+-") == std::string::npos;
  Duration since_start;
  try {
    since_start = is_plain ? seconds_in(cell.text) : parse<Duration>(cell.text);
  } catch (const InputError& error) {
    throw cell.refusal(error.what());
  }
  if (since_start >= Duration{}) return Time(since_start);
  throw cell.refusal("'" + cell.text + "' is negative; write zero or more");
}

std::vector<TableRequest> read_tokens(const CsvTable& table, const std::string& header) {
  const std::size_t prompt = find_column(table, "prompt", header);
  const std::size_t output = find_column(table, "output", header);
  table.refuse_empty();
  std::vector<TableRequest> requests;
  requests.reserve(table.rows.size());
  for (const CsvTable::Row& row : table.rows) {
    requests.push_back({{},
                        tokens_in({row, "prompt", row.cells[prompt]}, 1),
                        tokens_in({row, "output", row.cells[output]}, 0)});
  }
  return requests;
}

}  // namespace

std::vector<TableRequest> read_requests(const FilePath& file) {
  return read_tokens(read_csv(file), "prompt,output");
}

std::vector<TableRequest> read_request_trace(const FilePath& file) {
  const std::string header = "arrival,prompt,output";
  const CsvTable table = read_csv(file);
  const std::size_t arrival = find_column(table, "arrival", header);
  for (const char* const name : {"deadline", "deadlines"}) {
    if (!table.find(name)) continue;
    throw InputError(table.header, "the column '" + std::string(name) +
                                       "' has no effect; leave it out, and give the stream or the "
                                       "application a 'deadline', which counts from the arrival of "
                                       "each request");
  }
  std::vector<TableRequest> requests = read_tokens(table, header);
  Time before;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const Cell cell{table.rows[i], "arrival", table.rows[i].cells[arrival]};
    requests[i].arrival = arrival_in(cell);
    if (requests[i].arrival < before) {
      throw cell.refusal("'" + cell.text +
                         "' is before the arrival of the row above; sort the rows by 'arrival'");
    }
    before = requests[i].arrival;
  }
  return requests;
}

}  // namespace kairos
