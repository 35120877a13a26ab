// An experiment as a document describes it: what runs where, under which policies, how often.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/draw/domain.hpp"
#include "experiments/sweep_spec.hpp"
#include "platforms/platform_spec.hpp"
#include "policies/policy.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/noise_model.hpp"
#include "sim/decision/decision_time_config.hpp"
#include "sim/faults/fault_config.hpp"
#include "sim/governors/governor_config.hpp"
#include "sim/state/scenario.hpp"
#include "workloads/workload_spec.hpp"

namespace kairos {

/// A policy with the label under which reports show it (its name, unless said).
struct PolicySpec {
  std::string label;
  Choice<Policy> policy;
};

template <>
struct Codec<PolicySpec> {
  static void read(const Value& from, PolicySpec& to);
  static Value write(const PolicySpec& value);
  static Shape shape() { return Codec<Choice<Policy>>::shape(); }
};

/// `seeds: 10` means 1 to 10; `seeds: [3, 7]` those two.
struct Seeds {
  std::vector<std::uint64_t> values{1};
};

template <>
struct Codec<Seeds> {
  static void read(const Value& from, Seeds& to);
  static Value write(const Seeds& value) {
    return Codec<std::vector<std::uint64_t>>::write(value.values);
  }
  static Shape shape() { return Codec<std::vector<std::uint64_t>>::shape(); }
};

/// Something that happens at a given instant: a cluster changes its clock, an element fails or
/// returns.
struct IncidentSpec {
  Duration at;
  std::optional<std::string> cluster, element;
  std::optional<Hertz> frequency;
  bool fails = false, returns = false;
  Place place;

  void describe(Fields& f);
};

struct ReportSpec {
  std::string folder;
  std::vector<std::string> metrics;
  std::string plot = "latency_mean_s";
  bool gantt = true;
  bool tasks = false;

  void describe(Fields& f);
};

struct ExperimentSpec {
  std::string name, description, backend = "event", baseline;
  std::optional<DrawSpec> draw;  ///< Instead of the four that follow.
  PlatformSpec platform;
  WorkloadSpec workload;
  Choice<CostModel> cost{"measured"};
  Choice<NoiseModel> noise{"none"};
  std::vector<IncidentSpec> incidents;
  FaultConfig faults;
  DecisionTimeConfig decision_time;
  GovernorConfig governors;
  std::vector<PolicySpec> policies;
  SweepSpec sweep;
  Seeds seeds;
  std::uint64_t max_backlog = Scenario::usual_max_backlog;
  ReportSpec report;
  Place place;

  void describe(Fields& f);
  void check(const Place& where) const;
  /// With what a seed draws in place of `draw`.
  [[nodiscard]] ExperimentSpec drawn(std::uint64_t seed) const;
  /// Throws InputError: unknown clusters, elements or frequencies.
  [[nodiscard]] std::vector<Incident> build_incidents(const Platform& built) const;
};

/// Throws InputError when a label is there twice or the baseline, unless empty, is none of them.
void check_labels(const std::vector<PolicySpec>& policies, const std::string& baseline,
                  const Place& where);

/// Lays "key=value" over a document.
void assign(Value& tree, const std::string& assignment);

/// Follows the `platform:` and `workload:` references of an experiment, then lays the assignments
/// ("seeds=3", "workload.streams.0.jobs=50") over it. The tree is not yet checked.
Value resolve_experiment(Value document, const std::vector<std::string>& assignments);

/// The same of a file.
Value load_experiment(const std::string& path, const std::vector<std::string>& assignments);

/// The same of a text, without assignments.
Value experiment_from_text(const std::string& text, const std::string& name);

}  // namespace kairos
