// Reads job shops as static instances: machines are elements, and operations are tasks that only
// one element can run.
#pragma once

#include "experiments/static/static_instance.hpp"

namespace kairos {

/// Reads a file of job shops (workloads/readers/jobshop.cpp) or, if it is not one, of instances
/// (static_instance.hpp). Operation i of job j is a task that depends on operation i - 1; tasks are
/// numbered job by job. The unit of time is that of the file. Throws InputError.
std::vector<StaticInstance> read_static_problems(const std::filesystem::path& path);

}  // namespace kairos
