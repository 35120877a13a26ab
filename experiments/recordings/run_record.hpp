// The key, outcome and provenance of one run of an experiment.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/events/event.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

/// The data that a picture of a run is drawn from. Only the code that made the bytes reads them.
struct Recording {
  std::string kind;
  std::string bytes;
};

/// The outcome of a run. Equal specifications give equal outcomes, except for wall_seconds and the
/// metrics marked as not repeatable.
struct Outcome {
  std::vector<Metric> metrics;
  std::uint64_t fingerprint = 0;
  std::vector<TaskFinished> tasks;  ///< Sorted by finish time; empty unless requested.
  std::vector<Recording> recordings;
  double wall_seconds = 0;
  std::string failure;  ///< The reason why the run ended early; empty if it finished.
};

/// Identifies a run within its experiment.
struct RunKey {
  std::size_t index = 0;  ///< Position in the sweep, counted from 0.
  std::string policy;     ///< Label of the policy, unique in the experiment.
  std::vector<std::pair<std::string, std::string>> point;  ///< Swept keys and values.
  std::uint64_t seed = 0;
  std::string hash;  ///< Hash of the resolved configuration: equal hashes, equal outcomes.
};

struct RunRecord {
  RunKey key;
  Outcome outcome;
};

/// A run that ended early, with the reason.
struct FailedRun {
  RunKey key;
  std::string message;
};

/// The origin of results: enough to reproduce them.
struct Provenance {
  std::string version, git_commit, build_type, compiler, packages;
  std::string host, started;       ///< `started` is in ISO 8601, UTC.
  std::string experiment;          ///< Name of the experiment.
  std::string configuration;       ///< The resolved experiment as YAML.
  std::string configuration_hash;  ///< XXH3 hash of `configuration`, in hexadecimal.
};

}  // namespace kairos
