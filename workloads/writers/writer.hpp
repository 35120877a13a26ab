// The interface of writers: a writer turns a workload into a file, as `kairos export` does.
#pragma once

#include <string>
#include <string_view>

#include "workloads/workload_config.hpp"

namespace kairos {

class Writer {
 public:
  static constexpr std::string_view kind = "writer";
  static constexpr std::string_view called = "export format";

  virtual ~Writer() = default;

  /// The text of the file. Throws InputError for a workload that the format cannot express.
  [[nodiscard]] virtual std::string write(const WorkloadConfig& workload) const = 0;
};

}  // namespace kairos
