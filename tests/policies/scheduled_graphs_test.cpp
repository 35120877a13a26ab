// Compares schedules with recorded ones. The policies look for the best pair of task and element,
// or for the longest path, in queues; the records come from versions that scanned everything.
#include <set>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// A graph in which a task depends on up to three of the `window` tasks before it, and elements
/// that can run some of the tasks each. With `slots`, every other element has two slots.
class RandomGraph {
 public:
  RandomGraph(std::uint64_t seed, std::size_t elements, std::size_t window, bool slots)
      : random_(Random::stream(seed, "graph")),
        kernels_(elements),
        window_(window),
        slots_(slots) {}

  Scenario scenario(std::size_t tasks) {
    GraphBuilder builder = graph("g");
    for (std::size_t i = 0; i < tasks; ++i) {
      builder.task(name(i), inputs(i));
      draw_durations(name(i));
    }
    ChipBuilder chip_of_clusters = chip();
    for (std::size_t e = 0; e < kernels_.size(); ++e) {
      chip_of_clusters.cluster("e" + std::to_string(e), 1, kernels_[e]);
      if (slots_ && e % 2 == 1) chip_of_clusters.slots(2);
    }
    return testing::scenario(chip_of_clusters.bandwidth(BytesPerSecond(1e9)).build(),
                             builder.build());
  }

 private:
  static std::string name(std::size_t task) { return "t" + std::to_string(task); }

  std::vector<std::pair<std::string, Bytes>> inputs(std::size_t task) {
    std::set<std::size_t> from;
    if (task > 0) {
      const std::size_t most = 1 + random_.index(3);
      for (std::size_t k = 0; k < most; ++k) {
        from.insert(task - 1 - random_.index(std::min(task, window_)));
      }
    }
    if (task < window_ / 2) from.clear();
    std::vector<std::pair<std::string, Bytes>> inputs;
    inputs.reserve(from.size());
    for (const std::size_t input : from) {
      inputs.emplace_back(name(input), Bytes(static_cast<double>(random_.index(30)) * 1000));
    }
    return inputs;
  }

  void draw_durations(const std::string& kernel) {
    bool any = false;
    for (std::size_t e = 0; e < kernels_.size(); ++e) {
      const bool is_last = e + 1 == kernels_.size();
      if ((!is_last || any) && random_.uniform() < 0.3) continue;
      any = true;
      const auto microseconds = static_cast<std::int64_t>(5 + random_.index(45));
      kernels_[e][kernel] = Duration::picoseconds(microseconds * 1'000'000);
    }
  }

  Random random_;
  std::vector<std::map<std::string, Duration>> kernels_;
  std::size_t window_;
  bool slots_;
};

/// A fingerprint of the element, start and finish of every task, on graphs that are deep, wide and
/// in between.
std::uint64_t fingerprint(const std::string& policy) {
  std::uint64_t sum = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    for (const std::size_t window : {4U, 40U, 400U}) {
      RandomGraph random(seed, 2 + seed % 7, window, seed % 3 == 0);
      for (const TaskFinished& task : run_with(random.scenario(300), policy).tasks) {
        for (const std::uint64_t number :
             {std::uint64_t{index(task.task.task)}, std::uint64_t{index(task.element)},
              static_cast<std::uint64_t>(task.start.picoseconds()),
              static_cast<std::uint64_t>(task.finish.picoseconds())}) {
          sum = mix(sum ^ number);
        }
      }
    }
  }
  return sum;
}

TEST(ScheduledGraphs, AreThoseOfVersionsThatScanned) {
  EXPECT_EQ(fingerprint("dls"), 0x95c458f48cf1a816ULL);
  EXPECT_EQ(fingerprint("bil"), 0xf55405683c958dc6ULL);
  EXPECT_EQ(fingerprint("linear_clustering"), 0xf1b40a7498363df3ULL);
  EXPECT_EQ(fingerprint("fcp"), 0x688ccdecb75d0b78ULL);
  EXPECT_EQ(fingerprint("srpt_eft"), 0xc9b20e8b4409a6b2ULL);
}

}  // namespace
}  // namespace kairos
