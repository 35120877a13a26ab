#include "experiments/charts/lanes.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace kairos {
namespace {

using FreeTimes = IdVector<ElementId, std::vector<Time>>;

/// The number of each task's lane among the lanes of its element.
std::vector<std::size_t> lanes_within_elements(std::span<const Occupation> tasks,
                                               FreeTimes& free_at) {
  std::vector<std::size_t> by_start(tasks.size());
  std::iota(by_start.begin(), by_start.end(), std::size_t{0});
  std::ranges::stable_sort(
      by_start, {}, [&](std::size_t i) { return std::pair(tasks[i].start, tasks[i].finish); });
  std::vector<std::size_t> lane_of_task(tasks.size());
  for (const std::size_t i : by_start) {
    auto& element = free_at[tasks[i].element];
    const auto lane =
        std::ranges::find_if(element, [&](Time free) { return free <= tasks[i].start; });
    lane_of_task[i] = static_cast<std::size_t>(lane - element.begin());
    if (lane == element.end()) {
      element.push_back(tasks[i].finish);
    } else {
      *lane = tasks[i].finish;
    }
  }
  return lane_of_task;
}

}  // namespace

Lanes assign_lanes(std::span<const Occupation> tasks,
                   std::span<const ClusterId> cluster_of_element) {
  FreeTimes free_at(cluster_of_element.size());
  Lanes lanes;
  lanes.of_task = lanes_within_elements(tasks, free_at);
  std::vector<ElementId> order;
  for (const ElementId e : ids<ElementId>(cluster_of_element.size())) order.push_back(e);
  std::ranges::stable_sort(order, {}, [&](ElementId e) { return cluster_of_element[index(e)]; });
  IdVector<ElementId, std::size_t> first_row(order.size());
  for (const ElementId e : order) {
    first_row[e] = lanes.rows.size();
    const std::size_t count = std::max<std::size_t>(1, free_at[e].size());
    for (std::size_t number = 0; number < count; ++number) lanes.rows.push_back({e, number});
  }
  for (std::size_t i = 0; i < tasks.size(); ++i) lanes.of_task[i] += first_row[tasks[i].element];
  return lanes;
}

}  // namespace kairos
