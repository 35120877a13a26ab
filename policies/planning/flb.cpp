// FLB, fast load balancing: of all open tasks and elements the pair that would come first, looked
// for in two places only.
//
// A task is of enabling type when its last message arrives no earlier than its enabling element,
// the sender, is idle: then it may start there before the message would be elsewhere. Candidates
// are the tasks of enabling type on their enabling elements, and the other task whose last message
// arrives first, on the element that is idle first. Between equals the other task comes first, as
// its communication overlaps computation; then the one with the longest path to the exit.
//
// Radulescu, van Gemund: FLB, fast load balancing for distributed-memory machines, ICPP 1999; for
// unequal elements: Fast and effective task scheduling in heterogeneous systems, HCW 2000.
// Departures: pairs are compared by finish instead of start, since elements differ; "idle first" is
// among those that can run the task; open tasks are scanned instead of kept in queues.
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

const Register<Policy, Flb> registered{
    "flb", "the pair that comes first, by enabling or first idle element (FLB)"};

}  // namespace
}  // namespace kairos
