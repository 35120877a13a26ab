// One scheduling round. At one instant, a chooser puts the ready tasks in an order and gives each a
// place. A task that can start as soon as its data have arrived is sent; the others wait for a
// later round.
//
// The chooser answers two questions in turn: which task comes next (take()), and on which cluster
// it goes (place()). Within the cluster, the task goes to the element where it would finish first,
// given the placements made earlier in the round. If the cluster is busy, the task waits for it,
// and so do the tasks placed there after it. The round ends when no element is idle and free of
// waiting tasks, because then nothing can start. A round that commits (ObservationOptions)
// sends every task to its place, busy or not, and ends when no task is left.
//
// The prior of a task is that of SRPT, -5 ln(remaining work of its job). The prior of a place is
// that of EFT: minus the delay of the finish, divided by a tenth of the shortest time to a finish.
// If the prior alone decides, the rounds equal those of `srpt_eft`, with one difference: a task is
// not yet sent to an element that is busy but will be free before the data arrive.
//
// If a joule is worth some seconds of delay (ObservationOptions), the cost of a place is the
// time from now to the finish plus the worth of the energy. The cost above that of the cheapest
// place then replaces the delay in the prior. This is the best choice for a single task if energy
// and latencies are added with these weights.
#pragma once

#include <optional>
#include <queue>

#include "policies/learned/architecture.hpp"
#include "policies/learned/features.hpp"
#include "policies/learned/round_graph.hpp"
#include "policies/learned/task_facts.hpp"
#include "policies/ready_order.hpp"
#include "policies/remaining_work.hpp"

namespace kairos {

class Round {
 public:
  /// The maximum number of tasks in a round. If more are ready, the round takes those of the
  /// shortest jobs.
  static constexpr std::size_t most_tasks = 64;

  explicit Round(const ObservationOptions& options = {}) : options_(options) {}

  /// Forgets the previous run.
  void clear();

  /// Must be called for every task that is skipped.
  void skip(TaskRef task) { remaining_.skip(task); }
  /// Ends the round because a job has left.
  void stop() { expected_ready_ = 0; }
  /// Continues the round after the decision that place() returned, at the same instant. Returns
  /// false if a new round is due.
  bool goes_on(const SystemView& view);
  /// Begins a round. Returns false if nothing can start now.
  bool begin(const SystemView& view);
  /// True if tasks are left and one of them could start.
  [[nodiscard]] bool is_open() const;

  /// The ready tasks, by ascending id. They stay the same during the round.
  [[nodiscard]] const Observation& tasks() const { return tasks_; }
  /// True if the task of this row has been taken.
  [[nodiscard]] bool is_taken(std::size_t row) const { return taken_[row]; }
  /// Chooses the task that comes next.
  void take(std::size_t row, const SystemView& view);

  /// The places for the chosen task, by ascending cluster.
  [[nodiscard]] const Observation& places() const { return places_; }
  /// Chooses a place. Returns nothing if the task waits.
  std::optional<Decision> place(std::size_t row, const SystemView& view);

 private:
  /// A task that was ready when it was added, and its longest path to the exit.
  struct Waiting {
    float to_exit = 0;
    std::uint64_t ticket = 0;
    TaskId task{};
    bool operator<(const Waiting& other) const { return to_exit < other.to_exit; }
  };
  struct JobState {
    JobFacts facts;
    /// The job's ready tasks, and some that are no longer ready.
    std::priority_queue<Waiting> waits;
  };
  struct Place {
    ElementId element{};
    Time free, arrival, finish;
    Duration duration;
    /// Energy in joules and cost in picoseconds; used only if energy counts.
    double energy = 0, cost = 0;
  };

  void look_at_clusters(const SystemView& view);
  void follow(const SystemView& view);
  void choose_tasks(std::size_t most);
  void look_at_jobs(const SystemView& view);
  void look_at_round(const SystemView& view);
  void describe_task(TaskRef task, const SystemView& view);
  void describe_context(const SystemView& view);
  void describe_place(const Place& place, const Place& first, const SystemView& view);
  void price_places(const SystemView& view);
  void find_places(TaskRef task, const SystemView& view);
  void wait_for(const Place& place, TaskRef task, const SystemView& view);

  ObservationOptions options_;
  RoundGraph graph_;
  Facts facts_;
  bool has_begun_ = false;  ///< True if the round has been used in this run.
  RemainingWork remaining_;
  ReadyOrder order_;  ///< The ready tasks by remaining work, in one group.
  PerJob<JobState> jobs_;
  RoundFacts common_;  ///< Facts that the rows of the present round share.
  IdVector<ClusterId, ClusterFacts> clusters_;
  std::vector<TaskRef> ready_;
  Observation tasks_, places_;
  std::vector<bool> taken_;
  std::size_t left_ = 0;                       ///< Number of tasks that were not taken.
  std::size_t chosen_ = 0;                     ///< The row of the last taken task.
  std::vector<Place> open_;                    ///< The places in the order of places_.
  double least_energy_ = 0, lowest_cost_ = 0;  ///< The minima over all places.

  Time now_;
  std::size_t expected_ready_ = 0;  ///< Number of ready tasks if the round continues.
  ElementId last_{};                ///< The element to which a task was sent last.
  /// The instant at which each element is free after the placements of this round.
  IdVector<ElementId, Time> free_;
  IdVector<ElementId, bool> awaited_;  ///< True if a waiting task of this round is placed there.
};

}  // namespace kairos
