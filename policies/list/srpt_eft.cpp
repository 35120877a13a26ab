// SRPT with EFT: the tasks of the job with the shortest remaining processing time come first, each
// on the element where it would finish first; a task waits while that element has something to do.
//
//   remaining(job) = sum over its tasks that are not done of their shortest execution time
//
// Schrage: A proof of the optimality of the shortest remaining processing time discipline,
// Operations Research 16, 1968, on one preemptive machine, where it minimises the mean latency.
// Here running tasks go on. Under lasting overload long jobs wait without bound, as in the
// original.
#include "policies/longest_path.hpp"
#include "policies/per_job.hpp"
#include "policies/priority_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class SrptEft final : public PriorityPolicy {
 public:
  void begin(const SystemView& view) override {
    PriorityPolicy::begin(view);
    remaining_.clear();
  }

 private:
  struct Remaining {
    std::size_t unfinished = 0;  ///< Tasks when `work` was added up.
    Duration work;
  };

  void look(const SystemView& view) override {
    remaining_.follow(view.jobs(), [](JobId) { return Remaining{}; });
  }

  Duration urgency(TaskRef task, const SystemView& view) override {
    Remaining& remaining = remaining_[task.job];
    if (remaining.unfinished != view.unfinished(task.job)) {
      remaining = {view.unfinished(task.job), work_left(task.job, view)};
    }
    return remaining.work;
  }

  static Duration work_left(JobId job, const SystemView& view) {
    Duration work;
    for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
      if (view.phase({job, task}) != Phase::done) work += shortest_duration({job, task}, view);
    }
    return work;
  }

  PerJob<Remaining> remaining_;
};

const Register<Policy, SrptEft> registered{
    "srpt_eft", "job with the least work left first, earliest finish (SRPT + EFT)"};

}  // namespace
}  // namespace kairos
