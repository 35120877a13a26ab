// The document of a quality table, which compares policies on static instances: random graphs and
// applications, each as a single job on an empty chip.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/experiment_config.hpp"
#include "workloads/instance_generator.hpp"

namespace kairos {

/// A source of instances: either a generator that draws one graph per seed, or a workload on a
/// platform, each of whose applications is one instance.
struct InstancesConfig {
  std::string name;
  std::optional<Choice<InstanceGenerator>> generator;
  std::optional<PlatformConfig> platform;
  std::optional<WorkloadConfig> workload;
  Choice<CostModel> cost{"measured"};
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

struct QualityConfig {
  std::string name, description, baseline;
  std::vector<InstancesConfig> instances;
  std::vector<PolicyConfig> policies;
  Seeds seeds;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  /// The policy that others are compared with.
  [[nodiscard]] const std::string& reference() const {
    return baseline.empty() ? policies.front().label : baseline;
  }
};

/// Replaces the references of the instances by the documents they name and applies the assignments.
/// The result is not yet checked.
Value resolve_quality(Value document, const std::vector<std::string>& assignments);

}  // namespace kairos
