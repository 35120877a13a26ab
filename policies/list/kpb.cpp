// K-percent best (KPB): the oldest ready task goes to the element where it finishes first among the
// k per cent of elements that run it fastest. With k = 100 the rule is earliest finish (EFT), with
// a small k minimum execution time (MET).
//
// Maheswaran, Ali, Siegel, Hensgen, Freund: Dynamic mapping of a class of independent tasks onto
// heterogeneous computing systems, JPDC 59, 1999. The best k depends on the system. Speeds are
// those at the highest operating points. Of n elements that are up, k n / 100 count, rounded up.
#include <cmath>

#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class KPercentBest final : public Policy {
 public:
  struct Options {
    double percent = 50;

    void describe(Fields& f) {
      f("percent", percent,
        "percentage of the elements, fastest first, that are considered for a task")
          .positive()
          .between(0.0, 100.0);
    }
  };
  explicit KPercentBest(const Options& options) : share_(options.percent / 100) {}

  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    const TaskView candidate = view.look_at(task);
    auto left = static_cast<std::size_t>(
        std::ceil(share_ * static_cast<double>(candidate.elements().size())));
    ElementId best{};
    Time earliest = Time::never();
    for (const EqualElements& equal : candidate.fastest_first()) {
      for (const ElementId element : equal.all()) {
        if (!view.is_up(element)) continue;
        if (left == 0) return Decision{task, best};
        --left;
        const Time finish = candidate.estimate(element).finish;
        if (finish < earliest || (finish == earliest && element < best)) {
          earliest = finish;
          best = element;
        }
      }
    }
    return Decision{task, best};
  }

 private:
  double share_;
};

const Register<Policy, KPercentBest> registered{"kpb",
                                                "oldest ready task, earliest finish among the k % "
                                                "fastest elements (KPB, Maheswaran et al. 1999)"};

}  // namespace
}  // namespace kairos
