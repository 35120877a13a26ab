// Random static instances, and the planning problem of an instance, for tests of planning.
#pragma once

#include <cmath>
#include <memory>

#include "experiments/static/static_instance.hpp"
#include "policies/search/lower_bound.hpp"
#include "policies/search/plan_evaluator.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos::testing {

/// The unit of time of an instance, one second, in picoseconds.
inline constexpr Picoseconds instance_unit = 1'000'000'000'000;

/// A random graph with unrelated whole execution times from 1 to 50. The mean communication is
/// `ccr` times the mean execution. A tenth of the pairs of task and element cannot be combined.
inline StaticInstance random_instance(std::uint64_t seed, std::size_t tasks, std::size_t elements,
                                      double ccr) {
  Random random = Random::stream(seed, "instance");
  StaticInstance instance{{"random", tasks, elements, {}, {}, {}}};
  for (std::size_t i = 0; i < tasks; ++i) {
    std::vector<double> row;
    for (std::size_t j = 0; j < elements; ++j) {
      const bool runs = j == i % elements || random.uniform() < 0.9;
      row.push_back(runs ? std::floor(random.uniform(1, 51)) : -1);
    }
    instance.cost.push_back(row);
    for (std::size_t from = i - std::min<std::size_t>(i, 8); from < i; ++from) {
      if (random.uniform() >= 0.25) continue;
      instance.edges.emplace_back(from, i, std::floor(random.uniform(0, 50 * ccr)));
    }
  }
  instance.bandwidth.assign(elements, std::vector<double>(elements, 1));
  return instance;
}

/// The planning problem of the only job of a scenario on an idle chip, as planning policies see it.
struct PlanningCase {
  explicit PlanningCase(Scenario of)
      : scenario(std::move(of)),
        simulator(scenario, make_event_backend(scenario.platform)),
        arrived(simulator.advance()),
        job(simulator.view(), JobId{0}),
        schedule(job, scenario.platform, simulator.view().now()),
        problem(job, schedule),
        bounds(problem) {}
  explicit PlanningCase(const StaticInstance& instance) : PlanningCase(instance.scenario()) {}

  Scenario scenario;
  Simulator simulator;
  bool arrived;
  PlanningProblem job;
  PartialSchedule schedule;
  SearchProblem problem;
  PathBounds bounds;
};

/// A plan with a random order and random elements.
inline Plan random_plan(const SearchProblem& problem, Random& random) {
  Plan plan{{}, std::vector<std::uint32_t>(problem.tasks())};
  std::vector<std::uint32_t> open;
  std::vector<std::size_t> missing;
  for (std::uint32_t t = 0; t < problem.tasks(); ++t) {
    const auto candidates = problem.candidates(t);
    plan.element[t] = candidates[random.index(candidates.size())];
    missing.push_back(problem.inputs(t).size());
    if (missing.back() == 0) open.push_back(t);
  }
  while (!open.empty()) {
    const std::size_t at = random.index(open.size());
    const std::uint32_t task = open[at];
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
    plan.order.push_back(task);
    for (const SearchEdge& output : problem.outputs(task)) {
      if (--missing[output.task] == 0) open.push_back(output.task);
    }
  }
  return plan;
}

}  // namespace kairos::testing
