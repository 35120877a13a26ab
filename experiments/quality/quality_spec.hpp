// A quality table as a document describes it: policies on many static instances, random graphs and
// applications, each a job alone on an empty chip.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment.hpp"
#include "workloads/instance_generator.hpp"

namespace kairos {

/// Where instances come from: a generator draws one graph per seed, or a workload gives each of its
/// applications once, on a platform.
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

/// True for a document that has `instances`.
bool is_quality(const Value& document);

/// Follows the references of the instances and lays the assignments over the document. The tree is
/// not yet checked.
Value resolve_quality(Value document, const std::vector<std::string>& assignments);

}  // namespace kairos
