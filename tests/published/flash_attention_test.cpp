// Compares attention on GPUs with published cycles and utilisations.
#include <gtest/gtest.h>

#include "sim/cost/cost_model.hpp"
#include "tests/published/experiments.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// The cycles of all units, or those of one unit alone.
double cycles(const RunConfig& config, const std::string& unit = {}) {
  if (unit.empty()) return makespan(config) * 1e9;
  Choice<CostModel> cost = config.experiment->cost;
  std::erase_if(cost.options.find("recipes")->items.front().find("steps")->items,
                [&](const Value& step) { return step.find("unit")->text != unit; });
  double sum = 0;
  for_each_task(config, [&](const Task& task, const Cluster& cluster) {
    sum += cost.make()->cost(task, cluster)->compute.seconds();
  });
  return sum * 1e9;
}

/// Golden 08: max(4 M N d / rate, M N / 16) cycles. The tensor core of a B200 is twice as fast as
/// that of an H100, but its exponentials are not (FlashAttention-4, arXiv 2603.05451).
TEST(FlashAttention4, HasThePublishedCycles) {
  const RunConfig b200 = first_run("flash_attention_4.yaml");
  EXPECT_DOUBLE_EQ(cycles(b200, "matrix"), 1024);
  EXPECT_DOUBLE_EQ(cycles(b200, "special"), 1024);
  EXPECT_DOUBLE_EQ(cycles(b200), 1024);
  const RunConfig h100 =
      first_run("flash_attention_4.yaml", {"platform.clusters.0.compute.matrix.any=4.096 Top/s"});
  EXPECT_DOUBLE_EQ(cycles(h100, "matrix"), 2048);
  EXPECT_DOUBLE_EQ(cycles(h100, "special"), 1024);
  EXPECT_DOUBLE_EQ(cycles(h100), 2048);
}

/// The backward pass has five products of a tile, 2560 cycles. The 3328 cycles of shared memory
/// that the paper prints are 13 tiles of 128 x 128 values of 2 B at 128 B in a cycle; they decide.
TEST(FlashAttention4, IsBoundBySharedMemoryInTheBackwardPass) {
  const RunConfig backward = first_run(
      "flash_attention_4.yaml", {"cost.recipes.0.steps.0.operations=10",
                                 "cost.recipes.0.traffic=[{bytes: 26 B, axes: [rows, keys]}]"});
  EXPECT_DOUBLE_EQ(cycles(backward, "matrix"), 2560);
  EXPECT_DOUBLE_EQ(cycles(backward), 3328);
  EXPECT_DOUBLE_EQ(cycles(backward) / cycles(backward, "matrix"), 1.3);
}

/// Golden 53: kernels of FlashAttention-2 reach 225 of the 312 TFLOP/s of an A100, a utilisation of
/// 0.7212 (arXiv 2307.08691). The time at the peak over the time of the kernel is the same.
TEST(FlashAttention2, HasThePublishedUtilisation) {
  const auto seconds = [](const std::string& rate) {
    return makespan(first_run("flash_attention_4.yaml",
                              {"platform.clusters.0.compute={matrix: {any: " + rate + " Mop/s}}",
                               "cost.recipes.0.steps=[{unit: matrix, operations: 4, axes: [rows, "
                               "keys, depth]}]"}));
  };
  const double peak = seconds("312");
  EXPECT_NEAR(peak / seconds("225") / 0.7211538461538461, 1, 1e-9);
  EXPECT_NEAR(peak / seconds("156") / 0.5, 1, 1e-9);
  EXPECT_NEAR(peak / seconds("227.76") / 0.73, 1, 1e-9);
}

}  // namespace
}  // namespace kairos
