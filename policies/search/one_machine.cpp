#include "policies/search/one_machine.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <queue>

namespace kairos {
namespace {

constexpr Picoseconds before_all = std::numeric_limits<Picoseconds>::min() / 4;

void sort_by_head(std::span<const OneMachineTask> tasks, std::vector<std::uint32_t>& order) {
  order.resize(tasks.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, {}, [&](std::uint32_t t) { return tasks[t].head; });
}

}  // namespace

Picoseconds preemptive_makespan(std::span<const OneMachineTask> tasks) {
  std::vector<std::uint32_t> by_head;
  sort_by_head(tasks, by_head);
  struct Waiting {
    Picoseconds tail, left;
    bool operator<(const Waiting& other) const { return tail < other.tail; }
  };
  std::priority_queue<Waiting> waiting;
  Picoseconds now = 0;
  Picoseconds makespan = 0;
  std::size_t next = 0;
  while (next < by_head.size() || !waiting.empty()) {
    if (waiting.empty()) now = std::max(now, tasks[by_head[next]].head);
    for (; next < by_head.size() && tasks[by_head[next]].head <= now; ++next) {
      waiting.push({tasks[by_head[next]].tail, tasks[by_head[next]].duration});
    }
    Waiting task = waiting.top();
    waiting.pop();
    const Picoseconds until = next < by_head.size() ? tasks[by_head[next]].head : never;
    const Picoseconds ran = std::min(task.left, until - now);
    now += ran;
    task.left -= ran;
    if (task.left > 0) {
      waiting.push(task);
    } else {
      makespan = std::max(makespan, now + task.tail);
    }
  }
  return makespan;
}

bool HeadRaiser::raise(std::span<OneMachineTask> tasks, Picoseconds deadline) {
  sort_by_head(tasks, by_head_);
  raised_.assign(tasks.size(), 0);
  end_from_.resize(tasks.size());
  if (!find_edges(tasks, deadline)) return false;
  find_predecessors(tasks, deadline);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    OneMachineTask& task = tasks[by_head_[i]];
    task.head = std::max(task.head, raised_[i]);
    if (task.head + task.duration + task.tail > deadline) return false;
  }
  return true;
}

/// For every end e = D - tail(k), S(e) are the tasks that must end by e. Going back over the tasks
/// by head, `work` is the sum of those of S(e) from position i on.
bool HeadRaiser::find_edges(std::span<const OneMachineTask> tasks, Picoseconds deadline) {
  const std::size_t n = tasks.size();
  for (std::size_t k = 0; k < n; ++k) {
    const Picoseconds tail = tasks[k].tail;
    const Picoseconds end = deadline - tail;
    Picoseconds work = 0;
    Picoseconds latest = before_all;
    for (std::size_t i = n; i-- > 0;) {
      const OneMachineTask& task = tasks[by_head_[i]];
      if (task.tail >= tail) {
        work += task.duration;
        latest = std::max(latest, task.head + work);
        if (latest > end) return false;
      }
      end_from_[i] = latest;
    }
    Picoseconds begun = before_all;  // The end of the tasks of S(e) if one before i begins.
    for (std::size_t i = 0; i < n; ++i) {
      const OneMachineTask& task = tasks[by_head_[i]];
      if (task.tail >= tail) {
        begun = std::max(begun, task.head + work);
        work -= task.duration;
        continue;
      }
      if (work > 0 && task.head + work + task.duration > end) {
        raised_[i] = std::max(raised_[i], end_from_[i]);
      }
      if (begun + task.duration > end) raised_[i] = std::max(raised_[i], latest);
    }
  }
  return true;
}

void HeadRaiser::find_predecessors(std::span<const OneMachineTask> tasks, Picoseconds deadline) {
  const std::size_t n = tasks.size();
  for (std::size_t i = 0; i < n; ++i) {
    const OneMachineTask& task = tasks[by_head_[i]];
    const Picoseconds end = task.head + task.duration;
    Picoseconds free = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const OneMachineTask& other = tasks[by_head_[j]];
      const bool precedes = j != i && end + other.duration + other.tail > deadline;
      if (precedes) free = std::max(free, other.head) + other.duration;
    }
    raised_[i] = std::max(raised_[i], free);
  }
}

}  // namespace kairos
