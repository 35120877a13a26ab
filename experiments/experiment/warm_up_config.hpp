// The warm-up of an experiment's runs: a time, or numbers of jobs.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/base/fields.hpp"
#include "sim/state/warm_up.hpp"
#include "workloads/workload.hpp"

namespace kairos {

struct WarmUpConfig {
  Duration time;
  std::uint64_t jobs = 0;
  std::map<std::string, std::uint64_t> streams;  ///< Numbers of jobs of single streams.
  SourceLocation place;

  /// Throws InputError if a stream is unknown.
  [[nodiscard]] WarmUp build(const Workload& workload) const;
};

/// Written as a time, such as 10 ms, or as a map such as {jobs: 200}.
template <>
struct Codec<WarmUpConfig> {
  static void read(const Value& from, WarmUpConfig& to);
  static Value write(const WarmUpConfig& value);
  static Schema schema();
};

}  // namespace kairos
