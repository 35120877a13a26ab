#include "sim/metrics/percentiles.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

using namespace literals;

TEST(Percentiles, IsExactForFewValues) {
  Percentiles d;
  for (const Duration value : {30_us, 10_us, 20_us, 40_us}) d.add(value);
  EXPECT_EQ(d.percentile(0.5), 20_us);
  EXPECT_EQ(d.percentile(0.75), 30_us);
  EXPECT_EQ(d.percentile(0.99), 40_us);
  EXPECT_DOUBLE_EQ(d.mean_seconds(), 25e-6);
}

TEST(Percentiles, OfNothingIsZero) {
  EXPECT_EQ(Percentiles{}.percentile(0.5), 0_us);
}

/// For values of 1 to 200,000 ns the p-th percentile is 200,000 p ns.
TEST(Percentiles, StaysWithinABucketForMany) {
  Percentiles d;
  for (int i = 1; i <= 200'000; ++i) d.add(Duration::picoseconds(i * 1000LL));
  for (const double p : {0.01, 0.5, 0.95, 0.99}) {
    EXPECT_NEAR(d.percentile(p).seconds() / (200'000e-9 * p), 1, 0.00026) << p;
  }
  EXPECT_EQ(d.max(), 200_us);
}

}  // namespace
}  // namespace kairos
