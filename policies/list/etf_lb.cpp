// ETF with load balance: the ready task that can finish first goes first. Of the elements where it
// would finish nearly as early, it goes to the one that has been given the least work in this run.
//
// The rule follows DS3's ETF_LB (Arda et al., IEEE Trans. Computers 69, 2020), which balances
// between equal finishes. `tolerance` is the share of the time until the earliest finish by which a
// finish may be later and still count as equal.
#include "policies/placement.hpp"
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class BalancedTaskFirst final : public Policy {
 public:
  struct Options {
    double tolerance = 0.1;

    void describe(Fields& f) {
      f("tolerance", tolerance,
        "largest delay after the earliest finish, as a fraction of the time from now until that "
        "finish")
          .not_negative();
    }
  };
  explicit BalancedTaskFirst(const Options& options) : tolerance_(options.tolerance) {}

  void begin(const SystemView& view) override { work_.assign(view.element_count(), Duration{}); }

  std::optional<Decision> decide(const SystemView& view) override {
    TaskRef next{};
    Time earliest = Time::never();
    for (const TaskRef task : view.ready()) {
      const Time finish = earliest_finish(task, view).finish;
      if (finish < earliest) {
        earliest = finish;
        next = task;
      }
    }
    const ElementId element = least_worked(next, earliest, view);
    work_[element] += view.duration(next, element);
    return Decision{next, element};
  }

 private:
  [[nodiscard]] ElementId least_worked(TaskRef task, Time earliest, const SystemView& view) const {
    const auto wait = static_cast<double>((earliest - view.now()).picoseconds());
    const Time limit = earliest + whole_picoseconds(wait * tolerance_);
    const TaskView candidate = view.look_at(task);
    ElementId best{};
    Duration least = Duration::max();
    for (const ElementId element : candidate.elements()) {
      if (work_[element] >= least || candidate.estimate(element).finish > limit) continue;
      least = work_[element];
      best = element;
    }
    return best;
  }

  double tolerance_;
  IdVector<ElementId, Duration> work_;  ///< Work sent to each element in this run.
};

const Register<Policy, BalancedTaskFirst> registered{
    "etf_lb",
    "ready task with the earliest finish, least loaded of the elements that are nearly as early "
    "(Arda et al. 2020)"};

}  // namespace
}  // namespace kairos
