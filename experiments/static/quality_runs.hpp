// Expands a quality table into its runs: instances x policies.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "experiments/recordings/run_record.hpp"
#include "experiments/static/quality_config.hpp"

namespace kairos {

/// An instance, shared by all policies.
class QualityInstance {
 public:
  explicit QualityInstance(std::function<Scenario()> build) : build_(std::move(build)) {}

  /// Builds the scenario anew for each run, because a thousand of them would not fit into memory.
  [[nodiscard]] Scenario scenario() const { return build_(); }
  /// A lower bound on the makespan, computed at the first call.
  [[nodiscard]] Time bound() const;

 private:
  std::function<Scenario()> build_;
  mutable std::once_flag bounded_;
  mutable Time bound_;
};

struct QualityRun {
  RunKey key;  ///< Its point holds the names of the source and of the instance.
  std::shared_ptr<const QualityInstance> instance;
  Choice<Policy> policy;
};

/// A quality table that is ready to run.
struct Quality {
  QualityConfig config;
  std::string configuration;       ///< The resolved document as YAML.
  std::string configuration_hash;  ///< XXH3 hash of `configuration`, in hexadecimal.
  std::vector<QualityRun> runs;    ///< All policies on the first instance, then on the next.
};

/// Checks everything that can be checked without running. Throws InputError.
Quality expand_quality(const Value& tree);

/// Executes a run. The metrics are makespan_s, lower_bound_s, proved and copies_allowed;
/// wall_seconds is the time spent in the policy.
Outcome run(const QualityRun& config);

}  // namespace kairos
