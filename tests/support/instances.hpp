// Static instances for tests of planning: published ones and random ones.
#pragma once

#include <cmath>
#include <memory>

#include "experiments/static_instance.hpp"
#include "policies/search/lower_bound.hpp"
#include "policies/search/plan_evaluator.hpp"
#include "sim/base/random.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos::testing {

/// Topcuoglu, Hariri, Wu 2002, figure 1 and table 1; optimum 73.
inline StaticInstance topcuoglu_instance() {
  StaticInstance instance;
  instance.name = "topcuoglu2002";
  instance.tasks = 10;
  instance.elements = 3;
  instance.cost = {{14, 16, 9}, {13, 19, 18}, {11, 13, 19}, {13, 8, 17},  {12, 13, 10},
                   {13, 16, 9}, {7, 15, 11},  {5, 11, 14},  {18, 12, 20}, {21, 7, 16}};
  instance.edges = {{0, 1, 18}, {0, 2, 12}, {0, 3, 9},  {0, 4, 11}, {0, 5, 14},
                    {1, 7, 19}, {1, 8, 16}, {2, 6, 23}, {3, 7, 27}, {3, 8, 23},
                    {4, 8, 13}, {5, 7, 15}, {6, 9, 17}, {7, 9, 11}, {8, 9, 13}};
  instance.bandwidth = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
  return instance;
}

/// Arabnejad, Barbosa 2014 (PEFT), figure 2; optimum 113.
inline StaticInstance peft_instance() {
  StaticInstance instance;
  instance.name = "arabnejad2014";
  instance.tasks = 10;
  instance.elements = 3;
  instance.cost = {{22, 21, 36}, {22, 18, 18}, {32, 27, 43}, {7, 10, 4},  {29, 27, 35},
                   {26, 17, 24}, {14, 25, 30}, {29, 23, 36}, {15, 21, 8}, {13, 16, 33}};
  instance.edges = {{0, 1, 17}, {0, 2, 31}, {0, 3, 29}, {0, 4, 13}, {0, 5, 7},
                    {1, 7, 3},  {1, 8, 30}, {2, 6, 16}, {3, 7, 11}, {3, 8, 7},
                    {4, 8, 57}, {5, 7, 5},  {6, 9, 9},  {7, 9, 42}, {8, 9, 7}};
  instance.bandwidth = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
  return instance;
}

/// A random graph of unrelated whole times from 1 to 50; mean communication is `ccr` times the mean
/// execution. A tenth of the pairs of task and element do not go together.
inline StaticInstance random_instance(std::uint64_t seed, std::size_t tasks, std::size_t elements,
                                      double ccr) {
  Random random = Random::stream(seed, "instance");
  StaticInstance instance{"random", tasks, elements, {}, {}, {}};
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

/// The only job of a scenario, as planning policies see it, on an idle chip.
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

/// Any order, any elements.
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
