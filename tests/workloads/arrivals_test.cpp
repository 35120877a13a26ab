#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"

namespace kairos {
namespace {

using namespace literals;

std::unique_ptr<ArrivalProcess> make(
    const std::string& name, const std::vector<std::pair<std::string, std::string>>& options) {
  Choice<ArrivalProcess> choice(name);
  for (const auto& [key, value] : options) choice.options.set(key, Value::scalar(value));
  return choice.make();
}

/// The first arrivals of an open process.
std::vector<Time> first(ArrivalProcess& process, std::uint64_t count) {
  Random random = Random::stream(1, "test");
  ArrivalState state;
  std::vector<Time> times;
  while (state.arrived < count) {
    times.push_back(*process.next(state, random));
    state.now = times.back();
    ++state.arrived;
    ++state.in_system;
  }
  return times;
}

TEST(Arrivals, PeriodicDoesNotDrift) {
  const auto times = first(*make("periodic", {{"rate", "3 /ms"}}), 7);
  EXPECT_EQ(times[0], Time{});
  EXPECT_EQ(times[3], Time(1_ms));
  EXPECT_EQ(times[6], Time(2_ms));
}

TEST(Arrivals, PoissonHasItsMeanGap) {
  const auto times = first(*make("poisson", {{"rate", "2 /ms"}}), 20'000);
  EXPECT_NEAR(times.back().milliseconds() / 20'000, 0.5, 5 * 0.5 / 141);
}

TEST(Arrivals, BurstsStandTogether) {
  const auto times = first(*make("burst", {{"rate", "1 /ms"}, {"size", "2"}, {"gap", "10 us"}}), 4);
  EXPECT_EQ(times, (std::vector{Time{}, Time(10_us), Time(1_ms), Time(1_ms + 10_us)}));
}

TEST(Arrivals, ClosedWaitsForRoom) {
  const auto process = make("closed", {{"jobs", "2"}, {"think", "5 us"}});
  Random random = Random::stream(1, "test");
  EXPECT_EQ(process->next({Time{}, 0, 0}, random), Time{});
  EXPECT_EQ(process->next({Time{}, 2, 2}, random), Time::never());
  EXPECT_EQ(process->next({Time(7_us), 2, 1}, random), Time(12_us));
}

TEST(Arrivals, TraceEndsAndRefusesToGoBack) {
  Choice<ArrivalProcess> choice("trace");
  choice.options.set("times", Value::list({Value::scalar("1 us"), Value::scalar("4 us")}));
  Random random = Random::stream(1, "test");
  EXPECT_EQ(choice.make()->next({Time{}, 1, 0}, random), Time(4_us));
  EXPECT_EQ(choice.make()->next({Time{}, 2, 0}, random), std::nullopt);
  choice.options.set("times", Value::list({Value::scalar("4 us"), Value::scalar("1 us")}));
  EXPECT_THROW(static_cast<void>(choice.make()), InputError);
}

}  // namespace
}  // namespace kairos
