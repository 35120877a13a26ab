// Tests tensors in memories of limited size: waiting, spilling and its traffic, and the end of a
// run.
#include <map>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Bytes mb(double amount) {
  return Bytes(amount * 1e6);
}
BytesPerSecond gb_s(double rate) {
  return BytesPerSecond(rate * 1e9);
}

/// A memory "sram" of a limited size, which spills to "dram" at 1 GB/s.
MemoryConfig memory(const std::string& name, double megabytes, WhenFull when_full) {
  MemoryConfig config;
  config.name = name;
  config.bandwidth = gb_s(2);
  config.size = mb(megabytes);
  config.when_full = when_full;
  if (when_full == WhenFull::spill) config.spill_to = "dram";
  return config;
}

/// CPUs that run a in 4 us, b in 2 us and c in 1 us, and share one memory.
Platform chip_with(const MemoryConfig& sram, std::uint64_t count = 1,
                   const std::vector<LinkConfig>& links = {}) {
  ClusterConfig cpu;
  cpu.name = "cpu";
  cpu.kind = "cpu";
  cpu.count = count;
  cpu.kernels = {{"a", 4_us}, {"b", 2_us}, {"c", 1_us}};
  cpu.memory = {"sram"};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = gb_s(1e6);
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = gb_s(1);
  dram.latency = 3_us;
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cpu};
  config.links = links;
  config.paths = {path};
  config.memory = {sram, dram};
  return config.build();
}

/// Records the contents of memory 0 and all announcements about memories.
class MemoryLog : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<MemoryUsed, MemoryFull, TensorSpilled>();
  }
  void observe(Time now, Event event) override {
    if (const auto* used = event.as<MemoryUsed>()) {
      log.emplace_back(now.since_start(), used->memory == MemoryId{0} ? "sram" : "dram",
                       used->used.value() / 1e6);
    } else if (const auto* spilled = event.as<TensorSpilled>()) {
      log.emplace_back(now.since_start(), "spilled", spilled->bytes.value() / 1e6);
    } else {
      log.emplace_back(now.since_start(), "full", 0);
    }
  }
  std::vector<std::tuple<Duration, std::string, double>> log;
};
using Log = decltype(MemoryLog::log);

const auto fork =
    graph("fork").task("a").task("b", {{"a", mb(4)}}).task("c", {{"a", mb(2)}}).build();
const auto chain = graph("chain").task("a").task("b", {{"a", mb(4)}}).build();

