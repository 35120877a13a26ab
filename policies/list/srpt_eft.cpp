// SRPT with EFT: the tasks of the job with the shortest remaining processing time come first, each
// on the element where it would finish first; a task waits while that element is busy.
//
//   remaining(job) = sum over its tasks that are not done of their shortest execution time
//
// Schrage: A proof of the optimality of the shortest remaining processing time discipline,
// Operations Research 16, 1968. On one preemptive machine the rule minimises the mean latency; here
// running tasks are not preempted. Under lasting overload long jobs wait without bound, as in the
// original.
#include "policies/priority_policy.hpp"
#include "policies/remaining_work.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class SrptEft final : public PriorityPolicy {
 public:
  void begin(const SystemView& view) override {
    PriorityPolicy::begin(view);
    remaining_.begin(view);
  }
  void skip(TaskRef task, const SystemView& /*view*/) override { remaining_.skip(task); }

 private:
  void look(const SystemView& view) override {
    remaining_.follow(view, [&](JobId job, Duration before, Duration after) {
      order().change_urgency(job, before.picoseconds(), after.picoseconds());
    });
  }
  Duration urgency(TaskRef task, const SystemView& view) override {
    return remaining_.of(task.job, view);
  }
  void note_sent(const Decision& decision) override {
    remaining_.sent(decision.task, decision.element);
  }

  RemainingWork remaining_;
};

const Register<Policy, SrptEft> registered{"srpt_eft",
                                           "job with the shortest remaining processing time first, "
                                           "earliest finish (SRPT + EFT, Schrage 1968)"};

}  // namespace
}  // namespace kairos
