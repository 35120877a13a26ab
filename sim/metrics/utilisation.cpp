// Utilisation of the elements and waiting times of the tasks.
//
//   utilisation of an element = time its slots were taken / (slots * makespan)
//   waiting of a task         = start - ready (decision, queue and transfers)
//
// A batch takes one slot, and so does the scheduler on its host; utilisation never exceeds 1.
// Example: one task of 3 us on a single-slot element in a run of 4 us gives a utilisation of 0.75.
// If no task has finished, the mean and maximum of waiting have no value.
//
// Warm-up: utilisation counts the time after it, whichever task takes a slot. The other metrics
// count tasks whose jobs arrive after it.
#include <algorithm>
#include <set>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Utilisation final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"tasks", "tasks", "number of tasks finished", false},
        {"utilisation", "1", "busy time of slots / (slots * makespan_s), mean over elements",
         false},
        {"waiting_mean_s", "s", "mean waiting time of tasks: mean of start - ready"},
        {"waiting_max_s", "s", "maximum waiting time of tasks: maximum of start - ready"},
        {"transferred_bytes", "B", "bytes of inputs that came from other elements"},
    };
  }

  void begin(const Scenario& scenario) override {
    elements_.resize(scenario.platform.elements.size());
  }

  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskFinished, TaskLost, TaskErred, TaskPreempted, TaskBatched,
                        HostReleased>();
  }

  void observe(Time now, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) {
      Tally& element = elements_[finished->element];
      const Duration waited = finished->start - finished->ready;
      ++element.tasks;
      if (!leave_batch(finished->task)) {
        element.busy += (finished->finish - finished->start).picoseconds();
      }
      element.waiting += waited.seconds();
      element.longest = std::max(element.longest, waited);
      transferred_ += finished->received;
    } else {
      observe_rare(now, event);
    }
  }

  void begin_period(Time now) override {
    begin_ = now;
    for (Tally& element : elements_) element.busy = 0;
  }
  void observe_left_out(Time now, Event event) override {
    const auto* finished = event.as<TaskFinished>();
    if (finished == nullptr) {
      observe_rare(now, event);
    } else if (!leave_batch(finished->task)) {
      take(finished->element, finished->start, finished->finish);
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const double makespan = run.length().seconds();
    Tally all;
    double shares = 0;
    std::vector<Metric> parts;
    for (const ElementId e : ids<ElementId>(elements_.size())) {
      const Tally& tally = elements_[e];
      const ProcessingElement& element = run.scenario.platform.elements[e];
      const double available = makespan * static_cast<double>(element.slots);
      const double share = static_cast<double>(tally.busy) / 1e12 / available;
      shares += share;
      all.tasks += tally.tasks;
      all.waiting += tally.waiting;
      all.longest = std::max(all.longest, tally.longest);
      parts.push_back({"tasks", element.name, static_cast<double>(tally.tasks)});
      if (makespan > 0) parts.push_back({"utilisation", element.name, share});
      tally.report_mean_waiting(element.name, parts);
    }
    metrics.push_back({"tasks", "", static_cast<double>(all.tasks)});
    if (makespan > 0) {
      metrics.push_back({"utilisation", "", shares / static_cast<double>(elements_.size())});
    }
    all.report_mean_waiting("", metrics);
    if (all.tasks > 0) metrics.push_back({"waiting_max_s", "", all.longest.seconds()});
    metrics.push_back({"transferred_bytes", "", transferred_.value()});
    metrics.insert(metrics.end(), parts.begin(), parts.end());
  }

 private:
  /// Handles the events that most runs do not have.
  [[gnu::noinline]] void observe_rare(Time now, const Event& event) {
    if (const auto* lost = event.as<TaskLost>()) {
      if (!leave_batch(lost->task)) take(lost->element, lost->start, now);
    } else if (const auto* erred = event.as<TaskErred>()) {
      if (!leave_batch(erred->task)) take(erred->element, erred->start, now);
    } else if (const auto* preempted = event.as<TaskPreempted>()) {
      take(preempted->element, preempted->start, now);
    } else if (const auto* batched = event.as<TaskBatched>()) {
      batched_.insert(batched->task);
    } else if (const auto* released = event.as<HostReleased>()) {
      take(released->element, released->start, now);
    }
  }

  struct Tally {
    std::uint64_t tasks = 0;
    std::int64_t busy = 0;  ///< Picoseconds during which slots were taken; exact.
    double waiting = 0;
    Duration longest;

    void report_mean_waiting(const std::string& subject, std::vector<Metric>& metrics) const {
      if (tasks == 0) return;
      metrics.push_back({"waiting_mean_s", subject, waiting / static_cast<double>(tasks)});
    }
  };

  /// Adds the time for which a slot of an element was taken, as far as it lies after the warm-up.
  void take(ElementId element, Time from, Time to) {
    elements_[element].busy += (to - std::max(from, begin_)).picoseconds();
  }
  /// True if a task that has ended shared the slot of another task.
  bool leave_batch(TaskRef task) { return !batched_.empty() && erase_from_batch(task); }
  [[gnu::noinline]] bool erase_from_batch(TaskRef task) { return batched_.erase(task) > 0; }

  IdVector<ElementId, Tally> elements_;
  std::set<TaskRef> batched_;  ///< Tasks in progress that share the slot of another task.
  Bytes transferred_;
  Time begin_;  ///< End of the warm-up.
};

const Register<MetricProbe, Utilisation> registered{
    "utilisation", "number of tasks, utilisation of elements, waiting times and transfers"};

}  // namespace
}  // namespace kairos
