#include "sim/power/energy_meter.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Two cores draw 2 W busy and 0.5 W idle. One runs for 4 us and the other idles: 8 uJ + 2 uJ.
TEST(EnergyMeter, ChargesBusyAndIdleElements) {
  const auto s = scenario(chip()
                              .cluster("cpu", 2, {{"a", 4_us}}, Watts(2), Watts(0.5))
                              .bandwidth(BytesPerSecond(1e9))
                              .build(),
                          graph("job").task("a").build());
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_DOUBLE_EQ(result.element_energy[0].value(), 8e-6);
  EXPECT_DOUBLE_EQ(result.element_energy[1].value(), 2e-6);
  EXPECT_DOUBLE_EQ(result.tasks[0].energy.value(), 8e-6);
}

Platform a15() {
  PlatformConfig config;
  ClusterConfig cluster;
  cluster.name = "A15";
  cluster.kind = "cpu";
  cluster.count = 4;
  cluster.power.profile = {{Hertz(1e9), {Watts(3.32), Watts(5.05), Watts(6.15), Watts(6.91)}, {}}};
  config.clusters = {cluster};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  config.paths = {path};
  return config.build();
}

/// The worked example of the header: 5.845 J and 2.525 J.
TEST(EnergyMeter, SharesAClusterProfileAmongItsBusyElements) {
  const Platform platform = a15();
  EnergyMeter meter(platform);
  const Joules first = meter.started(ElementId{0}, Time{});
  const Joules second = meter.started(ElementId{1}, Time(1_s));
  meter.ended(ElementId{0}, Time(2_s));
  meter.ended(ElementId{1}, Time(2_s));
  EXPECT_DOUBLE_EQ(meter.task_energy(ElementId{0}, first).value(), 5.845);
  EXPECT_DOUBLE_EQ(meter.task_energy(ElementId{1}, second).value(), 2.525);
  EXPECT_DOUBLE_EQ(meter.integral().value(), 8.37);
}

/// A profile contains the leakage of all four cores, busy or idle. At the temperature at which it
/// was measured, the cluster draws the measured power again, with any number of busy cores and at
/// any measured clock.
TEST(EnergyMeter, DrawsAProfileAtTheTemperatureOfItsMeasurement) {
  const std::vector<Watts> slow{Watts(0.85), Watts(1.3), Watts(1.58), Watts(1.78)};
  const std::vector<Watts> fast{Watts(3.32), Watts(5.05), Watts(6.15), Watts(6.91)};
  ChipBuilder builder = chip().cluster("A15", 4, {{"a", 100_us}}, Watts(0));
  builder.last().points = {{Hertz(1e9), Volts(1)}, {Hertz(2e9), Volts(1.362)}};
  builder.last().power.profile = {{Hertz(1e9), slow, {}}, {Hertz(2e9), fast, {}}};
  builder.leaks({0.000622, 2660, 0.00012975, Temperature::celsius(60)});
  builder.bandwidth(BytesPerSecond(1e9));
  GraphBuilder job = graph("job");
  for (std::size_t busy = 1; busy <= 4; ++busy) {
    job.task_of_kernel("t" + std::to_string(busy), "a");
    auto s = scenario(builder.build(), job.build());
    const RunResult at_fast = run_with(s, "earliest_finish");
    EXPECT_NEAR(at_fast.integral.value() / 100e-6, fast[busy - 1].value(), 1e-9) << busy;
    s.incidents.push_back({Time{}, Incident::Kind::point, ClusterId{0}, 0, {}});
    const RunResult at_slow = run_with(s, "earliest_finish");
    EXPECT_EQ(at_slow.end, Time(200_us));
    EXPECT_NEAR(at_slow.integral.value() / 200e-6, slow[busy - 1].value(), 1e-9) << busy;
  }
}

TEST(EnergyMeter, AnElementThatIsDownDrawsItsOffPower) {
  PlatformConfig config;
  ClusterConfig cluster;
  cluster.name = "npu";
  cluster.kind = "npu";
  cluster.power.idle = Watts(1);
  cluster.power.busy = Watts(5);
  cluster.power.off = Watts(0.1);
  config.clusters = {cluster};
  const Platform platform = config.build();
  EnergyMeter meter(platform);
  meter.set_up(ElementId{0}, false, Time(1_s));
  meter.set_up(ElementId{0}, true, Time(3_s));
  meter.settle_all(Time(4_s));
  EXPECT_DOUBLE_EQ(meter.of_element(ElementId{0}).value(), 1 + 0.2 + 1);
  EXPECT_DOUBLE_EQ(meter.integral().value(), 2.2);
}

/// Reading the energies of an instant changes nothing, and gives the values that settling gives at
/// that instant.
TEST(EnergyMeter, TellsEnergiesOfAnInstantWithoutGoingThere) {
  const Platform platform = a15();
  EnergyMeter meter(platform), settled(platform);
  const IdleState sleep{"sleep", {}, {}, Watts(0.25), {}, 0.5};
  for (EnergyMeter* m : {&meter, &settled}) {
    m->started(ElementId{0}, Time{});
    m->set_leakage(ElementId{0}, Amperes(0.3), Time(1_s));
    m->started(ElementId{1}, Time(1_s));
    m->set_idle_state(ElementId{2}, &sleep, Time(1_s));
    m->set_up(ElementId{3}, false, Time(1_s));
    m->ended(ElementId{1}, Time(2_s));
  }
  settled.settle_all(Time(5_s));
  for (const ElementId e : ids<ElementId>(4)) {
    EXPECT_EQ(meter.of_element(e, Time(5_s)), settled.of_element(e)) << index(e);
    EXPECT_LE(meter.of_element(e), meter.of_element(e, Time(5_s))) << index(e);
  }
  EXPECT_LT(meter.of_element(ElementId{0}), meter.of_element(ElementId{0}, Time(5_s)));
}

/// 2 W at 1 GHz is 1 W at 500 MHz and the same voltage.
TEST(EnergyMeter, FollowsTheOperatingPoint) {
  auto s = scenario(chip().cluster("cpu", 1, {{"a", 10_us}}, Watts(2)).build(),
                    graph("job").task("a").build());
  s.incidents.push_back({Time(4_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  EXPECT_DOUBLE_EQ(run_with(s, "earliest_finish").element_energy[0].value(), 8e-6 + 12e-6);
}

TEST(EnergyMeter, ElementsSumUpToTheIntegralOfPower) {
  auto s = scenario(chip()
                        .cluster("cpu", 3, {{"a", 7_us}, {"b", 3_us}}, Watts(2), Watts(0.3))
                        .cluster("npu", 2, {{"b", 1_us}}, Watts(4), Watts(0.1))
                        .bandwidth(BytesPerSecond(1e9))
                        .build(),
                    graph("job").task("a").task("b", {{"a", Bytes(500)}}).build(),
                    std::vector<Duration>(200, 1_us));
  s.incidents.push_back({Time(40_us), Incident::Kind::failure, {}, 0, ElementId{1}});
  s.incidents.push_back({Time(90_us), Incident::Kind::repair, {}, 0, ElementId{1}});
  s.incidents.push_back({Time(60_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  const RunResult result = run_with(s, "earliest_finish");
  const double sum = std::accumulate(result.element_energy.begin(), result.element_energy.end(),
                                     0.0, [](double a, Joules b) { return a + b.value(); });
  EXPECT_NEAR(sum / result.integral.value(), 1, 1e-9);
}

}  // namespace
}  // namespace kairos
