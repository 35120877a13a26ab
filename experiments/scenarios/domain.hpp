// Draws random scenarios: a chip and a workload, with random variations (domain randomisation:
// Tobin et al., IROS 2017). `kairos train` uses them so that a network does not depend on one chip;
// an experiment with `draw` compares policies on them.
#pragma once

#include <memory>

#include "platforms/platform_config.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/noise_model.hpp"
#include "sim/state/scenario.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {

struct Range {
  double from = 0, to = 0;
};

/// Reads `{from: 0.6, to: 0.9}`, or one number for both ends.
template <>
struct Codec<Range> {
  static void read(const Value& from, Range& to);
  static Value write(const Range& value);
  static Schema schema();
};

/// A chip with the applications that may run on it.
struct DomainConfig {
  PlatformConfig platform;
  WorkloadConfig workload;
  std::vector<std::string> applications;
  Choice<CostModel> cost{"measured"};
  std::optional<Choice<ArrivalProcess>> arrivals;
  double weight = 1;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where);
};

struct VariationConfig {
  Range load{0.5, 1.0}, noise{0.0, 0.4}, tasks{5, 30};
  double graphs = 0.5, chips = 0.5, speed = 0.3, bandwidth = 0.5;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

/// A drawn scenario with the parts it was built from.
struct Drawn {
  PlatformConfig platform;
  WorkloadConfig workload;
  Choice<CostModel> cost{"measured"};
  Choice<NoiseModel> noise_model{"lognormal"};
  Scenario scenario;
  std::string domain;
  double load = 0, noise = 0;
};

/// Draws a scenario; equal arguments give equal scenarios. Its `jobs` jobs arrive as the domain
/// states, or otherwise as a Poisson process with a rate of load x capacity.
Drawn draw(const std::vector<DomainConfig>& domains, const VariationConfig& variation,
           std::uint64_t jobs, Random random);

/// The number of jobs per second that earliest finish time completes if `jobs` of them arrive at
/// once. A load of 1 means this rate.
Hertz capacity(Scenario scenario, std::uint64_t jobs = 200);

/// Draws three to six random job graphs. Each has a number of tasks from the range `tasks`; a task
/// takes its kernel from `like` and its inputs from a window of earlier tasks, with volumes that
/// occur in `like`.
std::vector<ApplicationConfig> random_applications(const std::vector<ApplicationConfig>& like,
                                                   Range tasks, Random& random);

/// The `draw` part of an experiment: every seed draws a scenario of its own.
struct DrawConfig {
  std::vector<DomainConfig> domains;
  VariationConfig variation;
  std::uint64_t jobs = 300;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  [[nodiscard]] Drawn at(std::uint64_t seed) const;
};

}  // namespace kairos
