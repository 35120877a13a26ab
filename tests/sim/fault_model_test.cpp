// Tests the distributions that fault models draw from.
#include "sim/faults/fault_model.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using namespace kairos::literals;

Choice<FaultModel> weibull(Duration mtbf, double shape) {
  Choice<FaultModel> model("weibull");
  model.options.set("mtbf", Value::scalar(format(mtbf)));
  model.options.set("shape", Value::scalar(shortest(shape)));
  return model;
}

/// Tests mean up and repair times over 20,000 outages, and the share of short up times.
///
///   P(up < mtbf / 2) = 1 - exp(-(Gamma(1 + 1 / k) / 2)^k)
class UpTimes : public ::testing::TestWithParam<double> {};

TEST_P(UpTimes, FollowTheirDistribution) {
  const double shape = GetParam();
  Choice<FaultModel> choice = weibull(200_us, shape);
  choice.options.set("mttr", Value::scalar("5 us"));
  const auto model = choice.make();
  Random random = Random::stream(7, "test");
  constexpr int count = 20'000;
  double up = 0, down = 0, shorter = 0;
  Time now;
  for (int i = 0; i < count; ++i) {
    const Outage next = *model->next(now, random);
    up += (next.begins - now).microseconds();
    down += (next.ends - next.begins).microseconds();
    if (next.begins - now < 100_us) ++shorter;
    now = next.ends;
  }
  EXPECT_NEAR(up / count, 200, 200 * 0.04);
  EXPECT_NEAR(down / count, 5, 5 * 0.04);
  const double expected = 1 - std::exp(-std::pow(std::tgamma(1 + 1 / shape) / 2, shape));
  EXPECT_NEAR(shorter / count, expected, 0.02);
}

INSTANTIATE_TEST_SUITE_P(Shapes, UpTimes, ::testing::Values(0.7, 1.0, 1.5, 4.0));

TEST(FaultModel, AnOutageBeyondTheClockNeverComes) {
  Random random = Random::stream(7, "test");
  const auto model = weibull(Duration::picoseconds(9'000'000'000'000'000'000), 1).make();
  int never = 0;
  for (int i = 0; i < 100; ++i) never += model->next(Time{}, random) ? 0 : 1;
  EXPECT_GT(never, 0);
}

}  // namespace
}  // namespace kairos
