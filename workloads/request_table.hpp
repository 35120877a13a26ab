// Reads tables of requests to a language model: CSV files with the columns `prompt` and `output`,
// both in tokens. Traces have the column `arrival` besides. Other columns are ignored.
//
//   arrival,prompt,output
//   250 ms,374,44
//   0.8,396,109
//
// An arrival is an instant with a unit, or a number of seconds without one, which is rounded to
// whole picoseconds.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/csv.hpp"

namespace kairos {

struct TableRequest {
  Time arrival;  ///< Zero if the table is not read as a trace.
  std::int64_t prompt = 0;
  std::int64_t output = 0;
};

/// The requests of a table, at least one. Throws InputError with the line and the column if a
/// number of tokens is not whole, or not between 1 (an output: 0) and Call::most_tokens.
std::vector<TableRequest> read_requests(const FilePath& file);

/// The requests of a trace. Throws InputError as well if arrivals are negative or not in order.
std::vector<TableRequest> read_request_trace(const FilePath& file);

}  // namespace kairos
