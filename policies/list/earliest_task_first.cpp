// Earliest task first (ETF): of all ready tasks and elements, the pair that would finish first.
//
// Hwang, Chow, Anger, Lee: Scheduling precedence graphs in systems with interprocessor
// communication times, SIAM J. Computing 18, 1989, choose the earliest start on equal processors.
// On unequal ones that sends work to any idle slow core, so this follows DS3 and takes the earliest
// finish; `criterion: start` gives the original, ties to the earlier finish.
#include <tuple>

#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EarliestTaskFirst final : public Policy {
 public:
  struct Options {
    std::string criterion = "finish";

    void describe(Fields& f) {
      f("criterion", criterion, "what is made earliest: finish or start")
          .must([](const auto& c) { return c == "finish" || c == "start"; }, "'finish' or 'start'");
    }
  };
  explicit EarliestTaskFirst(const Options& options) : by_start_(options.criterion == "start") {}

  std::optional<Decision> decide(const SystemView& view) override {
    Decision best;
    std::pair earliest{Time::never(), Time::never()};
    for (const TaskRef task : view.ready()) {
      const TaskView candidate = view.look_at(task);
      for (const ElementId element : candidate.elements()) {
        const Estimate e = candidate.estimate(element);
        const std::pair key =
            by_start_ ? std::pair{e.start, e.finish} : std::pair{e.finish, e.start};
        if (key < earliest) {
          earliest = key;
          best = {task, element};
        }
      }
    }
    return best;
  }

 private:
  bool by_start_;
};

const Register<Policy, EarliestTaskFirst> registered{
    "earliest_task_first", "the ready task and element that finish first (ETF)"};

}  // namespace
}  // namespace kairos
