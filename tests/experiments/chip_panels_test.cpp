#include "experiments/charts/chip_panels.hpp"

#include <gtest/gtest.h>

#include "sim/power/energy_meter.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos::testing {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// Draws the picture of a run.
std::string picture(const Scenario& s) {
  ChipLog log(s);
  const RunResult result = run_with(s, "earliest_finish", &log);
  return chip_svg(history_of(log, s.platform, result.end), "run");
}

/// The power is 0.5 W for 1 us, then 2 W for 4 us, so the step is after a fifth of the 902 pixels
/// that begin at 66. The axis goes from 0 to 2.14 W over the 130 pixels above 206.
TEST(ChipPanels, ShowPowersOfAChipWithoutTemperatures) {
  const std::string svg =
      picture(scenario(chip().cluster("cpu", 1, {{"a", 4_us}}, Watts(2), Watts(0.5)).build(),
                       graph("job").task("a").build(), {1_us}));
  EXPECT_EQ(count(svg, ">power (W)<"), 1U);
  EXPECT_EQ(count(svg, ">temperature"), 0U);
  EXPECT_EQ(count(svg, ">frequency"), 0U);  // The clock does not change.
  EXPECT_EQ(count(svg, "class=\"line\""), 1U);
  EXPECT_EQ(count(svg, "d=\"M66.0 175.6H246.4V84.5H968.0\""), 1U) << svg;
}

TEST(ChipPanels, LeaveOutPowersThatTheChipDoesNotSay) {
  const std::string svg = picture(scenario(
      chip().cluster("cpu", 1, {{"a", 4_us}}, Watts(0)).build(), graph("job").task("a").build()));
  EXPECT_EQ(count(svg, "class=\"panel\""), 0U);
}

/// After a fifth of 5 us, the clock changes from 1 GHz to 500 MHz and the power from 1 W to half of
/// it.
TEST(ChipPanels, ShowClocksThatChange) {
  Scenario s =
      scenario(chip().cluster("cpu", 1, {{"a", 3_us}}).build(), graph("job").task("a").build());
  s.incidents = {{Time(1_us), Incident::Kind::point, ClusterId{0}, 0, {}}};
  const std::string svg = picture(s);
  EXPECT_EQ(count(svg, ">frequency (GHz)<"), 1U);
  EXPECT_EQ(count(svg, "H246.4V"), 2U);
}

/// The power is 2 W in every other microsecond, which is 1 W in every pixel; no pixel reaches 2 W.
TEST(ChipPanels, ShowTheMeanPowerOfAPixel) {
  const auto s = scenario(chip().cluster("cpu", 1, {{"a", 1_us}}, Watts(2)).build(),
                          graph("job").task("a").build());
  ChipLog log(s);
  EnergyMeter meter(s.platform);
  const std::int64_t readings = 50'000;
  for (std::int64_t i = 1; i <= readings; ++i) {
    const Time now(Duration::picoseconds(i * 1'000'000));
    i % 2 == 1 ? static_cast<void>(meter.started(ElementId{0}, now))
               : meter.ended(ElementId{0}, now);
    log.observe(now, ChipRead{&meter});
  }
  const Time end(Duration::picoseconds(readings * 1'000'000));
  const std::string svg = chip_svg(history_of(log, s.platform, end), "run");
  EXPECT_EQ(count(svg, ">2</text>"), 0U);
  EXPECT_EQ(count(svg, ">1</text>"), 1U);
}

/// A core of 50 C is below a skin of 40 C; the trips are at 48, 85 and 85 C.
TEST(ChipPanels, ShowZonesOfNoElementAndTripsWithinReach) {
  ThermalConfig thermal;
  thermal.nodes = {node("core", 0.1), node("skin", 0.1, 1 / 1.5)};
  thermal.joins = {{"core", "skin", WattsPerKelvin(1), {}}};
  thermal.heats = {{"cpu", {"core"}}};
  ZoneConfig inside, outside;
  inside.name = "silicon";
  inside.sensors = {"core"};
  outside.name = "back & front";
  outside.sensors = {"skin"};
  outside.trip = Temperature::celsius(48);
  thermal.zones = {inside, outside};
  const auto s = [&] {
    return scenario(chip().cluster("cpu", 1, {{"a", 9_s}}, Watts(10)).thermal(thermal).build(),
                    graph("job").task("a").build());
  };
  const std::string svg = picture(s());
  EXPECT_EQ(count(svg, ">zone back &amp; front<"), 1U);
  EXPECT_EQ(count(svg, ">zone silicon<"), 0U);
  EXPECT_EQ(count(svg, "class=\"line\""), 3U);  // There are two temperatures and a power.
  EXPECT_EQ(count(svg, "class=\"level\""), 1U);
  EXPECT_EQ(count(svg, ">trip of back &amp; front<"), 1U);
  thermal.zones[0].trip = Temperature::celsius(48);
  EXPECT_EQ(count(picture(s()), ">trip of silicon, back &amp; front<"), 1U);
}

/// A cluster of 70 cores has one line, one band and one name.
TEST(ChipPanels, ShowClustersOfALargeChip) {
  ThermalConfig thermal;
  thermal.nodes = {node("die", 0.1, 0.5)};
  thermal.heats = {{"cpu", {"die"}}};
  const auto s = scenario(chip()
                              .cluster("cpu", 70, {{"a", 4_us}}, Watts(2))
                              .bandwidth(BytesPerSecond(1e9))
                              .thermal(thermal)
                              .build(),
                          graph("job").task("a").build());
  ChipLog log(s, {1'000, 64});
  const RunResult result = run_with(s, "earliest_finish", &log);
  const std::string svg = chip_svg(history_of(log, s.platform, result.end), "run");
  EXPECT_EQ(count(svg, "class=\"line\""), 2U);  // There are a temperature and a power.
  EXPECT_EQ(count(svg, "class=\"band\""), 1U);
  EXPECT_EQ(count(svg, ">power of clusters (W)<"), 1U);
  EXPECT_EQ(count(svg, ">cpu<"), 1U);
}

/// A clock that alternates between 1 and 2 GHz within a pixel reaches both.
TEST(ChipPanels, ShowTheExtremesOfAPixel) {
  ChipHistory history;
  history.end = Time(10_us);
  history.clusters = {"cpu"};
  history.frequencies = {{0, {Sample(Time{}, 1e9, 1e9, 2e9), Sample(Time(5_us), 1e9)}}};
  const std::string svg = chip_svg(history, "run");
  // The axis goes from 0.93 to 2.07 GHz over the 130 pixels from 206 up.
  EXPECT_EQ(count(svg, "d=\"M66.0 198.0V198.0V84.0V198.0H968.0\""), 1U) << svg;
}

TEST(ChipPanels, DrawARunOfNoLength) {
  ChipHistory history;
  history.clusters = {"cpu"};
  history.powers = {{0, {Sample(Time{}, 1), Sample(Time(1_us), 1)}}};
  EXPECT_EQ(count(chip_svg(history, "run"), "class=\"line\""), 1U);
}

}  // namespace
}  // namespace kairos::testing
