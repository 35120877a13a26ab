// What the training is about: chips and workloads, and how far every episode strays from them
// (domain randomisation: Tobin et al., IROS 2017), so that what is learned does not depend on them.
#pragma once

#include <memory>

#include "platforms/platform_spec.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/engine/scenario.hpp"
#include "workloads/workload_spec.hpp"

namespace kairos {

struct Range {
  double from = 0, to = 0;

  void describe(Fields& f);
  void check(const Place& where) const;
};

/// A chip and applications to train on.
struct DomainSpec {
  PlatformSpec platform;
  WorkloadSpec workload;
  std::vector<std::string> applications;
  Choice<CostModel> cost{"measured"};
  double weight = 1;
  Place place;

  void describe(Fields& f);
  void check(const Place& where);
};

struct VariationSpec {
  Range load{0.5, 1.0}, noise{0.0, 0.4};
  double graphs = 0.5, chips = 0.5, speed = 0.3, bandwidth = 0.5;

  void describe(Fields& f);
};

/// A scenario as drawn, its seed not yet set. Equal arguments give equal scenarios.
struct Drawn {
  Scenario scenario;
  std::string domain;
  double load = 0, noise = 0;
};

/// Episodes of `jobs` jobs arrive as a Poisson process at `load` of the capacity.
Drawn draw(const std::vector<DomainSpec>& domains, const VariationSpec& variation,
           std::uint64_t jobs, Random random);

/// Jobs per second that earliest finish time gets done when `jobs` of them arrive at once: the rate
/// that a load of 1 stands for.
Hertz capacity(Scenario scenario, std::uint64_t jobs = 200);

/// Random job graphs of the tasks of an application set: 5 to 30 tasks, each with inputs from a
/// window of earlier ones, kernels and volumes drawn from those that are there.
std::vector<ApplicationSpec> random_applications(const std::vector<ApplicationSpec>& like,
                                                 Random& random);

}  // namespace kairos
