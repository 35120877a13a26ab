// The open tasks of a plan under construction, paired with every element that can run them, and the
// pair with the smallest cost:
//
//   cost(i, p) = sign * start(i, p) + offset(i, p)
//   start(i, p) = max(data of i on p, p free)
//
// Placing a task on an element delays all tasks that would start there. Every element therefore has
// two queues. Tasks whose data arrives before the element is free start at the same instant, so
// they are ordered by offset. Tasks whose data arrives later are ordered by cost, which does not
// change until the element is busy for that long. Every pair changes its queue at most once.
//
// This is valid only if the job being planned alone uses the elements.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "policies/planning/open_tasks.hpp"

namespace kairos {

class OpenPairs {
 public:
  enum class Prefer { early, late };

  /// `prefer` is the sign of the start: `early` is positive, `late` negative.
  OpenPairs(const PlanningProblem& problem, const OpenTasks& open, const PartialSchedule& schedule,
            Prefer prefer);

  /// Adds a task that has just been opened, with its offset in picoseconds.
  void add(TaskId task, ElementId element, std::int64_t offset);

  struct Pair {
    TaskId task{};
    ElementId element{};
  };
  /// Returns the pair with the smallest cost; ties go to the lowest task, then to the lowest
  /// element. There must be a pair.
  [[nodiscard]] Pair smallest();

 private:
  struct Entry {
    std::int64_t key = 0;
    TaskId task{};
    std::int64_t offset = 0;
    /// A priority queue returns the largest first, which here is the smallest key.
    bool operator<(const Entry& other) const {
      return key != other.key ? key > other.key : task > other.task;
    }
  };
  using Queue = std::priority_queue<Entry>;
  struct Queues {
    Queue there;    ///< Tasks whose data has arrived, by offset.
    Queue by_cost;  ///< Tasks whose data arrives later, by cost.
    Queue by_data;  ///< Tasks whose data arrives later, by arrival.
  };

  [[nodiscard]] std::int64_t signed_time(Time time) const {
    return prefer_ == Prefer::early ? time.picoseconds() : -time.picoseconds();
  }
  [[nodiscard]] std::size_t cell(TaskId task, ElementId element) const {
    return index(task) * problem_.element_count() + index(element);
  }
  void forget_placed(Queue& queue);
  /// Moves tasks whose data arrives by the time the element is free into `there`.
  void arrive(ElementId element);

  const PlanningProblem& problem_;
  const OpenTasks& open_;
  const PartialSchedule& schedule_;
  Prefer prefer_;
  IdVector<ElementId, Queues> queues_;
  std::vector<bool> is_there_;  ///< True if a task is in `there` of an element.
};

}  // namespace kairos
