#include "sim/base/time.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

using namespace literals;

TEST(Time, OverflowIsAnError) {
  const Time late(Duration::max());
  EXPECT_THROW(static_cast<void>(late + 1_ps), InputError);
  EXPECT_THROW(static_cast<void>(whole_picoseconds(1e19)), InputError);
}

TEST(Time, ContinuousEndsAreSeenAtTheNextWholePicosecond) {
  EXPECT_EQ(whole_picoseconds(3.0), 3_ps);
  EXPECT_EQ(whole_picoseconds(3.2), 4_ps);
}

TEST(Time, WholePicosecondsStayWhatTheyAreHoweverManyThereAre) {
  EXPECT_EQ(whole_picoseconds(141e12), 141_s);
  EXPECT_EQ(whole_picoseconds(4e18), Duration::picoseconds(4'000'000'000'000'000'000));
}

TEST(Time, AHundredthOfAPicosecondIsForgiven) {
  EXPECT_EQ(whole_picoseconds(3.000001), 3_ps);
  EXPECT_EQ(whole_picoseconds(2.999999), 3_ps);
}

/// Rounding works differently below and above one second. On both sides, whole numbers stay as they
/// are, even with a tiny error, and fractions are rounded up.
TEST(WholePicoseconds, AreTheSameOnBothSidesOfASecond) {
  const auto border = static_cast<std::int64_t>(large_picoseconds);
  for (std::int64_t ps = border - 3; ps <= border + 3; ++ps) {
    const auto whole = static_cast<double>(ps);
    EXPECT_EQ(whole_picoseconds(whole), Duration::picoseconds(ps));
    EXPECT_EQ(whole_picoseconds(whole + 0.001), Duration::picoseconds(ps));
    EXPECT_EQ(whole_picoseconds(whole + 0.25), Duration::picoseconds(ps + 1));
  }
}

/// Near 2e14, neighbouring doubles are 1/32 apart; whole numbers must stay whole.
TEST(WholePicoseconds, KeepsLargeWholeNumbers) {
  EXPECT_EQ(whole_picoseconds(2e14), Duration::picoseconds(200'000'000'000'000));
  EXPECT_EQ(whole_picoseconds(9e15), Duration::picoseconds(9'000'000'000'000'000));
  EXPECT_EQ(whole_picoseconds(2e14 + 0.5), Duration::picoseconds(200'000'000'000'001));
}

}  // namespace
}  // namespace kairos
