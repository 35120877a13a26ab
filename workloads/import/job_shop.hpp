// Job-shop instances and their file formats (see workloads/readers/jobshop.cpp).
#pragma once

#include <vector>

#include "workloads/readers/reader.hpp"

namespace kairos {

struct JobShop {
  /// The time of an operation is in units of the file.
  struct Operation {
    std::size_t machine = 0;
    double time = 0;
    SourceLocation place;
  };
  std::string name;
  std::size_t machines = 0;
  std::vector<std::vector<Operation>> jobs;
  SourceLocation place;
};

/// True if a text or JSON file has one of the formats.
bool holds_job_shops(const Reader::Source& source);

/// The instances of a file. Throws InputError with the line of a mistake.
std::vector<JobShop> read_job_shops(const Reader::Source& source);

}  // namespace kairos
