// One scheduling round: at an instant the ready tasks are gone through in an order of somebody's
// choice, and each is given a place of somebody's choice; what can start as soon as its data is
// there is sent, the rest waits for a later round.
//
// Whoever chooses answers two questions in turn: which task comes next (task()), and on which
// cluster (place()), there on the element where it would finish first behind what the round has
// gone through. A busy cluster may be chosen: the task then waits for it, and so does whatever
// comes after it in the round. The round ends when no element is idle and free of waiting tasks, so
// that nothing could start any more. A round that commits (Sight) sends every task to where it is
// placed, busy or not, and ends when none is left.
//
// The prior of a task is SRPT's, -5 ln(work left in its job); that of a place is EFT's, minus the
// delay of the finish over a tenth of the shortest time to a finish. Chosen greedily by the prior
// alone, the rounds are those of `srpt_eft`, except that a task is not yet sent to an element that
// is busy but will be free before the data is there.
//
// Where a joule counts for so many seconds of delay (Sight), a place costs the time from now to the
// finish plus that for the energy it takes, and what a place costs over the cheapest takes the part
// of the delay in the prior: the best for a task by itself, when energy and the latencies of jobs
// are added up with these weights.
#pragma once

#include <optional>
#include <queue>

#include "policies/learned/architecture.hpp"
#include "policies/learned/round_graph.hpp"
#include "policies/learned/task_facts.hpp"
#include "policies/ready_order.hpp"
#include "policies/remaining_work.hpp"

namespace kairos {

class Round {
 public:
  /// Tasks in a round; where there are more ready, those of the shortest jobs.
  static constexpr std::size_t most_tasks = 64;

  explicit Round(const Sight& sight = {}) : sight_(sight) {}

  /// A new run begins.
  void clear();

  /// Goes on after the decision that place() has given, at the same instant; false if a new round
  /// is due.
  bool goes_on(const SystemView& view);
  /// Begins a round; false if nothing can start now.
  bool begin(const SystemView& view);
  /// True while tasks are left and one of them could start.
  [[nodiscard]] bool is_open() const;

  /// The ready tasks, by ascending id; the same all through the round.
  [[nodiscard]] const Observation& tasks() const { return tasks_; }
  /// True for those already gone through.
  [[nodiscard]] bool is_taken(std::size_t row) const { return taken_[row]; }
  /// Chooses the task that comes next.
  void take(std::size_t row, const SystemView& view);

  /// The places for the task chosen, by ascending cluster.
  [[nodiscard]] const Observation& places() const { return places_; }
  /// Chooses one; nothing when the task waits.
  std::optional<Decision> place(std::size_t row, const SystemView& view);

 private:
  /// A task that was ready when it was added, and its longest path to the exit.
  struct Waiting {
    float to_exit = 0;
    std::uint64_t ticket = 0;
    TaskId task{};
    bool operator<(const Waiting& other) const { return to_exit < other.to_exit; }
  };
  struct JobFacts {
    float work = 0;                      ///< Shortest execution times of its unfinished tasks.
    float longest = 0;                   ///< Longest path to the exit from its ready tasks.
    float ready = 0;                     ///< Its ready tasks.
    std::priority_queue<Waiting> waits;  ///< Its ready tasks, and some that no longer are.
  };
  struct Place {
    ElementId element{};
    Time free, arrival, finish;
    Duration duration;
    double energy = 0, cost = 0;  ///< Where energy counts: joules, and picoseconds.
  };

  void look_at_clusters(const SystemView& view);
  void follow(const SystemView& view);
  void choose_tasks(std::size_t most);
  void look_at_jobs(const SystemView& view);
  void describe_task(TaskRef task, const SystemView& view);
  void describe_context(const SystemView& view);
  void describe_place(const Place& place, const Place& first, const SystemView& view);
  void price_places(const SystemView& view);
  void describe_price(const Place& place);
  void find_places(TaskRef task, const SystemView& view);
  void wait_for(const Place& place, TaskRef task, const SystemView& view);
  [[nodiscard]] float ready_after(TaskRef task, const SystemView& view) const;

  Sight sight_;
  RoundGraph graph_;
  Facts facts_;
  bool has_begun_ = false;  ///< The run, as far as the round has seen.
  RemainingWork remaining_;
  ReadyOrder order_;  ///< By remaining work; one group.
  PerJob<JobFacts> jobs_;
  IdVector<ClusterId, ClusterFacts> clusters_;
  std::vector<TaskRef> ready_;
  Observation tasks_, places_;
  std::vector<bool> taken_;
  std::size_t left_ = 0;                       ///< Not taken.
  std::size_t chosen_ = 0;                     ///< The row of the task taken last.
  std::vector<Place> open_;                    ///< As in places_.
  double least_energy_ = 0, lowest_cost_ = 0;  ///< Of them.

  Time now_;
  std::size_t expected_ready_ = 0;     ///< When the round goes on.
  ElementId last_{};                   ///< What was sent to last.
  IdVector<ElementId, Time> free_;     ///< Behind what the round has gone through.
  IdVector<ElementId, bool> awaited_;  ///< By a task that waits.
  float shortest_job_ = 0;             ///< The least work left.
};

}  // namespace kairos
