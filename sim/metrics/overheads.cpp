// Metrics of the time that tasks spend before they compute (platforms/overheads.hpp).
//
//   TKLQT = sum over launched tasks of (begin of computing - begin of the call that launches it)
//
// TKLQT is the total kernel launch and queuing time (Vellaisamy et al., arXiv 2504.11750, 2025).
// Example: a host that takes o = 2 us per launch sends n = 3 kernels of g = 5 us to one GPU. Calls
// begin at 0, 2, 4 us and kernels at 2, 7, 12 us, so TKLQT is 2 + 5 + 8 = 15 us. In general it is
//
//   n o + (g - o) n (n - 1) / 2   if g > o,   n o   otherwise
//
// A set-up cut short by a failure counts in full.
//
// Warm-up: set-ups and launches count for tasks whose jobs arrive after it. Reconfigurations and
// their energy count whatever is loaded after it.
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class OverheadMetrics final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"setup_time_s", "s",
         "time from taking a slot to the start of computing, summed over tasks"},
        {"tklqt_s", "s",
         "total kernel launch and queuing time: start of computing - start of the launch call, "
         "summed over tasks on clusters with 'launch'"},
        {"reconfigurations", "times", "number of times a kernel was loaded into a region"},
        {"reconfiguration_energy_j", "J",
         "part of energy_j that was spent on loading kernels into regions"},
    };
  }

  void begin(const Scenario& scenario) override {
    scenario_ = &scenario;
    elements_.resize(scenario.platform.elements.size());
  }

  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskSetUp>(); }

  void observe(Time now, Event event) override {
    const auto* set_up = event.as<TaskSetUp>();
    if (set_up == nullptr) return;
    Tally& tally = elements_[set_up->element];
    tally.setup += set_up->setup;
    const bool launches =
        scenario_->platform.cluster_of(set_up->element).overheads.launch > Duration{};
    if (launches) tally.launch_and_queue += now + set_up->setup - set_up->called;
    tally.count_loading(*set_up);
  }
  void begin_period(Time /*now*/) override {
    for (Tally& tally : elements_) tally = {};
  }
  void observe_left_out(Time /*now*/, Event event) override {
    if (const auto* set_up = event.as<TaskSetUp>()) {
      elements_[set_up->element].count_loading(*set_up);
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const Platform& platform = run.scenario.platform;
    Tally all;
    bool is_on = false;
    std::vector<Metric> parts;
    for (const ElementId e : ids<ElementId>(elements_.size())) {
      if (!platform.cluster_of(e).overheads.sets_up()) continue;
      is_on = true;
      const Tally& tally = elements_[e];
      all.setup += tally.setup;
      all.launch_and_queue += tally.launch_and_queue;
      all.reconfigurations += tally.reconfigurations;
      all.energy += tally.energy;
      tally.report(platform.elements[e].name, parts);
    }
    if (!is_on) return;
    all.report("", metrics);
    metrics.insert(metrics.end(), parts.begin(), parts.end());
  }

 private:
  struct Tally {
    Duration setup, launch_and_queue;
    std::uint64_t reconfigurations = 0;
    Joules energy;

    void count_loading(const TaskSetUp& set_up) {
      if (set_up.reconfigures) ++reconfigurations;
      energy += set_up.energy;
    }
    void report(const std::string& subject, std::vector<Metric>& metrics) const {
      metrics.push_back({"setup_time_s", subject, setup.seconds()});
      metrics.push_back({"tklqt_s", subject, launch_and_queue.seconds()});
      metrics.push_back({"reconfigurations", subject, static_cast<double>(reconfigurations)});
      metrics.push_back({"reconfiguration_energy_j", subject, energy.value()});
    }
  };

  const Scenario* scenario_ = nullptr;
  IdVector<ElementId, Tally> elements_;
};

const Register<MetricProbe, OverheadMetrics> registered{
    "overheads", "time and energy that tasks spend before computing"};

}  // namespace
}  // namespace kairos
