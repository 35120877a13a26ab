// Draws random scenarios: variations of a chip and a workload (domain randomisation: Tobin et al.,
// IROS 2017). `kairos train` trains on them, so that a network also works on other chips. An
// experiment with `draw` compares policies on them.
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

/// A range is written as `{from: 0.6, to: 0.9}`, or as one number for both ends.
template <>
struct Codec<Range> {
  static void read(const Value& from, Range& to);
  static Value write(const Range& value);
  static Schema schema();
};

/// A domain: a platform and a workload, which drawn scenarios vary. describe() documents the keys.
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

/// How much scenarios vary from their domain. describe() documents the keys.
struct VariationConfig {
  Range load{0.5, 1.0}, noise{0.0, 0.4}, tasks{5, 30};
  double graphs = 0.5, chips = 0.5, speed = 0.3, bandwidth = 0.5;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

/// A drawn scenario, with the configurations and numbers from which it was built.
struct Drawn {
  PlatformConfig platform;
  WorkloadConfig workload;
  Choice<CostModel> cost{"measured"};
  Choice<NoiseModel> noise_model{"lognormal"};
  Scenario scenario;
  std::string domain;
  double load = 0, noise = 0;
};

/// Draws a scenario with `jobs` jobs; equal arguments give equal scenarios. Jobs arrive by the
/// arrival process of the domain, or as a Poisson process if it has none:
///   rate = drawn load * capacity()
Drawn draw(const std::vector<DomainConfig>& domains, const VariationConfig& variation,
           std::uint64_t jobs, Random random);

/// The rate of a load of 1: jobs per second that policy earliest_finish completes if `jobs` jobs
/// arrive at once.
Hertz capacity(Scenario scenario, std::uint64_t jobs = 200);

/// Draws three to six random job graphs. The number of tasks of each is drawn from the range
/// `tasks`. Each task is a copy of a random task of `like`, with inputs from random tasks shortly
/// before it. The bytes of an input are one of the amounts that its producer sends in `like`.
std::vector<ApplicationConfig> random_applications(const std::vector<ApplicationConfig>& like,
                                                   Range tasks, Random& random);

/// The key `draw` of an experiment: every seed draws a scenario of its own.
struct DrawConfig {
  std::vector<DomainConfig> domains;
  VariationConfig variation;
  std::uint64_t jobs = 300;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  /// The scenario that a seed draws.
  [[nodiscard]] Drawn at(std::uint64_t seed) const;
};

}  // namespace kairos
