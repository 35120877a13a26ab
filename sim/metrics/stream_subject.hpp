// The names of streams in results.
#pragma once

#include <algorithm>
#include <string>

#include "workloads/workload.hpp"

namespace kairos {

/// The subject of the metrics of a stream: its name, or "stream NAME" if an application has the
/// same name.
inline std::string stream_subject(const Stream& stream, const Workload& workload) {
  const bool is_taken = std::ranges::find(workload.applications, stream.name, &Application::name) !=
                        workload.applications.end();
  return (is_taken ? "stream " : "") + stream.name;
}

}  // namespace kairos
