// Fault metrics: number of faults, their costs, and the time that the system took to recover.
//
//   recovery of a task          = finish - the first instant at which it was lost or found wrong
//   availability of an element  = time it was up / makespan, whether its failures were known or not
//
// Example: a task is lost at 4 us, starts again at 6 us and ends at 16 us, so its recovery took 12
// us. Its element was down from 4 to 6 us and was available for 14 / 16 of the run.
//
// Warm-up: lost and wrong executions, checkpoints and recoveries count if their jobs arrive after
// it. Availability counts the time after it, and other faults count if they begin after it.
#include <algorithm>
#include <map>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class FaultMetrics final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"faults", "faults",
         "number of element failures, slow phases, link degradations and wrong results"},
        {"tasks_lost", "tasks", "number of executions ended by the failure of an element"},
        {"task_errors", "tasks", "number of executions that ended with a wrong result"},
        {"work_lost_s", "s",
         "time that elements spent on lost and wrong executions, less the work saved by "
         "checkpoints"},
        {"checkpoints", "checkpoints", "number of checkpoints written"},
        {"recovery_mean_s", "s", "mean of finish - first loss over tasks that were lost or wrong"},
        {"recovery_max_s", "s",
         "maximum of finish - first loss over tasks that were lost or wrong"},
        {"availability", "1", "time up / makespan_s, mean over elements", false},
    };
  }

  void begin(const Scenario& scenario) override {
    elements_.resize(scenario.platform.elements.size());
    bandwidth_.assign(scenario.platform.interconnect.links.size(), 1);
    nothing_fails_ = scenario.incidents.empty() && scenario.faults.is_none();
  }

  [[nodiscard]] EventSet wants() const override {
    if (nothing_fails_) return EventSet::of<>();
    return EventSet::of<TaskFinished, TaskLost, TaskErred, TaskCheckpointed, ElementFailed,
                        ElementReturned, SpeedChanged, BandwidthChanged>();
  }

  void begin_period(Time now) override {
    for (Tally& element : elements_) {
      if (element.down_since != Time::never()) element.down_since = now;
    }
  }
  /// Follows the state of the chip.
  void observe_left_out(Time now, Event event) override {
    if (const auto* failed = event.as<ElementFailed>()) {
      elements_[failed->element].down_since = now;
    } else if (const auto* returned = event.as<ElementReturned>()) {
      elements_[returned->element].down_since = Time::never();
    } else if (const auto* speed = event.as<SpeedChanged>()) {
      elements_[speed->element].speed = speed->remaining;
    } else if (const auto* bandwidth = event.as<BandwidthChanged>()) {
      bandwidth_[bandwidth->link] = bandwidth->remaining;
    }
  }

  void observe(Time now, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) {
      recover(finished->task, now);
    } else if (const auto* lost = event.as<TaskLost>()) {
      ++tasks_lost_;
      lose(lost->task, now, lost->work_lost);
    } else if (const auto* erred = event.as<TaskErred>()) {
      ++faults_;
      ++errors_;
      lose(erred->task, now, erred->work_lost);
    } else if (event.is<TaskCheckpointed>()) {
      ++checkpoints_;
    } else if (const auto* failed = event.as<ElementFailed>()) {
      ++faults_;
      ++elements_[failed->element].faults;
      elements_[failed->element].down_since = now;
    } else if (const auto* returned = event.as<ElementReturned>()) {
      Tally& element = elements_[returned->element];
      element.down += now - element.down_since;
      element.down_since = Time::never();
    } else if (const auto* speed = event.as<SpeedChanged>()) {
      Tally& element = elements_[speed->element];
      if (speed->remaining < element.speed) {
        ++faults_;
        ++element.faults;
      }
      element.speed = speed->remaining;
    } else if (const auto* bandwidth = event.as<BandwidthChanged>()) {
      if (bandwidth->remaining < bandwidth_[bandwidth->link]) ++faults_;
      bandwidth_[bandwidth->link] = bandwidth->remaining;
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    std::vector<Metric> parts;
    double available = 0;
    for (const ElementId e : ids<ElementId>(elements_.size())) {
      const std::string& name = run.scenario.platform.elements[e].name;
      parts.push_back({"faults", name, static_cast<double>(elements_[e].faults)});
      if (run.length() == Duration{}) continue;
      const double share = elements_[e].available(run.end, run.length());
      available += share;
      parts.push_back({"availability", name, share});
    }
    const auto recovered = static_cast<double>(recovered_);
    metrics.push_back({"faults", "", static_cast<double>(faults_)});
    metrics.push_back({"tasks_lost", "", static_cast<double>(tasks_lost_)});
    metrics.push_back({"task_errors", "", static_cast<double>(errors_)});
    metrics.push_back({"work_lost_s", "", work_lost_.seconds()});
    metrics.push_back({"checkpoints", "", static_cast<double>(checkpoints_)});
    if (recovered_ > 0) {
      metrics.push_back({"recovery_mean_s", "", recovery_.seconds() / recovered});
      metrics.push_back({"recovery_max_s", "", longest_recovery_.seconds()});
    }
    if (run.length() > Duration{}) {
      metrics.push_back({"availability", "", available / static_cast<double>(elements_.size())});
    }
    metrics.insert(metrics.end(), parts.begin(), parts.end());
  }

 private:
  struct Tally {
    std::uint64_t faults = 0;
    double speed = 1;
    Duration down;
    Time down_since = Time::never();

    [[nodiscard]] double available(Time end, Duration length) const {
      Duration all = down;
      if (down_since != Time::never()) all += end - down_since;
      return (length - all).seconds() / length.seconds();
    }
  };

  void lose(TaskRef task, Time now, Duration work) {
    first_loss_.emplace(task, now);
    work_lost_ += work;
  }
  void recover(TaskRef task, Time now) {
    if (first_loss_.empty()) return;
    const auto lost = first_loss_.find(task);
    if (lost == first_loss_.end()) return;
    recovery_ += now - lost->second;
    longest_recovery_ = std::max(longest_recovery_, now - lost->second);
    ++recovered_;
    first_loss_.erase(lost);
  }

  IdVector<ElementId, Tally> elements_;
  IdVector<LinkId, double> bandwidth_;
  std::map<TaskRef, Time> first_loss_;
  Duration work_lost_, recovery_, longest_recovery_;
  bool nothing_fails_ = false;
  std::uint64_t faults_ = 0, tasks_lost_ = 0, errors_ = 0, checkpoints_ = 0, recovered_ = 0;
};

const Register<MetricProbe, FaultMetrics> registered{
    "faults", "faults, lost work, recovery times and availability"};

}  // namespace
}  // namespace kairos
