// A stream of jobs in a workload document, and its conversion to a Stream.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/fields.hpp"
#include "workloads/workload.hpp"

namespace kairos {

/// The stream that another one follows, as in `after: {stream: camera}`.
struct AfterConfig {
  std::string stream;
  bool each = false;
  double probability = 1;
  Duration delay;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

struct StreamConfig {
  std::string name;
  std::map<std::string, double> mix;
  std::optional<Choice<ArrivalProcess>> arrivals;
  std::optional<std::uint64_t> jobs;
  std::optional<Duration> until;
  std::optional<Duration> deadline;
  std::optional<AfterConfig> after;
  DropRule drop = DropRule::never;
  std::optional<Choice<Session>> session;
  std::optional<CacheRule> on_memory_full;
  std::optional<Objective> objective;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

/// Builds the streams of a workload, whose applications must have been built. Throws InputError
/// with the place of an error, such as an unknown name, an endless stream or streams that follow
/// each other in a circle.
IdVector<StreamId, Stream> build_streams(const std::vector<StreamConfig>& configs,
                                         const Workload& workload);

}  // namespace kairos
