// Tests the power that a cluster draws while any of its elements is awake.
#include <array>
#include <numeric>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "sim/power/energy_meter.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/platform_configs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Two cores of 2 W busy and 1 W idle in a cluster that draws 4 W while it is awake. After 50 us
/// without work a core sleeps at 0.5 W, and wakes up at once.
ChipBuilder two_cores(bool keeps_awake) {
  ChipBuilder builder = chip().cluster("cpu", 2, {{"a", 100_us}}, Watts(2), Watts(1));
  builder.last().power.awake = Watts(4);
  IdleStateConfig sleep;
  sleep.name = "sleep";
  sleep.after = 50_us;
  sleep.power = Watts(0.5);
  sleep.keeps_awake = keeps_awake;
  builder.last().power.idle_states = {sleep};
  builder.bandwidth(BytesPerSecond(1e9));
  return builder;
}

Watts sum(const EnergyMeter& meter, const Platform& platform) {
  Watts all;
  for (const ElementId e : ids<ElementId>(platform.elements.size())) all += meter.power(e);
  return all;
}

/// Without idle states the cluster is always awake. One task takes 4 us and the other 2 us: 2 us at
/// (2 + 4/2) W for each, then 2 us at 2 + 4 W for one core and 1 W for the other.
TEST(AwakeCluster, DrawsItsPowerOnceWhateverItsElementsDo) {
  ChipBuilder builder = chip().cluster("cpu", 2, {{"a", 4_us}, {"b", 2_us}}, Watts(2), Watts(1));
  builder.last().power.awake = Watts(4);
  builder.bandwidth(BytesPerSecond(1e9));
  const auto s = scenario(builder.build(), graph("job").task("a").task("b").build());
  const RunResult result = run_with(s, "earliest_finish");
  EXPECT_NEAR(find_task(result, 0).energy.value(), 2e-6 * 4 + 2e-6 * 6, 1e-15);
  EXPECT_NEAR(find_task(result, 1).energy.value(), 2e-6 * 4, 1e-15);
  EXPECT_NEAR(result.element_energy[0].value() + result.element_energy[1].value(), 30e-6, 1e-15);
  EXPECT_NEAR(result.integral.value(), 30e-6, 1e-15);
}

/// Jobs arrive at 0 and 400 us and run on the first core. It is idle from 100 us on and alone keeps
/// the cluster awake, until it sleeps at 150 us.
TEST(AwakeCluster, DrawsNothingWhenAllItsElementsSleep) {
  const auto s =
      scenario(two_cores(false).build(), graph("job").task("a").build(), {Duration{}, 400_us});
  const RunResult result = run_with(s, "earliest_finish");
  ASSERT_EQ(find_task(result, 0, 1).element, ElementId{0});
  ASSERT_EQ(result.end, Time(500_us));
  const double first = 200e-6 * (2 + 4)   // Two tasks.
                       + 50e-6 * (1 + 4)  // It idles and keeps the cluster awake.
                       + 250e-6 * 0.5;    // It sleeps.
  const double second = 50e-6 * 1 + 450e-6 * 0.5;
  EXPECT_NEAR(result.element_energy[0].value(), first, 1e-12);
  EXPECT_NEAR(result.element_energy[1].value(), second, 1e-12);
  EXPECT_NEAR(result.integral.value(), first + second, 1e-12);
}

/// In the same run, cores that sleep share the power of the cluster with idle ones, as long as no
/// core is busy.
TEST(AwakeCluster, IsKeptAwakeByIdleStatesThatSaySo) {
  const auto s =
      scenario(two_cores(true).build(), graph("job").task("a").build(), {Duration{}, 400_us});
  const RunResult result = run_with(s, "earliest_finish");
  ASSERT_EQ(find_task(result, 0, 1).element, ElementId{0});
  const double first = 200e-6 * (2 + 4) + 50e-6 * (1 + 2) + 250e-6 * (0.5 + 2);
  const double second = 50e-6 * 1 + 50e-6 * 0.5  // The first core is busy until 100 us.
                        + 300e-6 * (0.5 + 2)     // Until 400 us nothing is busy.
                        + 100e-6 * 0.5;
  EXPECT_NEAR(result.element_energy[0].value(), first, 1e-12);
  EXPECT_NEAR(result.element_energy[1].value(), second, 1e-12);
  EXPECT_NEAR(result.integral.value(), first + second, 1e-12);
}

