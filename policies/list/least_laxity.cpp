// Least laxity first (LLF): the task that can afford to wait least comes first, on the element
// where it would finish first; a task waits while that element has something to do.
//
//   laxity = deadline of the job - now - longest path from the task to the exit, itself included
// The path counts shortest execution times and no communication. Jobs without a deadline come after
// all others, the longest path first.
//
// Mok: Fundamental design problems of distributed systems for the hard-real-time environment, MIT,
// 1983, for single tasks on one preemptive processor. Here running tasks go on.
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
  /// The present instant is the same for all.
  Duration urgency(TaskRef task, const SystemView& view) override {
    return view.job(task.job).deadline.since_start() - paths_.to_exit(task, view);
  }

  LongestPaths paths_;
};

const Register<Policy, LeastLaxity> registered{"least_laxity",
                                               "least laxity first, earliest finish (LLF)"};

}  // namespace
}  // namespace kairos
