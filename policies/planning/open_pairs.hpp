// The open tasks of a plan under construction, each on every element that can run it, with the pair
// of the smallest cost at hand:
//
//   cost(i, p) = sign * start(i, p) + offset(i, p)
//   start(i, p) = max(data of i on p, p free)
//
// Placing a task on an element delays all that would start there. So per element the tasks whose
// data would be there when it is free have a queue by offset, for their starts are equal, and those
// whose data would come later have another one by cost, which does not change until the element is
// busy for so long. Every pair changes its queue at most once.
//
// This holds while the elements are taken by nothing but the job that is planned.
#pragma once

#include <cstdint>
#include <queue>
#include <vector>

#include "policies/planning/open_tasks.hpp"

namespace kairos {

class OpenPairs {
 public:
  enum class Prefer { early, late };

  /// `prefer` is the sign of the start: early for +.
  OpenPairs(const PlanningProblem& problem, const OpenTasks& open, const PartialSchedule& schedule,
            Prefer prefer);

  /// A task that has just been opened, with its offset in picoseconds.
  void add(TaskId task, ElementId element, std::int64_t offset);

  struct Pair {
    TaskId task{};
    ElementId element{};
  };
  /// The pair with the smallest cost; ties go to the lowest task, then to the lowest element. There
  /// must be one.
  [[nodiscard]] Pair smallest();

 private:
  struct Entry {
    std::int64_t key = 0;
    TaskId task{};
    std::int64_t offset = 0;
    /// In a priority queue the largest comes first.
    bool operator<(const Entry& other) const {
      return key != other.key ? key > other.key : task > other.task;
    }
  };
  using Queue = std::priority_queue<Entry>;
  struct Queues {
    Queue there;    ///< By offset.
    Queue by_cost;  ///< Of those whose data come later.
    Queue by_data;  ///< The same, by the arrival of their data.
  };

  [[nodiscard]] std::int64_t signed_time(Time time) const {
    return prefer_ == Prefer::early ? time.picoseconds() : -time.picoseconds();
  }
  [[nodiscard]] std::size_t cell(TaskId task, ElementId element) const {
    return index(task) * problem_.element_count() + index(element);
  }
  void forget_placed(Queue& queue);
  /// What is there by the time the element is free.
  void arrive(ElementId element);

  const PlanningProblem& problem_;
  const OpenTasks& open_;
  const PartialSchedule& schedule_;
  Prefer prefer_;
  IdVector<ElementId, Queues> queues_;
  std::vector<bool> is_there_;  ///< By task and element: it is in `there`.
};

}  // namespace kairos
