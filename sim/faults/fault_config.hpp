// The `faults` of an experiment file, and their conversion to Faults (sim/faults/faults.hpp).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/faults/faults.hpp"

namespace kairos {

/// Failures: elements are down for some time.
struct FailureConfig {
  std::vector<std::string> elements{"all"};
  Choice<FaultModel> model;
  SourceLocation place;

  void describe(Fields& f);
};

/// Stragglers: elements are slow for some time.
struct StragglerConfig {
  std::vector<std::string> elements{"all"};
  double speed = 0.5;  ///< Fraction of the speed that remains.
  Choice<FaultModel> model;
  SourceLocation place;

  void describe(Fields& f);
};

/// Degraded links: shared links lose bandwidth for some time.
struct DegradationConfig {
  std::vector<std::string> links;
  double bandwidth = 0.5;  ///< Fraction of the bandwidth that remains.
  Choice<FaultModel> model;
  SourceLocation place;

  void describe(Fields& f);
};

/// Transient errors: executions have wrong results.
struct ErrorConfig {
  std::vector<std::string> elements{"all"};
  double probability = 0;  ///< Probability of a wrong result per execution.
  Hertz rate;              ///< Errors per second of execution.
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

struct CheckpointConfig {
  /// Execution time between two checkpoints (zero for no checkpoints), and that of a checkpoint.
  Duration every, cost;

  void describe(Fields& f);
};

/// Detection by the time that the steps of gangs take.
struct DeviationConfig {
  double factor = 2;
  bool slow = true;

  void describe(Fields& f);
};

struct FaultConfig {
  std::vector<FailureConfig> failures;
  std::vector<StragglerConfig> stragglers;
  std::vector<DegradationConfig> links;
  std::vector<ErrorConfig> errors;
  Duration detection;  ///< Time from a failure until it is known.
  std::optional<DeviationConfig> deviation = {};
  CheckpointConfig checkpoint;

  void describe(Fields& f);
  /// Throws InputError if an element or link is unknown.
  [[nodiscard]] Faults build(const Platform& platform) const;
};

}  // namespace kairos
