// Draws the parts of random scenarios. Most times are whole microseconds, so many things happen at
// the same instant.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/random.hpp"
#include "tests/support/builders.hpp"

namespace kairos::testing {

class Draws {
 protected:
  explicit Draws(Random random) : random_(random) {}

  bool chance(double probability) { return random_.uniform() < probability; }
  std::size_t index_below(std::size_t count) { return random_.index(count); }
  double fraction() { return random_.uniform(); }
  Duration microseconds(std::uint64_t low, std::uint64_t high) {
    const auto count = static_cast<std::int64_t>(low + random_.index(high - low + 1));
    return Duration::picoseconds(count * 1'000'000);
  }

  /// Draws a graph of tasks with the kernels a, b and c.
  std::shared_ptr<const JobGraph> draw_graph(const std::string& name, std::size_t tasks) {
    GraphBuilder builder = graph(name);
    for (std::size_t t = 0; t < tasks; ++t) {
      std::vector<std::pair<std::string, Bytes>> inputs;
      for (std::size_t before = 0; before < t; ++before) {
        const auto bytes = static_cast<double>(random_.index(4)) * 1000;
        if (chance(0.4)) inputs.emplace_back("t" + std::to_string(before), Bytes(bytes));
      }
      builder.task_of_kernel("t" + std::to_string(t), std::string(1, "abc"[random_.index(3)]),
                             inputs);
    }
    return builder.build();
  }

  /// Draws instants of arrival from 0 to `latest` microseconds.
  std::vector<Duration> draw_arrivals(std::size_t count, std::uint64_t latest) {
    std::vector<Duration> arrivals(count);
    for (Duration& arrival : arrivals) arrival = microseconds(0, latest);
    std::ranges::sort(arrivals);
    return arrivals;
  }

 private:
  Random random_;
};

}  // namespace kairos::testing
