// All that a simulation knows at an instant, as plain data: the engine changes it, a SystemView
// shows it.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "sim/cost/cost_table.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/state/element_state.hpp"
#include "sim/state/job_table.hpp"
#include "sim/state/memory_state.hpp"
#include "sim/state/overhead_state.hpp"
#include "sim/state/scenario.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {

/// The tasks that wait for a decision, the oldest first.
class ReadyList {
 public:
  [[nodiscard]] bool empty() const { return tasks_.empty(); }
  [[nodiscard]] std::span<const TaskRef> all() const { return tasks_.all(); }
  void add(TaskRef task) { tasks_.push(task); }
  /// The task must be in the list.
  void remove(TaskRef task) {
    if (tasks_.front() == task) {
      tasks_.pop();
    } else {
      take_from_within(task);
    }
  }

 private:
  void take_from_within(TaskRef task);

  Fifo<TaskRef> tasks_;
};

struct SystemState {
  explicit SystemState(const Scenario& of);
  SystemState(const SystemState&) = delete;  // Its elements look into its tables.
  SystemState& operator=(const SystemState&) = delete;

  const Scenario& scenario;
  CostTable costs;
  Time now;
  JobTable jobs;
  ReadyList ready;
  std::vector<TaskRef> blocked;  ///< Ready, but every element that can run them is down.
  std::vector<Slot> slots;       ///< Of all elements, one after the other.
  IdVector<ElementId, ElementState> elements;
  IdVector<ElementId, Time>
      free_at;  ///< See ElementState: close together, because all are weighed.
  IdVector<ClusterId, std::size_t> points;  ///< The operating point of each cluster.
  EnergyMeter energy;
  OverheadState overheads;
  std::optional<ChipTemperatures> temperatures;  ///< If the platform has a thermal part.
  MemoryState memory;
  /// From any element, the routes to all others of a cluster are equal.
  bool has_cluster_routes = false;
  bool has_idle_states = false;  ///< Of some cluster.
  /// Equal elements differ for a task only in when they are free and whether they hold an input.
  bool tells_equals_apart_by_data = false;
  std::size_t elements_down = 0;
  std::vector<ElementId> up_candidates;  ///< While elements are down: as in costs, without them.
  std::vector<std::uint32_t> up_candidate_begin;  ///< By row.

  [[nodiscard]] std::span<const ElementId> candidates(std::size_t row) const {
    if (elements_down == 0) return costs.candidates(row);
    return std::span(up_candidates)
        .subspan(up_candidate_begin[row], up_candidate_begin[row + 1] - up_candidate_begin[row]);
  }
  /// Makes costs known of a graph with copies of the tasks of an application; its first row.
  std::size_t add_with_copies(const JobGraph& graph, ApplicationId application);
  /// Call when an element has failed or returned.
  void update_candidates();

 private:
  void leak_at_room_temperature();
};

}  // namespace kairos
