// The experiment document as C++ structs: scenario, policies, sweep, seeds and report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/expect_config.hpp"
#include "experiments/experiment/report_config.hpp"
#include "experiments/experiment/sweep_config.hpp"
#include "experiments/scenarios/domain.hpp"
#include "platforms/platform_config.hpp"
#include "policies/policy.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/noise_model.hpp"
#include "sim/decision/decision_time_config.hpp"
#include "sim/faults/fault_config.hpp"
#include "sim/governors/governor_config.hpp"
#include "sim/state/scenario.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

/// A policy and the label that reports show. The label is the policy's name unless one is given.
struct PolicyConfig {
  std::string label;
  Choice<Policy> policy;
  std::optional<DecisionTimeConfig> decision_time = {};  ///< Replaces that of the experiment.
};

template <>
struct Codec<PolicyConfig> {
  static void read(const Value& from, PolicyConfig& to);
  static Value write(const PolicyConfig& value);
  static Schema schema() { return Codec<Choice<Policy>>::schema(); }
};

/// `seeds: 10` means the seeds 1 to 10; `seeds: [3, 7]` means the seeds 3 and 7.
struct Seeds {
  std::vector<std::uint64_t> values{1};
};

template <>
struct Codec<Seeds> {
  static void read(const Value& from, Seeds& to);
  static Value write(const Seeds& value) {
    return Codec<std::vector<std::uint64_t>>::write(value.values);
  }
  static Schema schema() { return Codec<std::vector<std::uint64_t>>::schema(); }
};

/// A change at a given instant: a cluster changes its clock, or an element fails or returns.
struct IncidentConfig {
  Duration at;
  std::optional<std::string> cluster, element;
  std::optional<Hertz> frequency;
  bool fails = false, returns = false;
  SourceLocation place;

  void describe(Fields& f);
};

/// The execution times in which policies believe.
struct BeliefConfig {
  Choice<CostModel> cost;

  void describe(Fields& f);
};

/// What the estimates that policies see contain besides the costs of tasks.
struct EstimatesConfig {
  bool contention = false;

  void describe(Fields& f);
};

struct ExperimentConfig {
  std::string name, description, backend = "event", baseline;
  std::optional<DrawConfig> draw;  ///< If present, replaces platform, workload, cost and noise.
  PlatformConfig platform;
  WorkloadConfig workload;
  Choice<CostModel> cost{"measured"};
  std::optional<BeliefConfig> belief = {};
  std::optional<EstimatesConfig> estimates = {};
  Choice<NoiseModel> noise{"none"};
  std::vector<IncidentConfig> incidents;
  FaultConfig faults;
  DecisionTimeConfig decision_time;
  GovernorConfig governors;
  std::vector<PolicyConfig> policies;
  SweepConfig sweep;
  Seeds seeds;
  std::uint64_t max_backlog = Scenario::usual_max_backlog;
  ReportConfig report;
  std::vector<ExpectConfig> expect;
  bool slow = false;  ///< True if `kairos reproduce all` leaves it out.
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  /// The experiment with the scenario that `seed` draws instead of `draw`.
  [[nodiscard]] ExperimentConfig drawn(std::uint64_t seed) const;
  /// Throws InputError if a cluster, element or frequency is unknown.
  [[nodiscard]] std::vector<Incident> build_incidents(const Platform& built) const;
};

/// Throws InputError if 'report.folder' is outside the working folder, where only the command line
/// may put results.
void require_folder_below(const ExperimentConfig& experiment);

/// Throws InputError if a label appears twice, or if a nonempty baseline is not one of the labels.
void check_labels(const std::vector<PolicyConfig>& policies, const std::string& baseline,
                  const SourceLocation& where);

/// The message of an error, which may be about a file of the library, with the document that uses
/// that file.
std::string with_document(std::string message, const SourceLocation& document);

/// Sets a key of a document from "key=value". Throws InputError if the sweep sets the key in every
/// run.
void assign(Value& tree, const std::string& assignment);

/// Replaces the `platform:` and `workload:` references of an experiment by the documents they name,
/// then applies the assignments ("seeds=3", "workload.streams.0.jobs=50"). The result is not yet
/// checked.
Value resolve_experiment(Value document, const std::vector<std::string>& assignments);

/// Reads an experiment from a file and resolves it with resolve_experiment().
Value load_experiment(const std::string& path, const std::vector<std::string>& assignments);

/// Reads an experiment from text and replaces its references; `name` stands for the file in
/// messages.
Value experiment_from_text(const std::string& text, const std::string& name);

}  // namespace kairos
