// What one run of an experiment was and what came out of it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/events/event.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

/// What came out of a run. Everything but the metrics marked as not repeatable and wall_seconds is
/// the same for the same specification.
struct Outcome {
  std::vector<Metric> metrics;
  std::uint64_t fingerprint = 0;
  std::vector<TaskFinished> tasks;  ///< By time of finish; only when asked for.
  double wall_seconds = 0;
};

/// Where a run stands in its experiment.
struct RunKey {
  std::size_t index = 0;  ///< Position in the sweep, from 0.
  std::string policy;     ///< The label of the policy, unique in the experiment.
  std::vector<std::pair<std::string, std::string>> point;  ///< Swept key and its value as text.
  std::uint64_t seed = 0;
  std::string hash;  ///< Of the resolved configuration of this run: equal hash, equal outcome.
};

struct RunRecord {
  RunKey key;
  Outcome outcome;
};

/// Where results come from: enough to make them again.
struct Provenance {
  std::string version, git_commit, build_type, compiler, packages;
  std::string host, started;       ///< ISO 8601, UTC.
  std::string experiment;          ///< Name.
  std::string configuration;       ///< The resolved experiment, as YAML.
  std::string configuration_hash;  ///< XXH3 of it, in hex.
};

}  // namespace kairos
