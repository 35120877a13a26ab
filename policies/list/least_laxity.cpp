// Least laxity first (LLF): the task that can afford to wait least comes first, on the element
// where it would finish first; a task waits while that element is busy.
//
//   laxity = deadline of the job - now - longest path from the task to the exit, itself included
// The path counts shortest execution times and no communication. Jobs without a deadline come after
// all others, the longest path first.
//
// Mok: Fundamental design problems of distributed systems for the hard-real-time environment, PhD
// thesis, MIT, 1983. The thesis has single tasks on one preemptive processor; here running tasks
// are not preempted.
#include "policies/longest_path.hpp"
#include "policies/priority_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class LeastLaxity final : public PriorityPolicy {
 public:
  void begin(const SystemView& view) override {
    PriorityPolicy::begin(view);
    paths_.clear();
  }

 private:
  /// The present instant is left out, because it is the same for all tasks.
  Duration urgency(TaskRef task, const SystemView& view) override {
    return view.job(task.job).deadline.since_start() - paths_.to_exit(task, view);
  }

  LongestPaths paths_;
};

const Register<Policy, LeastLaxity> registered{
    "least_laxity",
    "task with the least laxity first, element where it finishes first (LLF, Mok 1983)"};

}  // namespace
}  // namespace kairos
