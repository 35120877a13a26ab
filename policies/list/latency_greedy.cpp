// The dispatcher of XRBench: tasks wait until an element is idle and then go to the fastest idle
// one.
//
// Kwon, Nair, Seo, Yik, Mohapatra, Zhan, Song, Capek, Chen, Reddi, Krishna, Chandra: XRBench: An
// extended reality (XR) machine learning benchmark suite for the metaverse, MLSys 2023. The order
// of dispatch follows its program (github.com/XRBench/XRBench-MLSys2023, commit 8915666):
//
//   repeat until nothing is sent:
//     for every application, in the order of their names:
//       the task of its oldest job that an idle element can run goes to the idle element with the
//       shortest execution time; ties go to the lowest element
//
// A task is never sent to a busy element, so a slow idle element is preferred to a fast one that
// will be free soon.
#include <algorithm>

#include "policies/policy.hpp"
#include "policies/ready_order.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class LatencyGreedy final : public Policy {
 public:
  void begin(const SystemView& view) override {
    const auto& applications = view.workload().applications;
    by_name_.clear();
    for (const ApplicationId a : ids<ApplicationId>(applications.size())) by_name_.push_back(a);
    std::ranges::stable_sort(by_name_, {}, [&](ApplicationId a) { return applications[a].name; });
    ready_.clear();
    begin_pass();
  }

  void forget(JobId /*job*/) override { begin_pass(); }

  std::optional<Decision> decide(const SystemView& view) override {
    ready_.settle(view);
    ready_.follow(view, [&](TaskRef task) {
      const Job& job = view.job(task.job);
      ready_.add(group_of(job.application, view.capability_group(task), view),
                 {job.arrival.picoseconds(), task});
    });
    if (instant_ != view.now()) begin_pass();
    instant_ = view.now();
    idle_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      if (view.is_up(e) && view.is_idle(e)) idle_.push_back(e);
    }
    while (!idle_.empty()) {
      while (next_ < by_name_.size()) {
        const auto decision = dispatch(by_name_[next_++], view);
        if (!decision) continue;
        has_sent_ = true;
        return decision;
      }
      const bool had_sent = has_sent_;
      begin_pass();
      if (!had_sent) return std::nullopt;
    }
    begin_pass();
    return std::nullopt;
  }

 private:
  struct Candidate {
    std::size_t group = 0;
    ReadyOrder::Place place;
    ElementId element{};
  };

  void begin_pass() {
    next_ = 0;
    has_sent_ = false;
  }

  std::optional<Decision> dispatch(ApplicationId application, const SystemView& view) {
    std::optional<Candidate> oldest;
    for (std::size_t i = 0; i < view.capability_groups(); ++i) {
      const std::size_t group = group_of(application, i, view);
      ready_.visit_group(group, [&](const ReadyOrder::Cursor& first) {
        if (oldest && oldest->place < first.place()) return;
        const auto element = fastest_idle(first.place().task, view);
        if (element) oldest = {group, first.place(), *element};
      });
    }
    if (!oldest) return std::nullopt;
    ready_.answer(oldest->group, oldest->place);
    return Decision{oldest->place.task, oldest->element};
  }

  /// Tasks of an application with equal capable elements form a group, whose oldest task comes
  /// first.
  static std::size_t group_of(ApplicationId application, std::size_t capability,
                              const SystemView& view) {
    return index(application) * view.capability_groups() + capability;
  }

  [[nodiscard]] std::optional<ElementId> fastest_idle(TaskRef task, const SystemView& view) const {
    std::optional<ElementId> fastest;
    for (const ElementId e : idle_) {
      if (!view.can_run(task, e)) continue;
      if (!fastest || view.duration(task, e) < view.duration(task, *fastest)) fastest = e;
    }
    return fastest;
  }

  std::vector<ApplicationId> by_name_;
  ReadyOrder ready_;
  std::vector<ElementId> idle_;
  Time instant_;
  std::size_t next_ = 0;   ///< Position in `by_name_` of the application that comes next.
  bool has_sent_ = false;  ///< True if this pass over the applications has sent a task.
};

const Register<Policy, LatencyGreedy> registered{
    "latency_greedy",
    "the oldest job of each application in turn goes to the fastest idle element (XRBench, Kwon et "
    "al. 2023)"};

}  // namespace
}  // namespace kairos