/// Two idle cores share 1 W. From 1 s on one is down, and from 2 s on both are.
TEST(AwakeCluster, SleepsWhenAllItsElementsAreDown) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2)};
  config.clusters[0].power.idle = Watts(0.5);
  config.clusters[0].power.busy = Watts(2);
  config.clusters[0].power.off = Watts(0.1);
  config.clusters[0].power.awake = Watts(1);
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  config.paths = {path};
  const Platform platform = config.build();
  EnergyMeter meter(platform);
  meter.set_up(ElementId{0}, false, Time(1_s));
  EXPECT_DOUBLE_EQ(meter.power(ElementId{1}).value(), 1.5);
  meter.set_up(ElementId{1}, false, Time(2_s));
  meter.settle_all(Time(3_s));
  EXPECT_DOUBLE_EQ(meter.of_element(ElementId{0}).value(), 1.0 + 2 * 0.1);
  EXPECT_DOUBLE_EQ(meter.of_element(ElementId{1}).value(), 1.0 + 1.5 + 0.1);
  EXPECT_DOUBLE_EQ(meter.integral().value(), 3.8);
}

/// 0.1 W scales with the cube of the voltage, 50 pJ with the clock, 200 pF with V^2 f.
TEST(AwakeCluster, ScalesAsTheUserSays) {
  PlatformConfig config;
  config.clusters = {cluster("cpu")};
  PowerConfig& power = config.clusters[0].power;
  config.clusters[0].points = {{Hertz(0.5e9), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
  power.busy = Watts(1);
  power.awake = Watts(0.1);
  EXPECT_DOUBLE_EQ(config.build().clusters[ClusterId{0}].points[0].awake.value(), 0.1);
  power.awake_exponent = 3;
  power.awake_cycle = Joules(50e-12);
  power.awake_capacitance = Farads(200e-12);
  const Platform platform = config.build();
  const auto& points = platform.clusters[ClusterId{0}].points;
  EXPECT_NEAR(points[0].awake.value(), 0.0512 + 0.025 + 0.064, 1e-15);
  EXPECT_NEAR(points[1].awake.value(), 0.1 + 0.05 + 0.2, 1e-15);
  EXPECT_NEAR(points[0].power[1].busy.value(), 0.32 + 0.1402, 1e-15);
}

/// A profile is the power of the whole cluster, which is awake: with 0.4 W for that, 1 W and 1.5 W
/// are 0.6 W and 2 x 0.55 W of the busy cores. At half the clock these halve; the 0.4 W do not.
TEST(AwakeCluster, IsPartOfAProfile) {
  PlatformConfig config;
  config.clusters = {cluster("cpu", 2)};
  config.clusters[0].points = {{Hertz(0.5e9), Volts(1)}, {Hertz(1e9), Volts(1)}};
  config.clusters[0].power.profile = {{Hertz(1e9), {Watts(1), Watts(1.5)}, {}}};
  config.clusters[0].power.awake = Watts(0.4);
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e9);
  config.paths = {path};
  const Platform platform = config.build();
  const auto& points = platform.clusters[ClusterId{0}].points;
  EXPECT_DOUBLE_EQ(points[1].power[1].busy.value(), 1);
  EXPECT_DOUBLE_EQ(points[1].power[2].busy.value(), 0.75);
  EXPECT_DOUBLE_EQ(points[0].power[1].busy.value(), 0.3 + 0.4);
  EXPECT_DOUBLE_EQ(points[0].power[2].busy.value(), 0.275 + 0.2);
  EnergyMeter meter(platform);
  EXPECT_DOUBLE_EQ(sum(meter, platform).value(), 0.4);

  config.clusters[0].power.awake = Watts(1.2);
  EXPECT_NE(message_of(config).find("draws 1.2 W when it is awake, more than the 1 W"),
            std::string::npos)
      << message_of(config);
}

/// In a mode that leaves half of the units on, the measured part of the elements halves: (1 - 0.4)
/// / 2 W. The cluster draws 0.4 W as before.
TEST(AwakeCluster, IsNotReducedByAPowerMode) {
  PlatformConfig config;
  config.clusters = {cluster("cpu")};
  config.clusters[0].points = {{Hertz(1e9), Volts(1)}};
  config.clusters[0].power.profile = {{Hertz(1e9), {Watts(1)}, {}}};
  config.clusters[0].power.awake = Watts(0.4);
  ModeConfig half;
  half.clusters["cpu"].units = 0.5;
  config.modes = {{"half", half}};
  config.mode = "half";
  const Platform platform = config.build();
  EXPECT_DOUBLE_EQ(platform.clusters[ClusterId{0}].points[0].power[1].busy.value(), 0.3 + 0.4);
}

TEST(AwakeCluster, IsNotKeptAwakeByADeeperStateAlone) {
  PlatformConfig config;
  config.clusters = {cluster("cpu")};
  IdleStateConfig light, deep;
  light.name = "light";
  deep.name = "deep";
  deep.after = 1_ms;
  deep.keeps_awake = true;
  config.clusters[0].power.idle_states = {light, deep};
  EXPECT_NE(message_of(config).find("'deep' of cluster 'cpu' keeps the cluster awake"),
            std::string::npos);
}

/// A task that wakes the cluster up causes its whole power; a second one shares it.
TEST(AwakeCluster, IsForeseenInEstimates) {
  const Platform platform = two_cores(false).build();
  EnergyMeter meter(platform);
  EXPECT_DOUBLE_EQ(meter.power_of_one_more(ClusterId{0}).value(), 2 + 4);
  EXPECT_DOUBLE_EQ(meter.power_of_one_more(ClusterId{0}, 0).value(), 1 + 4);  // At half the clock.
  meter.started(ElementId{0}, Time{});
  EXPECT_DOUBLE_EQ(meter.power_of_one_more(ClusterId{0}).value(), 2 + 4 / 2.0);
}

/// The states of the elements of a cluster, and the power that follows from their definition.
class RandomCluster {
 public:
  RandomCluster() {
    PlatformConfig config;
    config.clusters = {cluster("cpu", 3)};
    config.clusters[0].points = {{Hertz(0.5e9), Volts(0.8)}, {Hertz(1e9), Volts(1)}};
    config.clusters[0].power.busy = Watts(2);
    config.clusters[0].power.idle = Watts(0.3);
    config.clusters[0].power.off = Watts(0.05);
    config.clusters[0].power.awake = Watts(0.7);
    config.clusters[0].power.awake_capacitance = Farads(300e-12);
    PathConfig path;
    path.from = path.to = {"all"};
    path.bandwidth = BytesPerSecond(1e9);
    config.paths = {path};
    platform = config.build();
    meter.emplace(platform);
    meter->set_leakage(ElementId{1}, Amperes(0.02), Time{});
  }

  void change(std::uint64_t what, ElementId e, Time now) {
    State& state = states_[index(e)];
    if (what == 0) {
      point_ = 1 - point_;
      meter->set_point(ClusterId{0}, point_, now);
    } else if (state == State::idle && what < 4) {
      constexpr std::array next{State::busy, State::light, State::deep};
      state = next[what - 1];
      if (state == State::busy) meter->started(e, now);
      if (state == State::light) meter->set_idle_state(e, &light_, now);
      if (state == State::deep) meter->set_idle_state(e, &deep_, now);
    } else if (state == State::idle) {
      state = State::down;
      meter->set_up(e, false, now);
    } else {
      if (state == State::busy) meter->ended(e, now);
      if (state == State::light || state == State::deep) meter->set_idle_state(e, nullptr, now);
      if (state == State::down) meter->set_up(e, true, now);
      state = State::idle;
    }
  }

  [[nodiscard]] double expected_power() const {
    const double volts = point_ == 1 ? 1 : 0.8, hertz = point_ == 1 ? 1e9 : 0.5e9;
    double power = 0;
    bool is_awake = false;
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const State state = states_[i];
      if (state == State::busy) power += 2 * volts * volts * hertz / 1e9;
      if (state == State::idle) power += 0.3;
      if (state == State::light) power += 0.2;
      if (state == State::deep) power += 0.1;
      if (state == State::down) power += 0.05;
      if (i == 1 && state != State::down) power += 0.02 * volts * (state == State::deep ? 0.5 : 1);
      is_awake = is_awake || state == State::busy || state == State::idle || state == State::light;
    }
    return power + (is_awake ? 0.7 + 300e-12 * volts * volts * hertz : 0);
  }

  Platform platform;
  std::optional<EnergyMeter> meter;

 private:
  enum class State { idle, busy, light, deep, down };

  const IdleState light_{"light", {}, {}, Watts(0.2), {}, 1, true};
  const IdleState deep_{"deep", {}, {}, Watts(0.1), {}, 0.5, false};
  std::array<State, 3> states_{};
  std::size_t point_ = 1;
};

/// Whatever the elements do, the powers of the elements add up to that of the cluster, and so do
/// their energies to its integral.
TEST(AwakeCluster, IsDividedAmongItsElementsWithoutRest) {
  RandomCluster cluster;
  Random random = Random::stream(1, "awake");
  double joules = 0;
  for (std::int64_t second = 1; second <= 2000; ++second) {
    joules += cluster.expected_power();
    const Time now(Duration::picoseconds(second * 1'000'000'000'000));
    cluster.change(static_cast<std::uint64_t>(random.uniform() * 6),
                   static_cast<ElementId>(random.uniform() * 3), now);
    const double expected = cluster.expected_power();
    ASSERT_NEAR(sum(*cluster.meter, cluster.platform).value(), expected, 1e-9) << second;
    ASSERT_NEAR(cluster.meter->power(ClusterId{0}).value(), expected, 1e-9) << second;
    Joules read;
    for (const ElementId e : ids<ElementId>(3)) read += cluster.meter->of_element(e, now);
    ASSERT_NEAR(read.value(), joules, 1e-7) << second;
  }
  EXPECT_NEAR(cluster.meter->integral().value(), joules, 1e-7);
}

}  // namespace
}  // namespace kairos
