// The least work of an event loop, with which the simulator is compared.
#pragma once

#include <algorithm>
#include <functional>
#include <queue>
#include <stdexcept>
#include <vector>

#include "sim/events/event.hpp"
#include "tests/benchmarks/stopwatch.hpp"

namespace kairos {

/// The time of a queue that handles the start and the finish of every task. No simulator can do
/// with less.
inline double bare_loop_seconds(std::vector<TaskFinished> tasks) {
  std::ranges::stable_sort(tasks, {}, &TaskFinished::start);
  using Entry = std::pair<std::int64_t, std::size_t>;
  const std::size_t finish_flag = std::size_t{1} << 40U;
  std::size_t replayed = 0;
  const double seconds = seconds_of([&] {
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    queue.emplace(tasks[0].start.picoseconds(), 0);
    while (!queue.empty()) {
      const std::size_t what = queue.top().second;
      queue.pop();
      ++replayed;
      if ((what & finish_flag) != 0) continue;
      queue.emplace(tasks[what].finish.picoseconds(), what | finish_flag);
      if (what + 1 < tasks.size()) queue.emplace(tasks[what + 1].start.picoseconds(), what + 1);
    }
  });
  if (replayed != 2 * tasks.size()) throw std::logic_error("the bare loop lost events");
  return seconds;
}

}  // namespace kairos
