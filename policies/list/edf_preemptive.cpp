// Preemptive EDF: the tasks of the job with the earliest deadline run; they interrupt tasks of jobs
// with later deadlines. Jobs without a deadline come last, in order of arrival.
//
// Liu, Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, JACM
// 20, 1973. On one element that may be interrupted at no cost, EDF misses no deadline that any
// policy meets. With several elements it is global EDF, for which this does not hold.
#include "policies/preemptive_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EdfPreemptive final : public PreemptivePolicy {
  std::int64_t urgency(TaskRef task, const SystemView& view) override {
    return view.job(task.job).deadline.picoseconds();
  }
};

const Register<Policy, EdfPreemptive> registered{
    "edf_preemptive",
    "job with the earliest deadline first, interrupting others (preemptive EDF, Liu and Layland "
    "1973)"};

}  // namespace
}  // namespace kairos
