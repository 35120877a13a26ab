// Preemptive least laxity first: the task that can afford to wait least runs, and interrupts tasks
// that can wait longer.
//
//   laxity = deadline of the job - now - longest path from the task to the exit, by what is left of
//            the task
// The path counts shortest execution times and no communication. The laxity of a waiting task falls
// as time passes; that of a running one stays. Two tasks of equal laxity would interrupt each other
// again and again, so a task is not interrupted before it has run for `quantum`. Jobs without a
// deadline come after all others, the longest path first.
//
// Mok: Fundamental design problems of distributed systems for the hard-real-time environment, PhD
// thesis, MIT, 1983. Like EDF, it is optimal on one element that may be interrupted at no cost.
#include <algorithm>

#include "policies/longest_path.hpp"
#include "policies/preemptive_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class LeastLaxityPreemptive final : public PreemptivePolicy {
 public:
  struct Options {
    Duration quantum = Duration::picoseconds(100'000'000);

    void describe(Fields& f) {
      f("quantum", quantum, "time for which a task runs at least before it is interrupted")
          .positive();
    }
  };
  explicit LeastLaxityPreemptive(const Options& options) : quantum_(options.quantum) {}

  void begin(const SystemView& view) override {
    PreemptivePolicy::begin(view);
    paths_.clear();
  }

 private:
  /// The laxity of the task at the start of the run, if it waited until now.
  std::int64_t urgency(TaskRef task, const SystemView& view) override {
    const Duration whole = shortest_duration(task, view);
    const Duration done = whole - left_of(whole, view.left(task));
    const std::int64_t deadline = std::min(view.job(task.job).deadline.picoseconds(), no_deadline);
    return deadline - (paths_.to_exit(task, view) - done).picoseconds();
  }
  std::int64_t urgency_of_running(const SystemView::Running& running,
                                  const SystemView& view) override {
    return urgency(running.task, view) + (view.now() - running.start).picoseconds();
  }
  [[nodiscard]] Time interrupts_from(std::int64_t ready, std::int64_t running,
                                     const SystemView::Running& task,
                                     const SystemView& view) const override {
    const Time earliest = task.start + quantum_;
    // The urgency of the running task grows by the time that passes.
    const Time falls_below =
        ready < running ? view.now() : view.now() + Duration::picoseconds(ready - running + 1);
    return std::max(earliest, falls_below);
  }

  /// It leaves room for sums of times.
  static constexpr std::int64_t no_deadline = Time::never().picoseconds() / 2;

  Duration quantum_;
  LongestPaths paths_;
};

const Register<Policy, LeastLaxityPreemptive> registered{
    "least_laxity_preemptive",
    "task with the least laxity first, interrupting others (preemptive LLF, Mok 1983)"};

}  // namespace
}  // namespace kairos
