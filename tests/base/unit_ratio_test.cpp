#include "sim/base/unit_ratio.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

double ratio(const char* from, const char* to) {
  return unit_ratio(from, to).value();
}

TEST(UnitRatio, ConvertsBetweenPrefixes) {
  EXPECT_DOUBLE_EQ(ratio("s", "ms"), 1e3);
  EXPECT_DOUBLE_EQ(ratio("s", "us"), 1e6);
  EXPECT_DOUBLE_EQ(ratio("J", "kJ"), 1e-3);
  EXPECT_DOUBLE_EQ(ratio("B", "MiB"), 1.0 / 1048576);
  EXPECT_DOUBLE_EQ(ratio("B/s", "GB/s"), 1e-9);
  EXPECT_DOUBLE_EQ(ratio("1/s", "/ms"), 1e-3);
  EXPECT_DOUBLE_EQ(ratio("1/s", "MHz"), 1e-6);
  EXPECT_DOUBLE_EQ(ratio("1", "%"), 100);
}

TEST(UnitRatio, ConvertsBothPartsOfAFraction) {
  EXPECT_DOUBLE_EQ(ratio("J/job", "mJ/job"), 1e3);
  EXPECT_DOUBLE_EQ(ratio("jobs/J", "jobs/kJ"), 1e3);
  EXPECT_DOUBLE_EQ(ratio("J s", "mJ s"), 1e3);
}

TEST(UnitRatio, TakesAPlainNumberAsACount) {
  EXPECT_DOUBLE_EQ(ratio("1/s", "images/s"), 1);
  EXPECT_DOUBLE_EQ(ratio("jobs", "1"), 1);
}

TEST(UnitRatio, IsEmptyForDifferentQuantities) {
  for (const auto& [from, to] : {std::pair{"s", "J"},
                                 {"jobs", "images"},
                                 {"C", "K"},
                                 {"K", "C"},
                                 {"s", "1"},
                                 {"B/s", "B"},
                                 {"1/s", "1/J"},
                                 {"J/job", "J/task"}}) {
    EXPECT_FALSE(unit_ratio(from, to)) << from << " to " << to;
  }
  EXPECT_DOUBLE_EQ(ratio("C", "C"), 1);
}

}  // namespace
}  // namespace kairos
