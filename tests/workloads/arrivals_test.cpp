#include <algorithm>

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

/// Bursts of three jobs 50 us apart begin every 100 us, so the last job of one burst and the first
/// of the next arrive together.
TEST(Arrivals, BurstsThatOverlapAreAllThere) {
  const auto times =
      first(*make("burst", {{"rate", "10 /ms"}, {"size", "3"}, {"gap", "50 us"}}), 7);
  EXPECT_EQ(times, (std::vector{Time{}, Time(50_us), Time(100_us), Time(100_us), Time(150_us),
                                Time(200_us), Time(200_us)}));
}

/// In random bursts of six, job m always arrives m gaps after the first job of its burst.
TEST(Arrivals, RandomBurstsKeepTheirGaps) {
  const std::vector<std::pair<std::string, std::string>> options{
      {"rate", "10 /ms"}, {"gap", "50 us"}, {"random", "true"}};
  auto starts = options;
  starts.emplace_back("size", "1");
  auto whole = options;
  whole.emplace_back("size", "6");
  std::vector<Time> expected;
  for (const Time start : first(*make("burst", starts), 1000)) {
    Time next = start;
    for (int member = 0; member < 6; ++member, next += 50_us) expected.push_back(next);
  }
  std::ranges::sort(expected);
  expected.resize(5000);
  EXPECT_EQ(first(*make("burst", whole), 5000), expected);
}

/// 64 bits hold 2562 hours, so the 130th job of a burst with gaps of 20 hours is beyond them.
TEST(Arrivals, ABurstBeyondTheClockIsRefused) {
  const auto process = make("burst", {{"rate", "1e-9 /s"}, {"size", "200"}, {"gap", "72000 s"}});
  EXPECT_THROW(first(*process, 200), std::exception);
  const auto shorter = make("burst", {{"rate", "1e-9 /s"}, {"size", "200"}, {"gap", "72000 s"}});
  EXPECT_EQ(first(*shorter, 100).size(), 100U);
}

TEST(Arrivals, NoMoreThanOneAPicosecond) {
  for (const char* name : {"burst", "periodic", "poisson"}) {
    EXPECT_THROW(static_cast<void>(make(name, {{"rate", "1e13 /s"}})), InputError) << name;
  }
}

/// Both clients think for 5 us, each from the end of its own job.
TEST(Arrivals, ClientsThinkEachByThemselves) {
  const auto process = make("closed", {{"jobs", "2"}, {"think", "5 us"}});
  Random random = Random::stream(1, "test");
  EXPECT_EQ(process->next({Time{}, 0, 0}, random), Time{});
  EXPECT_EQ(process->next({Time{}, 1, 1}, random), Time{});
  EXPECT_EQ(process->next({Time{}, 2, 2}, random), Time::never());
  EXPECT_EQ(process->next({Time(7_us), 2, 1}, random), Time(12_us));
  EXPECT_EQ(process->next({Time(8_us), 2, 0}, random), Time(12_us));
  EXPECT_EQ(process->next({Time(12_us), 3, 1}, random), Time(13_us));
  EXPECT_EQ(process->next({Time(13_us), 4, 2}, random), Time::never());
}

TEST(Arrivals, OneGeneratorThinksForAll) {
  const auto process =
      make("closed", {{"jobs", "2"}, {"think", "5 us"}, {"one_at_a_time", "true"}});
  Random random = Random::stream(1, "test");
  EXPECT_EQ(process->next({Time{}, 0, 0}, random), Time{});
  EXPECT_EQ(process->next({Time{}, 2, 2}, random), Time::never());
  EXPECT_EQ(process->next({Time(7_us), 2, 1}, random), Time(12_us));
  EXPECT_EQ(process->next({Time(12_us), 3, 1}, random), Time(17_us));
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
