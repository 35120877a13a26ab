// Fixed priorities: tasks of more important streams or applications run first and interrupt others.
// Within one priority, older jobs come first.
//
// `order` lists streams or applications, the most important first. Those that are not listed come
// after them in deadline-monotonic order, the shortest relative deadline first; those without a
// deadline come last, in the order of the workload.
//
// Liu, Layland: Scheduling algorithms for multiprogramming in a hard-real-time environment, JACM
// 20, 1973; Leung, Whitehead: On the complexity of fixed-priority scheduling of periodic, real-time
// tasks, Performance Evaluation 2, 1982 (deadline-monotonic order is optimal on one processor).
#include <algorithm>
#include <tuple>

#include "policies/preemptive_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class FixedPriority final : public PreemptivePolicy, public NamesJobs {
 public:
  struct Options {
    std::vector<std::string> order;
    SourceLocation place;

    void describe(Fields& f) {
      f("order", order,
        "streams or applications, the most important first (the shortest deadline first if "
        "absent)");
    }
  };
  explicit FixedPriority(const Options& options) : options_(options) {}

  [[nodiscard]] const NamesJobs* names_jobs() const override { return this; }
  void refuse_unknown_names(const Workload& workload) const override {
    std::vector<std::string> known;
    for (const Stream& stream : workload.streams) {
      if (stream.is_named) known.push_back(stream.name);
    }
    for (const Application& application : workload.applications) {
      if (!application.form_of) known.push_back(application.name);
    }
    for (const std::string& name : options_.order) {
      if (std::ranges::find(known, name) != known.end()) continue;
      throw InputError(options_.place, unknown_name("stream or application", name, known));
    }
  }

  void begin(const SystemView& view) override {
    PreemptivePolicy::begin(view);
    const Workload& workload = view.workload();
    refuse_unknown_names(workload);
    levels_.assign(workload.streams.size(), {});
    std::vector<std::tuple<std::size_t, Duration, StreamId, ApplicationId>> all;
    for (const StreamId s : ids<StreamId>(workload.streams.size())) {
      levels_[s].resize(workload.applications.size());
      for (const ApplicationId a : ids<ApplicationId>(workload.applications.size())) {
        if (workload.owner(a) != a) continue;  // A form has the level of its application.
        const Stream& stream = workload.streams[s];
        const Application& application = workload.applications[a];
        const auto deadline = stream.deadline ? stream.deadline : application.deadline;
        all.emplace_back(std::min(position_of(stream.name), position_of(application.name)),
                         deadline.value_or(Time::never().since_start()), s, a);
      }
    }
    std::ranges::sort(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto& [position, deadline, s, a] = all[i];
      const bool is_listed = position < options_.order.size();
      // Streams and applications of one name in the list have the same priority.
      levels_[s][a] = is_listed ? position : options_.order.size() + i;
      for (const ApplicationId form : workload.applications[a].forms) {
        levels_[s][form] = levels_[s][a];
      }
    }
  }

 private:
  std::int64_t urgency(TaskRef task, const SystemView& view) override {
    const Job& job = view.job(task.job);
    return static_cast<std::int64_t>(levels_[job.stream][job.application]);
  }

  [[nodiscard]] std::size_t position_of(const std::string& name) const {
    return static_cast<std::size_t>(std::ranges::find(options_.order, name) -
                                    options_.order.begin());
  }

  Options options_;
  /// The level of each application in each stream; the lowest is the most important.
  IdVector<StreamId, IdVector<ApplicationId, std::size_t>> levels_;
};

const Register<Policy, FixedPriority> registered{
    "fixed_priority",
    "most important stream or application first, interrupting others (rate- or deadline-monotonic, "
    "Liu and Layland 1973)"};

}  // namespace
}  // namespace kairos
