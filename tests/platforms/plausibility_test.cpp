#include "platforms/plausibility.hpp"

#include <gtest/gtest.h>

#include "tests/support/platform_specs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

PlatformSpec one_cpu() {
  ClusterSpec cpu;
  cpu.name = "cpu";
  cpu.kind = "cpu";
  cpu.points = {{Hertz(5e8), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
  cpu.throughput = {{"any", OperationsPerSecond(1e9)}};
  cpu.power.busy = Watts(1);
  cpu.power.idle = Watts(0.1);
  PlatformSpec spec;
  spec.clusters = {cpu};
  return spec;
}

TEST(Plausibility, AcceptsWhatCanExist) {
  EXPECT_EQ(message_of(one_cpu()), "");
  PlatformSpec spec = one_cpu();
  spec.clusters[0].points[0].voltage = Volts(1);  // one supply for all clocks
  EXPECT_EQ(message_of(spec), "");
}

TEST(Plausibility, RefusesAVoltageThatFallsWhileTheClockRises) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].points[0].voltage = Volts(1.1);
  EXPECT_EQ(message_of(spec),
            "cluster 'cpu' needs 1.1 V at 500 MHz but only 1 V at 1 GHz; let the voltage rise with "
            "the clock, or leave out a point");
}

/// 1 W at the highest point are 0.32 W at half the clock and 0.8 V.
TEST(Plausibility, RefusesABusyElementThatDrawsLessThanAnIdleOne) {
  PlatformSpec spec = one_cpu();
  spec.clusters[0].power.idle = Watts(0.4);
  EXPECT_EQ(
      message_of(spec),
      "cluster 'cpu' draws less when busy at 500 MHz than the 400 mW when idle; lower 'idle' or "
      "raise 'busy'");
}

TEST(Plausibility, RefusesADocumentWithAnElementThatCanRunNothing) {
  PlatformSpec spec = one_cpu();
  EXPECT_NO_THROW(spec.check({}));
  spec.clusters[0].throughput.clear();
  try {
    spec.check({});
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(
        error.what(),
        "cluster 'cpu' can run nothing; give it 'kernels' or 'throughput', or leave it out");
  }
}

TEST(Plausibility, RefusesASourceOfNothing) {
  PlatformSpec spec = one_cpu();
  spec.sources = {{{"cpv"}, {"clocks"}, "assumed", "nothing", {}}};
  EXPECT_EQ(message_of(spec), "unknown part of the platform 'cpv'; did you mean 'cpu'?");
}

}  // namespace
}  // namespace kairos
