// The document of a quality table, which compares policies on static instances: random graphs and
// applications, each as a single job on an empty chip.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment.hpp"
#include "workloads/instance_generator.hpp"

namespace kairos {

/// A source of instances: either a generator that draws one graph per seed, or a workload on a
/// platform, each of whose applications is one instance.
struct InstancesSpec {
  std::string name;
  std::optional<Choice<InstanceGenerator>> generator;
  std::optional<PlatformSpec> platform;
  std::optional<WorkloadSpec> workload;
  Choice<CostModel> cost{"measured"};
  Place place;

  void describe(Fields& f);
  void check(const Place& where) const;
};

struct QualitySpec {
  std::string name, description, baseline;
  std::vector<InstancesSpec> instances;
  std::vector<PolicySpec> policies;
  Seeds seeds;
  Place place;

  void describe(Fields& f);
  void check(const Place& where) const;
  /// The policy that others are compared with.
  [[nodiscard]] const std::string& reference() const {
    return baseline.empty() ? policies.front().label : baseline;
  }
};

/// True if the document has `instances`.
bool is_quality(const Value& document);

/// Replaces the references of the instances by the documents they name and applies the assignments.
/// The result is not yet checked.
Value resolve_quality(Value document, const std::vector<std::string>& assignments);

}  // namespace kairos
