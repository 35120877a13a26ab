// FLB, fast load balancing: of all open tasks and elements, the pair with the earliest finish comes
// next; only two kinds of pairs are examined.
//
// A task is of enabling type if its last message arrives no earlier than its enabling element, the
// sender, is idle: then it may start there before the message could reach another element.
// Candidates are the tasks of enabling type on their enabling elements, and, of the other tasks,
// the one whose last message arrives first, on the element that is idle first. Ties go to the other
// task, because its communication overlaps computation, then to the task with the longest path to
// the exit.
//
// Radulescu, van Gemund: FLB, fast load balancing for distributed-memory machines, ICPP 1999; for
// unequal elements: Fast and effective task scheduling in heterogeneous systems, HCW 2000.
// Departures: pairs are compared by finish instead of start, because elements differ. The element
// that is idle first is chosen among those that can run the task. Open tasks are scanned instead of
// kept in queues.
#include <tuple>

#include "policies/planning/planning_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "policies/planning/two_elements.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Flb final : public PlanningPolicy {
  using Key = std::tuple<Time, bool, std::int64_t, TaskId>;  ///< The smallest comes next.

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const auto level = comparable(upward_ranks(problem));
    OpenTasks open(problem, schedule);
    IdVector<TaskId, LastMessage> message(problem.task_count());
    while (!open.empty()) {
      for (const TaskId task : open.fresh()) {
        message[task] = last_message(problem, schedule, task);
      }
      std::optional<std::tuple<Time, std::int64_t, TaskId>> other;
      Key lowest{Time::never(), true, 0, {}};
      PlannedTask best{};
      const auto consider = [&](const PlannedTask& planned, bool enabling) {
        const Key key{planned.finish, enabling, -level[planned.task], planned.task};
        if (key < lowest) {
          lowest = key;
          best = planned;
        }
      };
      for (const TaskId task : open.all()) {
        const LastMessage& last = message[task];
        if (last.enabling && last.arrival >= schedule.busy_until(*last.enabling)) {
          consider(open.append(task, *last.enabling), true);
        } else {
          const std::tuple key{last.arrival, -level[task], task};
          if (!other || key < *other) other = key;
        }
      }
      if (other) {
        const TaskId task = std::get<TaskId>(*other);
        consider(open.append(task, first_idle(problem, schedule, task)), false);
      }
      open.place(best);
    }
  }
};

const Register<Policy, Flb> registered{"flb",
                                       "earliest pair of task and element; only two pairs are "
                                       "compared (FLB, Radulescu and van Gemund 1999)"};

}  // namespace
}  // namespace kairos
