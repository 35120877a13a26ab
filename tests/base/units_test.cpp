#include "sim/base/units.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

using namespace literals;

TEST(Units, ReadsAWholeNumberOfPicoseconds) {
  EXPECT_EQ(parse<Duration>("1.5 ns"), 1500_ps);
  EXPECT_EQ(parse<Duration>("22us"), 22_us);
  EXPECT_EQ(parse<Duration>(" 3 min "), 180_s);
}

TEST(Units, RefusesABareNumberAndNamesTheUnits) {
  try {
    static_cast<void>(parse<Duration>("5"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(
        error.what(),
        "'5' is not a duration; write a number and a unit (ps, ns, us, ms, s, min, h), such as "
        "'5 ms'");
  }
}

TEST(Units, RefusesWhatIsNoFiniteNumber) {
  for (const char* text : {"nan s", "inf s", "1e999 s", "", "s", "1.2.3 s", "0x10 s"}) {
    EXPECT_THROW(static_cast<void>(parse<Duration>(text)), InputError) << text;
  }
}

TEST(Units, RefusesADurationFinerThanAPicosecond) {
  EXPECT_THROW(static_cast<void>(parse<Duration>("0.4 ps")), InputError);
}

TEST(Units, RefusesADurationBeyondTheRange) {
  EXPECT_THROW(static_cast<void>(parse<Duration>("3000 h")), InputError);
}

TEST(Units, ReadsRatesPerTime) {
  EXPECT_DOUBLE_EQ(parse<Hertz>("5 /ms").value(), 5000);
  EXPECT_DOUBLE_EQ(parse<Hertz>("2 GHz").value(), 2e9);
}

TEST(Units, WritesWhatReadsBackAsTheSame) {
  for (const double watts : {0.0, 0.19, 6.91, 1e-7, 12345.678}) {
    EXPECT_EQ(parse<Watts>(format(Watts(watts))).value(), watts) << format(Watts(watts));
  }
  for (const Duration d : {0_ps, 1_ps, 1500_ps, 22_us, 123456789_ps, 3600_s}) {
    EXPECT_EQ(parse<Duration>(format(d)), d) << format(d);
  }
}

TEST(Units, DimensionsMultiply) {
  const Joules energy = Watts(2) * Seconds(3);
  EXPECT_DOUBLE_EQ(energy.value(), 6);
  EXPECT_DOUBLE_EQ((Bytes(100) / BytesPerSecond(50)).value(), 2);
}

}  // namespace
}  // namespace kairos
