#include "sim/base/display_units.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

struct Shown {
  std::string unit;
  double largest;
  std::string name;
  double size;
};

TEST(DisplayUnits, LeaveOneToThreeDigitsBeforeThePoint) {
  const std::vector<Shown> cases{{"s", 0.002, "ms", 1e-3},
                                 {"s", 1, "s", 1},
                                 {"s", 7200, "s", 1},
                                 {"s", 999e-12, "ps", 1e-12},
                                 {"J", 1500, "kJ", 1e3},
                                 {"J s", 2e-6, "uJ s", 1e-6},
                                 {"J/job", 0.5, "mJ/job", 1e-3},
                                 {"W", 0, "W", 1},
                                 {"B", 5e6, "MB", 1e6},
                                 {"B/s", 3e9, "GB/s", 1e9},
                                 {"1/s", 2500, "/ms", 1e3},
                                 {"1/s", 3, "/s", 1},
                                 {"1", 0.7, "%", 0.01},
                                 {"1", 1.5, "", 1},
                                 {"C", 0.001, "C", 1},
                                 {"K", 5000, "K", 1},
                                 {"jobs", 1e6, "jobs", 1},
                                 {"jobs/kJ", 5e4, "jobs/kJ", 1},
                                 {"op/s", 2e12, "Top/s", 1e12},
                                 {"V", 0.9, "mV", 1e-3},
                                 {"Hz", 2e9, "GHz", 1e9}};
  for (const Shown& shown : cases) {
    const DisplayUnit unit = display_unit(shown.unit, shown.largest);
    EXPECT_EQ(unit.name, shown.name) << shown.unit << ' ' << shown.largest;
    EXPECT_DOUBLE_EQ(unit.size, shown.size) << shown.unit << ' ' << shown.largest;
  }
}

TEST(DisplayUnits, KeepTheSmallerUnitUntilThereAreEnoughOfTheLarger) {
  EXPECT_EQ(display_unit("s", 1.5, 2).name, "ms");
  EXPECT_EQ(display_unit("s", 2, 2).name, "s");
}

TEST(DisplayUnits, AreTypesetForPictures) {
  EXPECT_EQ(typeset("us"), "µs");
  EXPECT_EQ(typeset("uJ s"), "µJ s");
  EXPECT_EQ(typeset("/us"), "/µs");
  EXPECT_EQ(typeset("C"), "°C");
  EXPECT_EQ(typeset("GB/s"), "GB/s");
}

TEST(DisplayUnits, AreNotRepeatedByNames) {
  EXPECT_EQ(words_without_unit("latency_p99_s", "s"), "latency p99");
  EXPECT_EQ(words_without_unit("edp_js", "J s"), "EDP");
  EXPECT_EQ(words_without_unit("memory_traffic_bytes_per_s", "B/s"), "memory traffic");
  EXPECT_EQ(words_without_unit("throughput_per_s", "1/s"), "throughput");
  EXPECT_EQ(words_without_unit("jobs_per_kj", "jobs/kJ"), "");
  EXPECT_EQ(words_without_unit("energy_j_per_job", "J/job"), "energy");
  EXPECT_EQ(words_without_unit("slowdown_mean", "1"), "slowdown mean");
  EXPECT_EQ(words_without_unit("jobs", "jobs"), "");
}

TEST(DisplayUnits, ShowQuantitiesToFourDigits) {
  EXPECT_EQ(brief(Watts(0.36519)), "365.2 mW");
  EXPECT_EQ(brief(Bytes(2e6)), "2 MB");
}

}  // namespace
}  // namespace kairos
