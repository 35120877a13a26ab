// What jobs have drawn: their amounts, such as the number of objects that a detector has found, and
// how many of their tasks were skipped.
//
//   amount of a run = sum of what the tasks of its finished jobs have drawn
//   tasks_skipped   = number of tasks of its finished jobs that were skipped
//
// Each amount is a metric with its own name, which formulas can use: energy_j / objects. It is also
// reported by application and by named stream. A task that is skipped draws zero.
//
// Example: three jobs whose detectors find 2, 0 and 5 objects have 7 objects. If the recogniser
// works for each object, one task is skipped. A fourth job is dropped after one of its tasks was
// skipped: neither the job nor that task counts.
//
// Warm-up: amounts and skipped tasks count if their jobs arrive after it.
#include <algorithm>
#include <map>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"
#include "sim/metrics/stream_subject.hpp"

namespace kairos {
namespace {

class Amounts final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {{"tasks_skipped", "tasks",
             "number of tasks of finished jobs that were skipped because of a probability or an "
             "amount of zero",
             false}};
  }

  void begin(const Scenario& scenario) override {
    const Workload& workload = scenario.workload;
    workload_ = &workload;
    is_on_ = any_has_draws(workload);
    if (!is_on_) return;
    for (const Application& application : workload.applications) {
      std::vector<std::size_t>& own = names_of_.emplace_back();
      if (!application.graph->has_draws()) continue;
      for (const DrawnAmount& amount : application.graph->draws().amounts) {
        own.push_back(number_of(amount.name));
      }
    }
    skipped_.resize(workload.applications.size());
    all_.resize(names_.size());
    per_application_.assign(workload.applications.size(), all_);
    per_stream_.assign(workload.streams.size(), all_);
  }

  [[nodiscard]] EventSet wants() const override {
    return is_on_ ? EventSet::of<JobFinished, JobDropped, TaskSkipped>() : EventSet::of<>();
  }

  void observe(Time /*now*/, Event event) override {
    if (const auto* skipped = event.as<TaskSkipped>()) {
      ++skipped_in_[skipped->task.job];
    } else if (const auto* dropped = event.as<JobDropped>()) {
      if (dropped->has_entered) skipped_in_.erase(dropped->job.id);
    } else {
      finish(*event.as<JobFinished>());
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    if (!is_on_) return;
    const Workload& workload = run.scenario.workload;
    metrics.push_back({"tasks_skipped", "", static_cast<double>(all_skipped_)});
    for (std::size_t i = 0; i < names_.size(); ++i) {
      metrics.push_back({names_[i], "", all_[i].value});
    }
    for (const ApplicationId a : ids<ApplicationId>(per_application_.size())) {
      const Application& application = workload.applications[a];
      const auto draws = [&](ApplicationId form) {
        return workload.applications[form].graph->has_draws();
      };
      if (!draws(a) && std::ranges::none_of(application.forms, draws)) continue;
      metrics.push_back({"tasks_skipped", application.name, static_cast<double>(skipped_[a])});
      report(per_application_[a], application.name, metrics);
    }
    for (const StreamId s : ids<StreamId>(per_stream_.size())) {
      const Stream& stream = workload.streams[s];
      if (stream.is_named) report(per_stream_[s], stream_subject(stream, workload), metrics);
    }
  }

 private:
  struct Sum {
    double value = 0;
    bool has_jobs = false;  ///< True if a finished job has the amount.
  };
  using Sums = std::vector<Sum>;  ///< One for each name.

  void finish(const JobFinished& finished) {
    const ApplicationId application = finished.job.application;
    const ApplicationId owner = workload_->owner(application);
    const auto skipped = skipped_in_.extract(finished.job.id);
    const std::uint64_t count = skipped.empty() ? 0 : skipped.mapped();
    all_skipped_ += count;
    skipped_[application] += count;
    add(finished, all_);
    add(finished, per_application_[application]);
    add(finished, per_stream_[finished.job.stream]);
    if (owner == application) return;
    skipped_[owner] += count;
    add(finished, per_application_[owner]);
  }
  std::size_t number_of(const std::string& name) {
    const auto found = std::ranges::find(names_, name);
    const auto number = static_cast<std::size_t>(found - names_.begin());
    if (found == names_.end()) names_.push_back(name);
    return number;
  }
  void add(const JobFinished& finished, Sums& sums) const {
    const std::vector<std::size_t>& names = names_of_[finished.job.application];
    for (std::size_t i = 0; i < finished.amounts.size(); ++i) {
      sums[names[i]].value += finished.amounts[i];
      sums[names[i]].has_jobs = true;
    }
  }
  void report(const Sums& sums, const std::string& subject, std::vector<Metric>& metrics) const {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (sums[i].has_jobs) metrics.push_back({names_[i], subject, sums[i].value});
    }
  }

  const Workload* workload_ = nullptr;
  bool is_on_ = false;
  std::vector<std::string> names_;  ///< All names of amounts, each once.
  /// Positions in `names_` of the amounts of each application.
  IdVector<ApplicationId, std::vector<std::size_t>> names_of_;
  /// Number of skipped tasks of jobs in the system, if there are any.
  std::map<JobId, std::uint64_t> skipped_in_;
  std::uint64_t all_skipped_ = 0;
  IdVector<ApplicationId, std::uint64_t> skipped_;
  Sums all_;
  IdVector<ApplicationId, Sums> per_application_;
  IdVector<StreamId, Sums> per_stream_;
};

const Register<MetricProbe, Amounts> registered{
    "amounts", "amounts that jobs draw and tasks that are skipped, in workloads that have them"};

}  // namespace
}  // namespace kairos
