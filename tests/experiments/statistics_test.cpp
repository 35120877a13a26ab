#include "experiments/statistics/statistics.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace kairos {
namespace {

TEST(Statistics, GivesTheStudentIntervalOfFiveValues) {
  // s = sqrt(10 / 4) = 1.5811; t(0.975, 4) = 2.7764; 2.7764 * 1.5811 / sqrt(5) = 1.9632
  const Estimate95 e = estimate(std::vector<double>{1, 2, 3, 4, 5});
  EXPECT_DOUBLE_EQ(e.mean, 3);
  EXPECT_NEAR(e.half_width, 1.9632, 1e-4);
  EXPECT_EQ(e.n, 5u);
}

TEST(Statistics, GivesAWideIntervalForTwoValues) {
  // s = sqrt(2), t(0.975, 1) = 12.706: half width = 12.706
  EXPECT_NEAR(estimate(std::vector<double>{1, 3}).half_width, 12.706, 1e-3);
}

TEST(Statistics, ASingleValueHasNoInterval) {
  const Estimate95 e = estimate(std::vector<double>{7});
  EXPECT_EQ(e.mean, 7);
  EXPECT_TRUE(std::isnan(e.half_width));
}

TEST(Statistics, NoValueHasNoMean) {
  const Estimate95 e = estimate({});
  EXPECT_EQ(e.n, 0u);
  EXPECT_TRUE(std::isnan(e.mean));
}

TEST(Statistics, PairsCancelWhatSeedsShare) {
  // The values of the seeds differ tenfold, but the ratio is 0.5 for each seed.
  const Estimate95 e =
      paired_ratio(std::vector<double>{1, 10, 100}, std::vector<double>{2, 20, 200});
  EXPECT_DOUBLE_EQ(e.mean, 0.5);
  EXPECT_DOUBLE_EQ(e.half_width, 0);
}

TEST(Statistics, AveragesRatiosRatherThanDividingAverages) {
  // (1/1 + 3/1 + 2/4) / 3 = 1.5, where 6 / 6 would be 1
  EXPECT_DOUBLE_EQ(paired_ratio(std::vector<double>{1, 3, 2}, std::vector<double>{1, 1, 4}).mean,
                   1.5);
}

TEST(Statistics, ThereIsNoRatioToZero) {
  const Estimate95 e = paired_ratio(std::vector<double>{1, 2}, std::vector<double>{1, 0});
  EXPECT_EQ(e.n, 0u);
  EXPECT_TRUE(std::isnan(e.mean));
}

TEST(Statistics, DividesMeansWhereABaselineIsZero) {
  // R = 4 / 2 and the residuals are 1 - 0 and 3 - 4, so s = sqrt(2) and 12.706 * sqrt(2) / sqrt(2)
  // / 1 = 12.706.
  const Estimate95 e = ratio_of_means(std::vector<double>{1, 3}, std::vector<double>{0, 2});
  EXPECT_DOUBLE_EQ(e.mean, 2);
  EXPECT_NEAR(e.half_width, 12.706, 1e-3);
  EXPECT_EQ(e.n, 2u);
}

TEST(Statistics, AMeanOfZeroHasNoRatioToIt) {
  EXPECT_EQ(ratio_of_means(std::vector<double>{1, 2}, std::vector<double>{0, 0}).n, 0u);
  EXPECT_EQ(ratio_of_means({}, {}).n, 0u);
}

}  // namespace
}  // namespace kairos
