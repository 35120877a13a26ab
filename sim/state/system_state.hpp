// The complete state of a simulation, as plain data. The engine changes it, and SystemView shows it
// to policies.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "sim/cost/cost_table.hpp"
#include "sim/power/energy_meter.hpp"
#include "sim/state/element_state.hpp"
#include "sim/state/foreseen_contention.hpp"
#include "sim/state/job_table.hpp"
#include "sim/state/memory_state.hpp"
#include "sim/state/overhead_state.hpp"
#include "sim/state/scenario.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {

/// The tasks that wait for a decision, the oldest first. Each gets a ticket when it is added: a
/// number larger than all before it.
class ReadyList {
 public:
  using Tasks = ErasableQueue<std::uint64_t, TaskRef>;

  [[nodiscard]] const Tasks& all() const { return tasks_; }
  void add(TaskState& task) {
    task.ticket = next_ticket_++;
    tasks_.push(task.ticket, task.task);
  }
  /// The task must be in the list.
  void remove(TaskState& task) {
    tasks_.erase(task.ticket);
    task.ticket = 0;
  }

 private:
  Tasks tasks_;
  std::uint64_t next_ticket_ = 1;
};

struct SystemState {
  explicit SystemState(const Scenario& of);
  SystemState(const SystemState&) = delete;  // not copyable, because elements point into its tables
  SystemState& operator=(const SystemState&) = delete;

  const Scenario& scenario;
  CostTable costs;
  /// The costs that policies see and that expected ends of tasks follow from.
  std::optional<CostTable> other_belief;
  [[nodiscard]] const CostTable& believed_costs() const { return *believed_costs_; }
  Time now;
  JobTable jobs;
  ReadyList ready;
  std::vector<TaskRef> blocked;  ///< Ready tasks of which all capable elements are down.
  std::vector<Slot> slots;       ///< Slots of all elements, ordered by element.
  IdVector<ElementId, ElementState> elements;
  IdVector<ElementId, Time>
      free_at;  ///< See ElementState. Kept in one array, because policies compare all of them.
  IdVector<ClusterId, std::size_t> points;  ///< Operating point of each cluster.
  EnergyMeter energy;
  OverheadState overheads;
  std::optional<ChipTemperatures> temperatures;  ///< Set if the platform has a thermal part.
  MemoryState memory;
  /// The place of each element, named by the first element in it. Elements of clusters that keep
  /// their tensors in the same memory share a place; a tensor is sent there once. Any other element
  /// is a place of its own.
  IdVector<ElementId, ElementId> places;
  /// True if, from any element, the routes to all other elements of a cluster are equal.
  bool has_cluster_routes = false;
  /// True if any cluster has energies of operations or kernels.
  bool has_operation_energies = false;
  bool has_idle_states = false;  ///< True if any cluster has idle states.
  /// True if equal elements differ for a task only in when they are free and whether they hold an
  /// input.
  bool tells_equals_apart_by_data = false;
  /// Foresees contention for the durations that policies see; null if they see durations alone.
  std::unique_ptr<ForeseenContention> contention;
  std::size_t elements_down = 0;
  std::vector<ElementId> up_candidates;  ///< Candidates without elements that are down; used while
                                         ///< there are such elements.
  std::vector<std::uint32_t> up_candidate_begin;  ///< Indexed by row.

  [[nodiscard]] std::span<const ElementId> candidates(std::size_t row) const {
    if (elements_down == 0) return costs.candidates(row);
    return std::span(up_candidates)
        .subspan(up_candidate_begin[row], up_candidate_begin[row + 1] - up_candidate_begin[row]);
  }
  /// The energy of a task's operations and of its kernel on an element, which comes on top of the
  /// element's power, at an operating point. It is proportional to the square of the voltage.
  [[nodiscard]] Joules energy_of_operations(const Task& task, ElementId element,
                                            std::size_t point) const;
  [[nodiscard]] Joules energy_of_operations(const Task& task, ElementId element) const {
    return energy_of_operations(task, element, points[elements[element].cluster]);
  }
  /// The believed execution time of a task that would compute beside the tasks that run now on
  /// other elements, and on its own element if a slot there is free. `contention` must be set.
  [[nodiscard]] Duration foreseen_duration(std::size_t row, ElementId element, double speed) const;
  /// The memory use of the believed cost of a task on an element at its present speed.
  [[nodiscard]] MemoryUse memory_use(std::size_t row, ElementId element) const {
    return kairos::memory_use(believed_costs().cost(row, element), element,
                              elements[element].speed);
  }
  /// Adds the costs of a graph that consists of copies of an application's tasks; returns its first
  /// row.
  std::size_t add_with_copies(const JobGraph& graph, ApplicationId application);
  /// Adds the costs of another graph of an application; returns its first row. The rows from
  /// `instead` on, which another graph does not need any more, are used again if possible.
  std::size_t add_graph(const JobGraph& graph, ApplicationId application,
                        std::optional<std::size_t> instead);
  /// Must be called after an element has failed or returned.
  void update_candidates();
  /// True if there is a task all of whose elements are down.
  [[nodiscard]] bool strands_tasks() const { return strands_tasks_; }

 private:
  void set_belief();
  void add_up_candidates();
  void find_places();
  void leak_at_room_temperature();

  const CostTable* believed_costs_ = &costs;
  mutable std::vector<MemoryUse> uses_now_;  ///< Buffer of foreseen_duration().
  bool strands_tasks_ = false;
};

}  // namespace kairos
