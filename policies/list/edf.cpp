// EDF, earliest deadline first: the tasks of the job with the earliest deadline come first, each on
// the element where it would finish first; a task waits while that element is busy. Jobs without a
// deadline come after all others, in order of arrival.
//
// Liu, Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, JACM
// 20, 1973. The paper has one preemptive processor; here running tasks are not preempted.
#include "policies/priority_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EarliestDeadline final : public PriorityPolicy {
  Duration urgency(TaskRef task, const SystemView& view) override {
    return view.job(task.job).deadline.since_start();
  }
};

const Register<Policy, EarliestDeadline> registered{
    "edf",
    "job with the earliest deadline first, element where its task finishes first (EDF, Liu and "
    "Layland 1973)"};

}  // namespace
}  // namespace kairos
