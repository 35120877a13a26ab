// Runs experiments whose results have a published closed form.
#include <map>

#include <gtest/gtest.h>

#include "experiments/files/library.hpp"
#include "tests/published/experiments.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Golden 26: 3 B * 32 tokens * 9 experts * 7000 values take 120.96 us at 50 GB/s and 6.72 us at
/// 900 GB/s in each of 61 layers, and there are two micro-batches.
TEST(ExpertParallelism, TakesThePublishedTimePerToken) {
  const double slow = makespan(first_run("expert_parallelism.yaml"));
  EXPECT_NEAR(slow / 14.757119999999999e-3, 1, 1e-9);
  EXPECT_NEAR(slow / (2 * 61) / 120.96e-6, 1, 1e-9);
  EXPECT_NEAR(1 / slow / 67.76389973111286, 1, 1e-9);
  const double fast = makespan(first_run(
      "expert_parallelism.yaml", {"platform.links=[{name: network, bandwidth: 900 GB/s}]"}));
  EXPECT_NEAR(fast / 0.8198399999999999e-3, 1, 1e-9);
  EXPECT_NEAR(1 / fast / 1219.7501951600314, 1, 1e-9);
}

/// Steps between two ranks that are gangs wait for nobody, so they take the same times.
TEST(ExpertParallelism, TakesThePublishedTimePerTokenAsGangs) {
  const std::string file = "expert_parallelism_gangs.yaml";
  EXPECT_NEAR(makespan(first_run(file)) / 14.757119999999999e-3, 1, 1e-9);
  const double fast = makespan(first_run(
      file,
      {"platform.links=[{name: to_right, bandwidth: 900 GB/s}, {name: to_left, bandwidth: 900 "
       "GB/s}]"}));
  EXPECT_NEAR(fast / 0.8198399999999999e-3, 1, 1e-9);
}

/// Golden 45.
TEST(Amdahl, LimitsTheSpeedUpOfPulp) {
  const std::string parts = "workload.applications.0.transforms.0.parts=";
  const double alone = makespan(first_run("amdahl.yaml", {parts + "1"}));
  EXPECT_NEAR(alone / makespan(first_run("amdahl.yaml", {parts + "8"})) / 7.04, 1, 1e-9);
}

/// Golden 20: the total kernel launch and queuing time of 32 kernels that take 2.2605 us to launch
/// (arXiv 2504.11750).
TEST(LaunchQueue, HasThePublishedLaunchAndQueuingTimes) {
  const std::map<std::string, double> published{{"1 us", 72.336e-6}, {"16 us", 6887.128e-6}};
  std::size_t found = 0;
  const auto file = (shelf_folder(Shelf::experiments) / "launch_queue.yaml").string();
  for (const RunConfig& config : expand(load_experiment(file, {})).runs) {
    const auto known = published.find(config.key.point.front().second);
    if (known == published.end()) continue;
    EXPECT_NEAR(metric_of(config, "tklqt_s") / known->second, 1, 1e-9);
    ++found;
  }
  EXPECT_EQ(found, published.size());
}

}  // namespace
}  // namespace kairos
