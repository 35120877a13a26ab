// The input of a simulation: platform, workload, models, incidents, governors and seed.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/noise_model.hpp"
#include "sim/faults/faults.hpp"
#include "sim/governors/governors.hpp"
#include "sim/state/warm_up.hpp"
#include "workloads/workload.hpp"

namespace kairos {

/// An event that happens at a given instant, independent of the policy.
struct Incident {
  enum class Kind { point, failure, repair };
  Time at;
  Kind kind = Kind::point;
  ClusterId cluster{};    ///< The cluster whose operating point changes.
  std::size_t point = 0;  ///< Index of the new operating point.
  ElementId element{};    ///< The element that fails or returns.
};

struct Scenario {
  static constexpr std::uint64_t usual_max_backlog = 1'000'000;

  Platform platform;
  Workload workload;
  std::shared_ptr<const CostModel> cost;
  /// The cost model that policies see instead of the true one; null if they see the true one.
  std::shared_ptr<const CostModel> belief;
  std::shared_ptr<const NoiseModel> noise;
  std::vector<Incident> incidents;
  Faults faults;
  Governors governors;
  /// A run ends with an error if the jobs in the system have more tasks than this. One job is
  /// always admitted.
  std::uint64_t max_backlog = usual_max_backlog;
  std::uint64_t seed = 0;
  WarmUp warm_up;
  /// True if the durations that policies see contain the contention by tasks that run now.
  bool foresees_contention = false;
};

}  // namespace kairos
