// Scenarios drawn at random: chips and workloads, and how far every scenario strays from them
// (domain randomisation: Tobin et al., IROS 2017). `kairos train` plays them, so that what is
// learned does not depend on one chip; an experiment with `draw` compares policies on them.
#pragma once

#include <memory>

#include "platforms/platform_spec.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/noise_model.hpp"
#include "sim/state/scenario.hpp"
#include "workloads/workload_spec.hpp"

namespace kairos {

struct Range {
  double from = 0, to = 0;
};

/// `{from: 0.6, to: 0.9}`, or one number for both.
template <>
struct Codec<Range> {
  static void read(const Value& from, Range& to);
  static Value write(const Range& value);
  static Shape shape();
};

/// A chip and applications.
struct DomainSpec {
  PlatformSpec platform;
  WorkloadSpec workload;
  std::vector<std::string> applications;
  Choice<CostModel> cost{"measured"};
  std::optional<Choice<ArrivalProcess>> arrivals;
  double weight = 1;
  Place place;

  void describe(Fields& f);
  void check(const Place& where);
};

struct VariationSpec {
  Range load{0.5, 1.0}, noise{0.0, 0.4}, tasks{5, 30};
  double graphs = 0.5, chips = 0.5, speed = 0.3, bandwidth = 0.5;

  void describe(Fields& f);
  void check(const Place& where) const;
};

/// A scenario as drawn, and what it is made of. Equal arguments give equal scenarios.
struct Drawn {
  PlatformSpec platform;
  WorkloadSpec workload;
  Choice<CostModel> cost{"measured"};
  Choice<NoiseModel> noise_model{"lognormal"};
  Scenario scenario;
  std::string domain;
  double load = 0, noise = 0;
};

/// `jobs` jobs arrive as the domain says, or else as a Poisson process at `load` of the capacity.
Drawn draw(const std::vector<DomainSpec>& domains, const VariationSpec& variation,
           std::uint64_t jobs, Random random);

/// Jobs per second that earliest finish time gets done when `jobs` of them arrive at once: the rate
/// that a load of 1 stands for.
Hertz capacity(Scenario scenario, std::uint64_t jobs = 200);

/// Three to six random job graphs of the tasks of an application set: so many tasks each, with
/// inputs from a window of earlier ones, kernels and volumes drawn from those that are there.
std::vector<ApplicationSpec> random_applications(const std::vector<ApplicationSpec>& like,
                                                 Range tasks, Random& random);

/// Of an experiment: every seed draws a scenario of its own.
struct DrawSpec {
  std::vector<DomainSpec> domains;
  VariationSpec variation;
  std::uint64_t jobs = 300;

  void describe(Fields& f);
  void check(const Place& where) const;
  [[nodiscard]] Drawn at(std::uint64_t seed) const;
};

}  // namespace kairos
