#include "sim/metrics/chip_log.hpp"

#include <gtest/gtest.h>

#include "sim/power/energy_meter.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// The energy of the powers that a log contains.
double joules(const std::vector<Sample>& powers) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < powers.size(); ++i) {
    sum += powers[i].value * (powers[i + 1].at - powers[i].at).seconds();
  }
  return sum;
}

void expect_integrals(const ChipLog& log, const RunResult& result) {
  for (std::size_t e = 0; e < result.element_energy.size(); ++e) {
    const double drawn = result.element_energy[e].value();
    EXPECT_NEAR(joules(log.powers(e)) / drawn, 1, 1e-9) << e;
  }
}

/// Two cores draw 2 W and 3 W with one and two busy, and 0.2 W each when idle. There are also an
/// accelerator that leaks, sleeps and needs energy to wake up, and a memory that needs energy for
/// its clock.
ChipBuilder busy_chip() {
  ChipBuilder builder = chip();
  builder.cluster("cpu", 2, {{"a", 7_us}, {"b", 3_us}}, Watts(0), Watts(0.2));
  builder.last().power.profile = {{Hertz(1e9), {Watts(2), Watts(3)}, {}}};
  builder.last().transition = {1_us, Joules(1e-6)};
  builder.cluster("npu", 1, {{"b", 1_us}}, Watts(4), Watts(0.5));
  builder.last().power.off = Watts(0.05);
  builder.leaks({1.8e-2, 2660, 5e-4, {}});
  IdleStateConfig sleep;
  sleep.name = "sleep";
  sleep.after = 5_us;
  sleep.exit = 2_us;
  sleep.power = Watts(0.1);
  sleep.energy = Joules(3e-6);
  builder.last().power.idle_states = {sleep};
  return builder.bandwidth(BytesPerSecond(1e9));
}