std::string message_of(const Scenario& s) {
  try {
    run_with(s, "first_come");
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(Tensors, TakeRoomFromTheirMakersStartToTheirReadersEnd) {
  MemoryLog log;
  run_with(scenario(chip_with(memory("sram", 10, WhenFull::wait)), fork), "first_come", &log);
  EXPECT_EQ(log.log, (Log{{0_us, "sram", 6}, {6_us, "sram", 2}, {7_us, "sram", 0}}));
}

/// Two jobs of 4 MB need a memory of 5 MB, so the second starts when the first has ended, at 6 us.
TEST(Tensors, WaitForRoom) {
  MemoryLog log;
  const auto result =
      run_with(scenario(chip_with(memory("sram", 5, WhenFull::wait), 2), chain, {0_us, 0_us}),
               "round_robin", &log);
  EXPECT_EQ(find_task(result, 0, 0).start, Time(0_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(6_us));
  EXPECT_EQ(result.end, Time(12_us));
  EXPECT_EQ(log.log, (Log{{0_us, "sram", 4},
                          {0_us, "full", 0},
                          {6_us, "sram", 0},
                          {6_us, "sram", 4},
                          {12_us, "sram", 0}}));
}

/// a ends at 4 us, and its 4 MB are written at 1 GB/s after 3 us, so b is ready at 4007 us. They
/// are read again, so b starts at 8010 us.
TEST(Tensors, SpillAndComeBackOverTheLinks) {
  MemoryLog log;
  const auto result =
      run_with(scenario(chip_with(memory("sram", 1, WhenFull::spill)), chain), "first_come", &log);
  EXPECT_EQ(find_task(result, 1).ready, Time(4007_us));
  EXPECT_EQ(find_task(result, 1).start, Time(8010_us));
  EXPECT_EQ(log.log, (Log{{0_us, "dram", 4}, {4_us, "spilled", 4}, {8012_us, "dram", 0}}));
}

/// With a link for each direction, 4 MB take 8 ms up at 500 MB/s and 16 ms down at 250 MB/s. With
/// the first link both ways, they take 8 ms each.
TEST(Tensors, ComeBackOverTheLinksOfTheirDirection) {
  LinkConfig up;
  up.name = "up";
  up.bandwidth = gb_s(0.5);
  up.energy = JoulesPerByte(1e-9);
  LinkConfig down = up;
  down.name = "down";
  down.bandwidth = gb_s(0.25);
  MemoryConfig sram = memory("sram", 1, WhenFull::spill);
  sram.spill_over = {"up"};
  const auto same = run_with(scenario(chip_with(sram, 1, {up, down}), chain), "first_come");
  EXPECT_EQ(find_task(same, 1).ready, Time(8007_us));
  EXPECT_EQ(find_task(same, 1).start, Time(16010_us));
  sram.read_back = {"down"};
  const auto own = run_with(scenario(chip_with(sram, 1, {up, down}), chain), "first_come");
  EXPECT_EQ(find_task(own, 1).ready, Time(8007_us));
  EXPECT_EQ(find_task(own, 1).start, Time(24010_us));
}

/// If a task writes tensors of 4 and 2 MB into a memory of 5 MB, the second one spills.
TEST(Tensors, SpillOnlyWhatDoesNotFit) {
  MemoryLog log;
  run_with(scenario(chip_with(memory("sram", 5, WhenFull::spill)), fork), "first_come", &log);
  ASSERT_GE(log.log.size(), 3U);
  EXPECT_EQ(log.log[0], Log::value_type(0_us, "sram", 4));
  EXPECT_EQ(log.log[1], Log::value_type(0_us, "dram", 2));
  EXPECT_EQ(log.log[2], Log::value_type(4_us, "spilled", 2));
}

TEST(Tensors, EndTheRunWhereMemoryIsToFail) {
  const std::string message =
      message_of(scenario(chip_with(memory("sram", 5, WhenFull::fail), 2), chain, {0_us, 1_us}));
  EXPECT_EQ(message,
            "task 'a' of job 1 ('chain') cannot start on 'cpu_1' at 1 us: its tensors take 4 MB, 1 "
            "MB of memory 'sram' are free, and the memory has 'when_full: fail'; enlarge the "
            "memory, let it spill, or send fewer jobs");
}

TEST(Tensors, AreRefusedWhenTheyCanNeverFit) {
  EXPECT_NE(message_of(scenario(chip_with(memory("sram", 3, WhenFull::wait)), chain))
                .find("it can never hold more than 3 MB"),
            std::string::npos);
}

/// Two tasks a hold 4 MB each of 9 MB, and each b needs another 4 MB while its input is there. With
/// 5 MB and one CPU, the first job's b is last in the queue, behind the second job's a, which finds
/// no room.
TEST(Tensors, LetThoseBehindPassThatFindRoom) {
  const auto result = run_with(
      scenario(chip_with(memory("sram", 5, WhenFull::wait)), chain, {0_us, 1_us}), "first_come");
  EXPECT_EQ(find_task(result, 0, 0).start, Time(0_us));
  EXPECT_EQ(find_task(result, 1, 0).start, Time(4_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(6_us));
  EXPECT_EQ(result.end, Time(12_us));
}

/// The CPUs keep failing while they run tasks, and all tensors are freed.
TEST(Tensors, AreGivenBackInEveryFaultScenario) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random = Random::stream(seed, "tensors");
    Scenario s = scenario(chip_with(memory("sram", 7, WhenFull::spill), 3), fork,
                          {0_us, 1_us, 2_us, 3_us, 900_us, 901_us});
    for (std::size_t i = 0; i < 12; ++i) {
      const auto element = static_cast<ElementId>(random.index(3));
      const Time fails(
          Duration::picoseconds(static_cast<std::int64_t>(random.index(20'000'000'000))));
      s.incidents.push_back({fails, Incident::Kind::failure, {}, 0, element});
      s.incidents.push_back({fails + 3_us, Incident::Kind::repair, {}, 0, element});
    }
    MemoryLog log;
    const auto result = run_with(s, seed % 2 == 0 ? "earliest_finish" : "round_robin", &log);
    EXPECT_EQ(result.tasks.size(), 18U);
    std::map<std::string, double> used;
    for (const auto& [at, what, megabytes] : log.log) used[what] = megabytes;
    EXPECT_EQ(used["sram"], 0) << "seed " << seed;
    EXPECT_EQ(used["dram"], 0) << "seed " << seed;
  }
}

TEST(Tensors, SayWhenAllWaitForEachOther) {
  const auto longer =
      graph("longer").task("a").task("b", {{"a", mb(4)}}).task("c", {{"b", mb(4)}}).build();
  EXPECT_NE(
      message_of(scenario(chip_with(memory("sram", 9, WhenFull::wait), 2), longer, {0_us, 0_us}))
          .find("no other task will free memory"),
      std::string::npos);
}

TEST(Tensors, OfALostTaskGiveTheirRoomBack) {
  MemoryLog log;
  Scenario s = scenario(chip_with(memory("sram", 10, WhenFull::wait)), chain);
  s.incidents.push_back({Time(1_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(5_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  run_with(s, "first_come", &log);
  EXPECT_EQ(log.log,
            (Log{{0_us, "sram", 4}, {1_us, "sram", 0}, {5_us, "sram", 4}, {11_us, "sram", 0}}));
}

TEST(Tensors, LeaveAPolicyToSeeWhatIsFree) {
  const Scenario s = scenario(chip_with(memory("sram", 10, WhenFull::wait)), chain);
  Simulator simulator(s, make_event_backend(s.platform));
  EXPECT_EQ(simulator.view().memory_free(ElementId{0}), mb(10));
  ASSERT_TRUE(simulator.advance());
  simulator.apply({simulator.view().ready().front(), ElementId{0}});
  EXPECT_EQ(simulator.view().memory_free(ElementId{0}), mb(6));
}

TEST(Tensors, AreNotCountedWhereNoMemoryHasASize) {
  MemoryConfig sram = memory("sram", 1, WhenFull::wait);
  sram.size.reset();
  const Scenario s = scenario(chip_with(sram), chain);
  EXPECT_TRUE(s.platform.memories.empty());
  MemoryLog log;
  run_with(s, "first_come", &log);
  EXPECT_TRUE(log.log.empty());
}

}  // namespace
}  // namespace kairos
