// HEFT, heterogeneous earliest finish time: tasks are placed by descending upward rank, each on the
// element where it finishes first, gaps included.
//
// Topcuoglu, Hariri, Wu: Performance-effective and low-complexity task scheduling for heterogeneous
// computing, IEEE TPDS 13(3), 2002. On the paper's example the makespan is 80. In a stream every
// arriving job is planned around earlier promises.
//
// `rank` is the execution time of a task that its rank uses: the mean over the elements, as in the
// paper, or the best or worst value, which Zhao and Sakellariou (Euro-Par 2003) found to matter.
// Communication always counts with its mean: the mean transfer time of an edge over all pairs of
// different elements. The paper divides by the mean bandwidth instead, which gives the same result
// if all links are equally fast, and less otherwise.
#include "policies/planning/heft.hpp"

#include "policies/planning/planning_policy.hpp"
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"

namespace kairos {

template <>
struct EnumNames<Weight> {
  static constexpr std::string_view kind = "execution time";
  static constexpr std::array names{EnumName{Weight::mean, "mean"}, EnumName{Weight::best, "best"},
                                    EnumName{Weight::worst, "worst"}};
};

namespace {

class Heft final : public PlanningPolicy {
 public:
  struct Options {
    Weight rank = Weight::mean;

    void describe(Fields& f) {
      f("rank", rank, "execution time over the elements that ranks use: mean, best or worst");
    }
  };
  explicit Heft(const Options& options) : weight_(options.rank) {}

 private:
  void plan(const PlanningProblem& problem, PartialSchedule& schedule) override {
    place_by_heft(problem, schedule, weight_);
  }

  Weight weight_;
};

const Register<Policy, Heft> registered{
    "heft",
    "highest upward rank first, earliest finish with insertion (HEFT, Topcuoglu et al. 2002)"};

}  // namespace
}  // namespace kairos
