// What can go wrong, as a document describes it, and how that becomes Faults.
#pragma once

#include <string>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/faults/faults.hpp"

namespace kairos {

/// Elements that fail and return.
struct FailureSpec {
  std::vector<std::string> elements{"all"};
  Choice<FaultModel> model;
  Place place;

  void describe(Fields& f);
};

/// Elements that are slow for a time.
struct StragglerSpec {
  std::vector<std::string> elements{"all"};
  double speed = 0.5;
  Choice<FaultModel> model;
  Place place;

  void describe(Fields& f);
};

/// Shared links that lose bandwidth for a time.
struct DegradationSpec {
  std::vector<std::string> links;
  double bandwidth = 0.5;
  Choice<FaultModel> model;
  Place place;

  void describe(Fields& f);
};

/// Executions with wrong results.
struct ErrorSpec {
  std::vector<std::string> elements{"all"};
  double probability = 0;
  Hertz rate;
  Place place;

  void describe(Fields& f);
  void check(const Place& where) const;
};

struct CheckpointSpec {
  Duration every, cost;

  void describe(Fields& f);
};

struct FaultsSpec {
  std::vector<FailureSpec> failures;
  std::vector<StragglerSpec> stragglers;
  std::vector<DegradationSpec> links;
  std::vector<ErrorSpec> errors;
  Duration detection;
  CheckpointSpec checkpoint;

  void describe(Fields& f);
  /// Throws InputError: unknown elements or links.
  [[nodiscard]] Faults build(const Platform& platform) const;
};

}  // namespace kairos
