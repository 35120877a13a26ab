// A quality table as a list of runs: instances x policies.
#pragma once

#include <functional>
#include <memory>
#include <mutex>

#include "experiments/quality/quality_spec.hpp"
#include "experiments/run_record.hpp"

namespace kairos {

/// One instance; all policies share it.
class QualityInstance {
 public:
  explicit QualityInstance(std::function<Scenario()> build) : build_(std::move(build)) {}

  /// Built anew for each run: a thousand at a time would not fit.
  [[nodiscard]] Scenario scenario() const { return build_(); }
  /// A lower bound on the makespan, worked out when it is first asked for.
  [[nodiscard]] Time bound() const;

 private:
  std::function<Scenario()> build_;
  mutable std::once_flag bounded_;
  mutable Time bound_;
};

struct QualityRun {
  RunKey key;  ///< Its point says the source and the instance.
  std::shared_ptr<const QualityInstance> instance;
  Choice<Policy> policy;
};

/// A quality table that is ready to run.
struct Quality {
  QualitySpec spec;
  std::string configuration;       ///< The resolved document, as YAML.
  std::string configuration_hash;  ///< XXH3 of it, in hex.
  std::vector<QualityRun> runs;    ///< All policies on one instance, then on the next.
};

/// Checks everything that can be checked without running; throws InputError.
Quality expand_quality(const Value& tree);

/// The metrics makespan_s, lower_bound_s and proved; wall_seconds is the time in the policy.
Outcome run(const QualityRun& spec);

}  // namespace kairos