/// Jobs that are sometimes close together and sometimes far apart, on clocks that change and with
/// an element that fails.
Scenario busy_scenario(const Platform& platform) {
  std::vector<Duration> arrivals;
  for (std::int64_t i = 0; i < 300; ++i) arrivals.push_back(Duration::picoseconds(i * i * 300'000));
  Scenario s =
      scenario(platform, graph("job").task("a").task("b", {{"a", Bytes(500)}}).build(), arrivals);
  s.incidents = {{Time(40_us), Incident::Kind::failure, {}, 0, ElementId{2}},
                 {Time(60_us), Incident::Kind::point, ClusterId{0}, 0, {}},
                 {Time(90_us), Incident::Kind::repair, {}, 0, ElementId{2}},
                 {Time(900_us), Incident::Kind::point, ClusterId{0}, 1, {}}};
  return s;
}

/// The power is 0.5 W until a job arrives at 1 us, then 2 W for 4 us.
TEST(ChipLog, HoldsThePowerOfEachInterval) {
  const auto s = scenario(chip().cluster("cpu", 1, {{"a", 4_us}}, Watts(2), Watts(0.5)).build(),
                          graph("job").task("a").build(), {1_us});
  ChipLog log(s);
  run_with(s, "earliest_finish", &log);
  const std::vector<Sample> powers = log.powers(0);
  ASSERT_EQ(powers.size(), 3U);
  EXPECT_EQ(powers[0].at, Time{});
  EXPECT_EQ(powers[1].at, Time(1_us));
  EXPECT_EQ(powers[2].at, Time(5_us));
  EXPECT_NEAR(powers[0].value, 0.5, 1e-9);
  EXPECT_NEAR(powers[1].value, 2, 1e-9);
  EXPECT_TRUE(log.temperatures(0).empty());
}

TEST(ChipLog, PowersAddUpToTheEnergyOfEveryElement) {
  const Scenario s = busy_scenario(busy_chip().build());
  ChipLog log(s);
  expect_integrals(log, run_with(s, "earliest_finish", &log));
}

/// This also holds if leakage follows temperature and changes of power are merged.
TEST(ChipLog, PowersAddUpToTheEnergyOfEveryElementOnAWarmChip) {
  ThermalConfig thermal;
  thermal.ambient = Temperature::celsius(45);
  thermal.nodes = {node("die", 1e-4, 0.05)};
  thermal.heats = {{"cpu", {"die"}}, {"npu", {"die"}}};
  for (const Duration merge : {Duration{}, 100_us}) {
    thermal.merge = merge;
    const Scenario s = busy_scenario(busy_chip().thermal(thermal).build());
    ChipLog log(s);
    const RunResult result = run_with(s, "earliest_finish", &log);
    expect_integrals(log, result);
    EXPECT_GT(log.temperatures(0).back().value, 46);
  }
}

/// The energy of a clock change at the very end is counted at the end.
TEST(ChipLog, CountsWhatIsChargedAtTheLastInstant) {
  auto builder = chip().cluster("cpu", 1, {{"a", 4_us}}, Watts(2));
  builder.last().transition.energy = Joules(1e-6);
  auto s = scenario(builder.build(), graph("job").task("a").build());
  s.incidents = {{Time(4_us), Incident::Kind::point, ClusterId{0}, 0, {}}};
  ChipLog log(s);
  const RunResult result = run_with(s, "earliest_finish", &log);
  ASSERT_DOUBLE_EQ(result.element_energy[0].value(), 9e-6);
  EXPECT_NEAR(joules(log.powers(0)), 9e-6, 1e-15);
}

TEST(ChipLog, ChangesNoEnergy) {
  const Scenario s = busy_scenario(busy_chip().build());
  ChipLog log(s);
  const RunResult watched = run_with(s, "earliest_finish", &log);
  const RunResult alone = run_with(s, "earliest_finish");
  EXPECT_EQ(watched.element_energy, alone.element_energy);  // They agree to the last bit.
  EXPECT_EQ(watched.integral, alone.integral);
}

/// There is a reading in every microsecond, with 1 W in every second one: 0.200001 J. The limit of
/// readings holds, and no energy is lost.
TEST(ChipLog, OfALongRunKeepsPartOfTheReadingsAndAllOfTheEnergy) {
  const auto s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("a").build());
  for (const std::size_t limit : {1'000U, 65'536U}) {
    ChipLog log(s, {limit, 64});
    EnergyMeter meter(s.platform);
    const ElementId cpu{0};
    const std::int64_t readings = 400'001;
    for (std::int64_t i = 1; i <= readings; ++i) {
      if (i % 2 == 1) meter.started(cpu, Time(Duration::picoseconds((i - 1) * 1'000'000)));
      const Time now(Duration::picoseconds(i * 1'000'000));
      if (i % 2 == 1) meter.ended(cpu, now);
      log.observe(now, ChipRead{&meter});
    }
    const Time end(Duration::picoseconds(readings * 1'000'000));
    log.finish(end, ChipRead{&meter});
    const std::vector<Sample> powers = log.powers(0);
    EXPECT_GE(powers.size(), limit / 2 - 2);
    EXPECT_LE(powers.size(), limit + 1);
    EXPECT_EQ(powers.back().at, end);
    EXPECT_NEAR(joules(powers) / 0.200001, 1, 1e-9);
  }
}

/// 100 elements of 2 W in two clusters work for 4 us each, so each cluster draws 100 W.
TEST(ChipLog, AddsUpThePowersOfTheElementsOfALargeChipByCluster) {
  const auto s = scenario(chip()
                              .cluster("left", 50, {{"a", 4_us}}, Watts(2))
                              .cluster("right", 50, {{"a", 4_us}}, Watts(2))
                              .bandwidth(BytesPerSecond(1e9))
                              .build(),
                          graph("job").task("a").build(), std::vector<Duration>(100));
  ChipLog log(s, {1'000, 64});
  run_with(s, "earliest_finish", &log);
  ASSERT_EQ(log.groups().elements.size(), 2U);
  EXPECT_EQ(log.groups().elements[1].name, "right");
  for (const std::size_t group : {0U, 1U}) {
    EXPECT_NEAR(log.powers(group).front().value, 100, 1e-9);
    EXPECT_NEAR(joules(log.powers(group)), 400e-6, 1e-15);
  }
}

TEST(ChipGroups, JoinNeighbouringClustersWhenThereAreTooMany) {
  ChipBuilder builder = chip();
  for (char c = 'a'; c <= 'j'; ++c) builder.cluster(std::string(1, c), 1, {{"x", 1_us}});
  const Platform platform = builder.bandwidth(BytesPerSecond(1e9)).build();
  const ChipGroups all(platform, 10);
  EXPECT_EQ(all.clusters.size(), 10U);
  EXPECT_EQ(all.elements.size(), 10U);
  const ChipGroups four(platform, 4);
  ASSERT_EQ(four.clusters.size(), 4U);
  EXPECT_EQ(four.clusters[0].name, "a to c");
  EXPECT_EQ(four.clusters[3].name, "j");
  ASSERT_EQ(four.elements.size(), 4U);
  EXPECT_EQ(four.elements[2].elements, (std::vector{ElementId{6}, ElementId{7}, ElementId{8}}));
}

/// The clock of a cluster alternates between 1 and 2 GHz 100,000 times and then stays at 3.
TEST(StepLog, KeepsExtremesAndTheValueThatStays) {
  StepLog log(64);
  for (std::int64_t i = 0; i < 100'000; ++i) {
    log.change(Time(Duration::picoseconds(i * 1'000)), i % 2 == 0 ? 1 : 2);
  }
  const Time last(Duration::picoseconds(100'000'000));
  log.change(last, 3);
  ASSERT_LE(log.samples().size(), 64U);
  EXPECT_EQ(log.samples().back().at, last);
  EXPECT_EQ(log.samples().back().value, 3);
  EXPECT_EQ(log.samples().front().at, Time{});
  EXPECT_EQ(log.samples().front().low, 1);
  EXPECT_EQ(log.samples().front().high, 2);
}

TEST(StepLog, KeepsFewChangesAsTheyAre) {
  StepLog log(64);
  log.change(Time{}, 5);
  log.change(Time(1_us), 7);
  log.change(Time(1_us), 6);  // It replaces the change at the same instant.
  ASSERT_EQ(log.samples().size(), 2U);
  EXPECT_EQ(log.samples()[1].at, Time(1_us));
  EXPECT_EQ(log.samples()[1].value, 6);
  EXPECT_EQ(log.samples()[1].high, 6);
}

/// 10 W flow from the core through its skin. The core is 10 K above the skin, which is 20 K above
/// the air of 25 C.
TEST(ChipLog, HoldsTheTemperatureOfAZoneOfNoElement) {
  ThermalConfig thermal;
  thermal.nodes = {node("core", 0.1), node("skin", 1, 0.5)};
  thermal.joins = {{"core", "skin", WattsPerKelvin(1), {}}};
  thermal.heats = {{"cpu", {"core"}}};
  ZoneConfig silicon, outside;
  silicon.name = "silicon";
  silicon.sensors = {"core", "skin"};
  outside.name = "outside";
  outside.sensors = {"skin"};
  thermal.zones = {silicon, outside};
  const auto s =
      scenario(chip().cluster("cpu", 1, {{"a", 900_s}}, Watts(10)).thermal(thermal).build(),
               graph("job").task("a").build());
  ChipLog log(s);
  run_with(s, "earliest_finish", &log);
  ASSERT_EQ(log.zones().size(), 1U);
  EXPECT_EQ(log.zones()[0], 1U);
  EXPECT_EQ(log.zone_temperatures(0).front().at, Time{});
  EXPECT_NEAR(log.zone_temperatures(0).front().value, 25, 1e-5);
  EXPECT_NEAR(log.zone_temperatures(0).back().value, 45, 1e-5);
  EXPECT_NEAR(log.temperatures(0).back().value, 55, 1e-5);
}

}  // namespace
}  // namespace kairos
