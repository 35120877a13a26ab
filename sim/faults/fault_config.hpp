// The faults of a run as described in a document, and their conversion to Faults.
#pragma once

#include <string>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/faults/faults.hpp"

namespace kairos {

/// Elements that fail and return.
struct FailureConfig {
  std::vector<std::string> elements{"all"};
  Choice<FaultModel> model;
  SourceLocation place;

  void describe(Fields& f);
};

/// Elements that are slow for some time.
struct StragglerConfig {
  std::vector<std::string> elements{"all"};
  double speed = 0.5;
  Choice<FaultModel> model;
  SourceLocation place;

  void describe(Fields& f);
};

/// Shared links that lose bandwidth for some time.
struct DegradationConfig {
  std::vector<std::string> links;
  double bandwidth = 0.5;
  Choice<FaultModel> model;
  SourceLocation place;

  void describe(Fields& f);
};

/// Executions with wrong results.
struct ErrorConfig {
  std::vector<std::string> elements{"all"};
  double probability = 0;
  Hertz rate;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

struct CheckpointConfig {
  Duration every, cost;

  void describe(Fields& f);
};

struct FaultConfig {
  std::vector<FailureConfig> failures;
  std::vector<StragglerConfig> stragglers;
  std::vector<DegradationConfig> links;
  std::vector<ErrorConfig> errors;
  Duration detection;
  CheckpointConfig checkpoint;

  void describe(Fields& f);
  /// Throws InputError if an element or link is unknown.
  [[nodiscard]] Faults build(const Platform& platform) const;
};

}  // namespace kairos
