// Tests which of several routes transfers take, with times worked out by hand.
#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Two elements with three slots, and two links between them, the first one of 1 GB/s. Transfers
/// cross the first link, or either of them.
Platform two_links(bool may_choose, Duration latency, BytesPerSecond second = BytesPerSecond(1e9)) {
  PlatformConfig config;
  config.name = "links";
  ClusterConfig from, to;
  from.name = from.kind = "from";
  from.kernels = {{"a", 1_us}, {"b", 1_us}, {"c", 1_us}};
  to.name = to.kind = "to";
  to.kernels = {{"x", 1_us}, {"y", 1_us}, {"z", 1_us}};
  from.slots = to.slots = 3;
  to.queue = QueueRule::ready_first;  // Tasks do not wait for the inputs of earlier ones.
  config.clusters = {from, to};
  for (const char* name : {"first", "second"}) {
    LinkConfig link;
    link.name = name;
    link.bandwidth = BytesPerSecond(1e9);
    config.links.push_back(link);
  }
  PathConfig path;
  path.from = path.to = {"all"};
  path.over = {"first"};
  if (may_choose) path.or_over = {{"second"}};
  path.latency = latency;
  config.paths = {path};
  config.links.back().bandwidth = second;
  return config.build();
}

/// The starts of x and y, which read 4000 B each, and of z, which reads 1000 B, all sent at 1 us.
std::vector<Time> starts(bool may_choose, Duration latency = {}) {
  const auto g = graph("job")
                     .task("a")
                     .task("b")
                     .task("c")
                     .task("x", {{"a", Bytes(4000)}})
                     .task("y", {{"b", Bytes(4000)}})
                     .task("z", {{"c", Bytes(1000)}})
                     .build();
  const RunResult result = run_with(scenario(two_links(may_choose, latency), g), "earliest_finish");
  std::vector<Time> times;
  for (std::uint32_t task = 3; task < 6; ++task) times.push_back(find_task(result, task).start);
  return times;
}

/// A third of 1 GB/s each until z has its 1000 B at 4 us; then x and y share the link for the 3000
/// B that are left of each.
TEST(RouteChoice, TransfersWithoutAChoiceShareTheirRoute) {
  EXPECT_EQ(starts(false), (std::vector{Time(10_us), Time(10_us), Time(4_us)}));
}

/// x takes the first link, y the second, which is unused, and z the first again. x and z share it
/// until 3 us, and 3000 B are left of x.
TEST(RouteChoice, TransfersTakeTheRouteWithTheFewestTransfers) {
  EXPECT_EQ(starts(true), (std::vector{Time(6_us), Time(5_us), Time(3_us)}));
}

/// The choice is made when the latency begins.
TEST(RouteChoice, TransfersCountFromTheBeginningOfTheirLatency) {
  EXPECT_EQ(starts(true, 2_us), (std::vector{Time(8_us), Time(7_us), Time(5_us)}));
}

/// A job at 0 and one at 10 us send 4000 B each. Both take the first link, because the transfer of
/// the first job has ended by then. The second link would take four times as long.
TEST(RouteChoice, TransfersThatHaveEndedDoNotCount) {
  const auto g = graph("job").task("a").task("x", {{"a", Bytes(4000)}}).build();
  const Platform platform = two_links(true, {}, BytesPerSecond(2.5e8));
  const RunResult result = run_with(scenario(platform, g, {Duration{}, 10_us}), "earliest_finish");
  EXPECT_EQ(find_task(result, 1, 0).start, Time(5_us));
  EXPECT_EQ(find_task(result, 1, 1).start, Time(15_us));
}

/// The element of the reader fails at 2 us for 1 us, so the transfer is cancelled. At 3 us it
/// begins again over the first link.
TEST(RouteChoice, TransfersThatWereCancelledDoNotCount) {
  const auto g = graph("job").task("a").task("x", {{"a", Bytes(4000)}}).build();
  Scenario s = scenario(two_links(true, {}, BytesPerSecond(2.5e8)), g);
  s.incidents.push_back({Time(2_us), Incident::Kind::failure, {}, 0, ElementId{1}});
  s.incidents.push_back({Time(3_us), Incident::Kind::repair, {}, 0, ElementId{1}});
  EXPECT_EQ(find_task(run_with(s, "earliest_finish"), 1).start, Time(7_us));
}

TEST(RouteChoice, RefusesListsThatDoNotFit) {
  PlatformConfig config;
  config.name = "links";
  ClusterConfig cluster;
  cluster.name = cluster.kind = "cpu";
  cluster.count = 2;
  cluster.kernels = {{"a", 1_us}};
  config.clusters = {cluster};
  LinkConfig link;
  link.name = "first";
  link.bandwidth = BytesPerSecond(1e9);
  config.links = {link};
  PathConfig path;
  path.from = path.to = {"all"};
  path.or_over = {{"first"}};
  path.bandwidth = BytesPerSecond(1e9);
  config.paths = {path};
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
  config.paths.front().bandwidth.reset();
  config.paths.front().over = {"first"};
  EXPECT_NO_THROW(static_cast<void>(config.build()));
  config.paths.front().or_over = {{}};
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
  config.paths.front().or_over = {{"second"}};
  EXPECT_THROW(static_cast<void>(config.build()), InputError);
}

}  // namespace
}  // namespace kairos
