// Earliest task first (ETF): of all ready tasks and elements, the pair with the earliest start or
// finish goes first.
//
// Hwang, Chow, Anger, Lee: Scheduling precedence graphs in systems with interprocessor
// communication times, SIAM J. Computing 18, 1989. The paper chooses the earliest start on equal
// processors. On unequal ones that rule sends work to any idle slow core. At run time this policy
// therefore follows DS3 and takes the earliest finish, however late the start; ties go to the
// oldest ready task, then to the lowest element. `criterion: start` gives the original rule, with
// ties to the earlier finish. `plan` is the original: earliest start, with ties to the highest
// static level by mean costs. On the example graph of Topcuoglu et al. (2002) the planned makespan
// is 93.
#include <tuple>

#include "policies/planning/greedy_plan.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "policies/planning/ranks.hpp"
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"

namespace kairos {

template <>
struct EnumNames<Earliest> {
  static constexpr std::string_view kind = "criterion";
  static constexpr std::array names{EnumName{Earliest::start, "start"},
                                    EnumName{Earliest::finish, "finish"}};
};

namespace {

class EarliestTaskFirst final : public GreedyPolicy {
 public:
  struct Options : GreedyOptions {
    std::optional<Earliest> criterion;

    void describe(Fields& f) {
      GreedyOptions::describe(f);
      f("criterion", criterion,
        "time to be minimised: finish or start (if absent: start when planning, else finish)");
    }
  };
  explicit EarliestTaskFirst(const Options& options)
      : GreedyPolicy(options),
        by_start_(options.criterion.value_or(options.plan ? Earliest::start : Earliest::finish) ==
                  Earliest::start) {}

 private:
  std::optional<Decision> decide_now(const SystemView& view) override {
    Decision best;
    std::pair earliest{Time::never(), Time::never()};
    for (const TaskRef task : view.ready()) {
      const TaskView candidate = view.look_at(task);
      for (const ElementId element : candidate.elements()) {
        const Estimate e = candidate.estimate(element);
        const std::pair key =
            by_start_ ? std::pair{e.start, e.finish} : std::pair{e.finish, e.finish};
        if (key < earliest) {
          earliest = key;
          best = {task, element};
        }
      }
    }
    return best;
  }

  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    const auto level = comparable(static_levels(problem));
    plan_greedily(problem, schedule, by_start_ ? Earliest::start : Earliest::finish,
                  [&](const OpenPlacement& p) {
                    return std::pair(by_start_ ? p.best.start : p.best.finish, -level[p.best.task]);
                  });
  }

  bool by_start_;
};

const Register<Policy, EarliestTaskFirst> registered{
    "earliest_task_first",
    "the pair of ready task and element with the earliest finish or start (ETF, Hwang et al. "
    "1989)"};

}  // namespace
}  // namespace kairos
