// Compares the solver with the decisions and times of HeteroInfer (Chen et al., SOSP 2025, arXiv
// 2501.14794, table 3).
#include "policies/planning/partition_solver.hpp"

#include <map>

#include <gtest/gtest.h>

namespace kairos {
namespace {

constexpr Seconds microseconds(double value) {
  return Seconds(value * 1e-6);
}

/// Times in microseconds at some numbers of rows, and linear between them.
using Times = std::map<std::int64_t, double>;

std::function<Seconds(std::int64_t)> between(const Times& times) {
  return [times](std::int64_t rows) {
    const auto above = times.lower_bound(rows);
    if (above->first == rows) return microseconds(above->second);
    const auto below = std::prev(above);
    const double part =
        static_cast<double>(rows - below->first) / static_cast<double>(above->first - below->first);
    return microseconds(below->second + part * (above->second - below->second));
  };
}

/// A solver with the grid of shares of the study, and a synchronisation time for which all
/// strategies are those of the paper.
PartitionSolver solver(double synchronisation = 180, std::vector<std::int64_t> sizes = {}) {
  PartitionOptions options;
  options.synchronisation = microseconds(synchronisation);
  options.sizes = std::move(sizes);
  return PartitionSolver(options);
}

PartitionedOperator product(std::int64_t rows, const Times& gpu, const Times& npu) {
  return {.rows = rows, .columns = 0, .gpu = between(gpu), .npu = between(npu), .copy = {}};
}

/// The choice for an operator whose times at its number of rows are known.
PartitionChoice choice(std::int64_t rows, double gpu, double npu, double synchronisation = 180) {
  return solver(synchronisation).solve(product(rows, {{rows, gpu}}, {{rows, npu}}));
}

constexpr double precision = 1e-9;

void expect_time(const PartitionChoice& choice, double microseconds) {
  EXPECT_NEAR(choice.time.value() * 1e6 / microseconds, 1, precision);
}

// ---- The six rows of one length, with the golden times (min over the formula, in microseconds)

TEST(PartitionSolver, DividesTheWeightOfAttentionForOneToken) {
  const PartitionChoice best = choice(1, 511, 693);
  EXPECT_EQ(best.strategy, PartitionStrategy::weight_centric);
  EXPECT_EQ(best.gpu_share, 3.0 / 5);
  expect_time(best, 486.59999999999997);  // max(306.6, 277.2) + 180
}

TEST(PartitionSolver, DividesTheWideWeightForOneToken) {
  const PartitionChoice best = choice(1, 1903, 3886);
  EXPECT_EQ(best.strategy, PartitionStrategy::weight_centric);
  EXPECT_EQ(best.gpu_share, 2.0 / 3);
  expect_time(best, 1475.3333333333335);  // max(1268.7, 1295.3) + 180
}

TEST(PartitionSolver, KeepsTheDeepWeightOnTheGpuForOneToken) {
  const PartitionChoice best = choice(1, 1467, 6506);
  EXPECT_EQ(best.strategy, PartitionStrategy::gpu_only);
  expect_time(best, 1467);  // A share of 4/5 would take max(1173.6, 1301.2) + 180 = 1481.2.
}

TEST(PartitionSolver, RunsStaticPromptsOnTheNpu) {
  EXPECT_EQ(choice(128, 7306, 912).strategy, PartitionStrategy::npu_only);
  expect_time(choice(128, 7306, 912), 1092);
  EXPECT_EQ(choice(256, 10841, 1884).strategy, PartitionStrategy::npu_only);
  expect_time(choice(256, 10841, 1884), 2064);
}

TEST(PartitionSolver, DividesTheDeepWeightForAPrompt) {
  const PartitionChoice best = choice(256, 35231, 23445);
  EXPECT_EQ(best.strategy, PartitionStrategy::weight_centric);
  EXPECT_EQ(best.gpu_share, 2.0 / 5);
  expect_time(best, 14272.400000000001);  // max(14092.4, 14067) + 180
}

/// Without a synchronisation time, a share of 4/5 would beat the GPU alone: 1301.2 us < 1467 us.
TEST(PartitionSolver, NeedsASynchronisationTimeForTheStrategiesOfThePaper) {
  EXPECT_EQ(choice(1, 1467, 6506, 0).strategy, PartitionStrategy::weight_centric);
  for (const double fitting : {166.5, 203.5}) {
    EXPECT_EQ(choice(1, 511, 693, fitting).strategy, PartitionStrategy::weight_centric);
    EXPECT_EQ(choice(1, 1467, 6506, fitting).strategy, PartitionStrategy::gpu_only);
  }
  // 1301.2 us + 165 us are less than 1467 us, and 306.6 us + 205 us more than 511 us.
  EXPECT_EQ(choice(1, 1467, 6506, 165).strategy, PartitionStrategy::weight_centric);
  EXPECT_EQ(choice(1, 511, 693, 205).strategy, PartitionStrategy::gpu_only);
}

// ---- The three rows of a range of lengths, at both ends, with the times printed there. Static
// graphs are for 1, 128, 256 and 512 rows.

const std::vector<std::int64_t> sizes{1, 128, 256, 512};

TEST(PartitionSolver, PadsPromptsJustBelowAStaticSize) {
  const Times gpu{{1, 511}, {128, 7306}, {193, 9000}, {255, 11'000}};
  const PartitionChoice shorter =
      solver(180, sizes).solve(product(193, gpu, {{1, 693}, {128, 912}, {256, 1200}}));
  EXPECT_EQ(shorter.strategy, PartitionStrategy::padding);
  EXPECT_EQ(shorter.npu_rows, 256);
  expect_time(shorter, 1380);  // A share of 1/5 for the GPU would take 1800 + 180.
  const PartitionChoice longer =
      solver(180, sizes).solve(product(255, gpu, {{1, 693}, {128, 912}, {256, 1900}}));
  EXPECT_EQ(longer.strategy, PartitionStrategy::padding);
  expect_time(longer, 2080);
}

/// The next static graph is assumed to take as long as the times printed for these lengths, which
/// is the least that it can take.
TEST(PartitionSolver, GivesTheRowsJustAboveAStaticSizeToTheGpu) {
  const Times gpu{{1, 511}, {128, 7306}, {256, 10'841}, {272, 11'000}};
  const Times npu{{1, 693}, {128, 912}, {256, 1884}, {512, 1900}};
  for (const std::int64_t rows : {257, 264, 272}) {
    const PartitionChoice best = solver(180, sizes).solve(product(rows, gpu, npu));
    EXPECT_EQ(best.strategy, PartitionStrategy::activation_centric) << rows;
    EXPECT_EQ(best.npu_rows, 256);
    EXPECT_EQ(best.gpu_rows, rows - 256);
    expect_time(best, 2064);  // The GPU needs at most 511 + 15 / 127 * 6795 = 1313.6 us.
  }
}

TEST(PartitionSolver, CombinesBothForTheDeepWeightAndOtherLengths) {
  const Times gpu{{1, 1467}, {256, 35'231}, {384, 50'000}};
  const Times npu{{1, 6506}, {256, 23'445}, {512, 32'000}};
  const PartitionChoice shorter = solver(180, sizes).solve(product(257, gpu, npu));
  EXPECT_EQ(shorter.strategy, PartitionStrategy::hybrid);
  EXPECT_EQ(shorter.gpu_share, 2.0 / 5);
  EXPECT_EQ(shorter.gpu_rows, 1);
  expect_time(shorter, 15'739.4);  // max(0.4 * 35231 + 1467, 0.6 * 23445) + 180
  const PartitionChoice longer = solver(180, sizes).solve(product(384, gpu, npu));
  EXPECT_EQ(longer.strategy, PartitionStrategy::hybrid);
  EXPECT_EQ(longer.gpu_share, 2.0 / 5);
  EXPECT_EQ(longer.npu_rows, 512);
  expect_time(longer, 20'180);  // max(0.4 * 50000, 0.6 * 32000) + 180
}

// ---- Other rules

TEST(PartitionSolver, CutsColumnsInWholeGrains) {
  PartitionedOperator op = product(1, {{1, 511}}, {{1, 693}});
  op.columns = 4096;
  EXPECT_EQ(solver().solve(op).columns, 2464);  // 3/5 of 128 grains are 76.8, so 77 of 32 columns.
  op.columns = 32;                              // Only one grain: the columns cannot be divided.
  EXPECT_EQ(solver().solve(op).strategy, PartitionStrategy::gpu_only);
}

TEST(PartitionSolver, CountsTheCopyOfResults) {
  PartitionedOperator op = product(1, {{1, 511}}, {{1, 693}});
  op.copy = microseconds(24);
  expect_time(solver().solve(op), 510.6);
  op.copy = microseconds(25);  // 511.6 us are longer than the GPU alone.
  EXPECT_EQ(solver().solve(op).strategy, PartitionStrategy::gpu_only);
}

/// 640 rows are longer than every static graph. The NPU runs 512 and then 128 rows, because the
/// slow GPU would hold it up.
TEST(PartitionSolver, RunsSeveralGraphsOneAfterTheOther) {
  PartitionOptions options;
  options.sizes = {128, 512};
  options.shares = {1.0 / 5};
  const PartitionChoice best = PartitionSolver(options).solve(
      product(640, {{128, 10'000}, {640, 50'000}}, {{128, 1000}, {512, 4000}}));
  EXPECT_EQ(best.strategy, PartitionStrategy::activation_centric);
  EXPECT_EQ(best.npu_rows, 640);
  EXPECT_EQ(best.gpu_rows, 0);
  expect_time(best, 5000);
}

}  // namespace
}  // namespace kairos
