#include "tests/benchmarks/search_bench.hpp"

#include <algorithm>
#include <stdexcept>

#include "policies/exact/exact_search.hpp"
#include "tests/benchmarks/stopwatch.hpp"
#include "tests/support/instances.hpp"

namespace kairos {

using namespace literals;  // NOLINT: 1_s

double plan_evaluations_per_second() {
  const testing::PlanningCase c(testing::random_instance(1, 50, 8, 1));
  PlanEvaluator evaluator(c.problem, c.bounds);
  Random random = Random::stream(1, "plans");
  std::vector<Plan> plans;
  plans.reserve(64);
  for (int i = 0; i < 64; ++i) plans.push_back(testing::random_plan(c.problem, random));
  constexpr int rounds = 2000;
  constexpr int repetitions = 7;
  double best = 0;
  for (int i = 0; i < repetitions; ++i) {
    Picoseconds shortest = never;
    const double seconds = seconds_of([&] {
      for (int round = 0; round < rounds; ++round) {
        for (const Plan& plan : plans) shortest = std::min(shortest, evaluator.evaluate(plan));
      }
    });
    if (shortest <= 0) throw std::logic_error("a plan takes no time");
    best = std::max(best, rounds * static_cast<double>(plans.size()) / seconds);
  }
  return best;
}

AnnealingQuality annealing_quality() {
  AnnealingOptions options;
  options.time_limit = 1_s;
  AnnealingQuality sum;
  double instances = 0;
  double proved = 0;
  for (const std::size_t tasks : {10U, 20U, 30U}) {
    for (const std::size_t elements : {3U, 6U}) {
      for (const double ratio : {0.2, 0.5, 1.0, 2.0, 5.0}) {
        const testing::PlanningCase c(testing::random_instance(7, tasks, elements, ratio));
        const Plan heft = heft_plan(c.job, c.schedule);
        const auto length = static_cast<double>(PlanEvaluator(c.problem, c.bounds).evaluate(heft));
        const Picoseconds bound = lower_bound(c.problem, c.bounds).best();
        const auto annealed = static_cast<double>(
            anneal(c.problem, c.bounds, heft, options, Random(1), bound).makespan);
        const Exact exact = search_exactly(c.problem, c.bounds, heft, ExactOptions{}, Random(1));
        ++instances;
        sum.percent_under_heft += 100 * (1 - annealed / length);
        if (!exact.proved()) continue;
        ++proved;
        sum.percent_over_optimum += 100 * (annealed / static_cast<double>(exact.makespan) - 1);
      }
    }
  }
  return {sum.percent_over_optimum / proved, sum.percent_under_heft / instances,
          proved / instances};
}

}  // namespace kairos
