// HEFT_RT: HEFT over the ready tasks only. They depend on nothing any more, so their upward rank is
// their mean execution time: the longest goes first, to the element where it finishes first.
//
// Mack, Arda, Ogras, Akoglu: Performant, multi-objective scheduling of highly interleaved task
// graphs on heterogeneous system on chip devices, IEEE TPDS 33(9), 2022. As there, a task is sent
// for good as soon as it is ready.
// `communication: false` judges an element by its queue and its execution time alone, the form
// that learned schedulers have been compared with.
#include "policies/placement.hpp"
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class HeftRt final : public Policy {
 public:
  struct Options {
    bool communication = true;

    void describe(Fields& f) {
      f("communication", communication, "count transfers when looking for the earliest finish");
    }
  };
  explicit HeftRt(const Options& options) : communication_(options.communication) {}

  std::optional<Decision> decide(const SystemView& view) override {
    TaskRef next = view.ready().front();
    double highest = mean_duration(next, view);
    for (const TaskRef task : view.ready().subspan(1)) {
      const double rank = mean_duration(task, view);
      if (rank > highest) {
        highest = rank;
        next = task;
      }
    }
    return Decision{next, communication_ ? earliest_finish(next, view).element
                                         : earliest_without_data(next, view)};
  }

 private:
  static double mean_duration(TaskRef task, const SystemView& view) {
    const TaskView candidate = view.look_at(task);
    double sum = 0;
    for (const ElementId e : candidate.elements()) {
      sum += static_cast<double>(candidate.duration(e).picoseconds());
    }
    return sum / static_cast<double>(candidate.elements().size());
  }

  static ElementId earliest_without_data(TaskRef task, const SystemView& view) {
    const TaskView candidate = view.look_at(task);
    return *std::ranges::min_element(candidate.elements(), {}, [&](ElementId e) {
      return view.free_at(e) + candidate.duration(e);
    });
  }

  bool communication_;
};

const Register<Policy, HeftRt> registered{"heft_rt",
                                          "longest ready task first, earliest finish (HEFT_RT)"};

}  // namespace
}  // namespace kairos
