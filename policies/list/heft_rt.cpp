// HEFT_RT: HEFT over the ready tasks only. Their inputs are complete, so their upward rank is their
// mean execution time: the longest goes first, to the element where it finishes first.
//
// Mack, Arda, Ogras, Akoglu: Performant, multi-objective scheduling of highly interleaved task
// graphs on heterogeneous system on chip devices, IEEE TPDS 33(9), 2022. As in the paper, a task is
// sent as soon as it is ready and never moved again. `communication: false` judges an element by
// its queue and its execution time alone, the form with which learned schedulers have been
// compared.
#include <queue>

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
      f("communication", communication,
        "whether transfer times count when the earliest finish is estimated");
    }
  };
  explicit HeftRt(const Options& options) : communication_(options.communication) {}

  void begin(const SystemView& /*view*/) override { expected_ready_ = 0; }

  std::optional<Decision> decide(const SystemView& view) override {
    if (expected_ready_ != view.ready().size() || instant_ != view.now()) rank_all(view);
    const TaskRef next = ranked_.top().task;
    ranked_.pop();
    expected_ready_ = view.ready().size() - 1;
    return Decision{next, communication_ ? earliest_finish(next, view).element
                                         : earliest_without_data(next, view)};
  }

 private:
  struct Ranked {
    double rank = 0;
    std::uint64_t ticket = 0;
    TaskRef task;
    /// True if the other task goes first: it has the higher rank, or an equal rank and is older.
    bool operator<(const Ranked& other) const {
      return rank != other.rank ? rank < other.rank : ticket > other.ticket;
    }
  };

  /// Ranks all ready tasks at the present operating points, which do not change within an instant.
  void rank_all(const SystemView& view) {
    ranked_ = {};
    instant_ = view.now();
    for (const TaskRef task : view.ready()) {
      ranked_.push({mean_duration(task, view), view.ticket(task), task});
    }
  }

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
  std::priority_queue<Ranked> ranked_;  ///< The tasks that are ready and not yet sent.
  std::size_t expected_ready_ = 0;      ///< The number ready if nothing else has happened.
  Time instant_;                        ///< The instant at which they were ranked.
};

const Register<Policy, HeftRt> registered{"heft_rt",
                                          "ready task with the longest mean execution time first, "
                                          "earliest finish (HEFT_RT, Mack et al. 2022)"};

}  // namespace
}  // namespace kairos
