// How busy the elements were and how long tasks waited.
//
//   utilisation of an element = time its slots were taken / (slots * makespan)
//   waiting of a task         = start - ready (decision, queue and transfers)
//
// Example: one task of 3 us on a single-slot element in a run of 4 us is a utilisation of 0.75.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Utilisation final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"tasks", "tasks", "tasks finished", false},
        {"utilisation", "1", "busy slot time / (slots * makespan_s), mean over elements", false},
        {"waiting_mean_s", "s", "mean of start - ready over tasks"},
        {"waiting_max_s", "s", "its maximum"},
        {"transferred_bytes", "B", "inputs that came from other elements"},
    };
  }

  void begin(const Scenario& scenario) override {
    elements_.resize(scenario.platform.elements.size());
  }

  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskFinished, TaskLost, TaskErred>();
  }

  void observe(Time now, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) {
      Tally& element = elements_[finished->element];
      const Duration waited = finished->start - finished->ready;
      ++element.tasks;
      element.busy += (finished->finish - finished->start).picoseconds();
      element.waiting += waited.seconds();
      element.longest = std::max(element.longest, waited);
      transferred_ += finished->received;
    } else if (const auto* lost = event.as<TaskLost>()) {
      elements_[lost->element].busy += (now - lost->start).picoseconds();
    } else if (const auto* erred = event.as<TaskErred>()) {
      elements_[erred->element].busy += (now - erred->start).picoseconds();
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const double makespan = run.end.seconds();
    Tally all;
    double shares = 0;
    std::vector<Metric> parts;
    for (const ElementId e : ids<ElementId>(elements_.size())) {
      const Tally& tally = elements_[e];
      const ProcessingElement& element = run.scenario.platform.elements[e];
      const double available = makespan * static_cast<double>(element.slots);
      const double share = available > 0 ? static_cast<double>(tally.busy) / 1e12 / available : 0;
      shares += share;
      all.tasks += tally.tasks;
      all.waiting += tally.waiting;
      all.longest = std::max(all.longest, tally.longest);
      parts.push_back({"tasks", element.name, static_cast<double>(tally.tasks)});
      parts.push_back({"utilisation", element.name, share});
      parts.push_back({"waiting_mean_s", element.name, tally.mean_waiting()});
    }
    metrics.push_back({"tasks", "", static_cast<double>(all.tasks)});
    metrics.push_back({"utilisation", "", shares / static_cast<double>(elements_.size())});
    metrics.push_back({"waiting_mean_s", "", all.mean_waiting()});
    metrics.push_back({"waiting_max_s", "", all.longest.seconds()});
    metrics.push_back({"transferred_bytes", "", transferred_.value()});
    metrics.insert(metrics.end(), parts.begin(), parts.end());
  }

 private:
  struct Tally {
    std::uint64_t tasks = 0;
    std::int64_t busy = 0;  ///< Picoseconds; exact.
    double waiting = 0;
    Duration longest;

    [[nodiscard]] double mean_waiting() const {
      return tasks == 0 ? 0 : waiting / static_cast<double>(tasks);
    }
  };

  IdVector<ElementId, Tally> elements_;
  Bytes transferred_;
};

const Register<MetricProbe, Utilisation> registered{"utilisation", "how busy elements are"};

}  // namespace
}  // namespace kairos
