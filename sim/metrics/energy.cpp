// Energy metrics of a run, until the last job finishes.
//
//   energy     = sum over elements + background power * makespan + energy per byte * bytes, by link
//   EDP        = energy * mean job latency          (energy-delay product, per run)
//
// Example: 2 W for 3 s with a mean latency of 0.5 s are 6 J and an EDP of 3 J s. A run without jobs
// has no energy per job and no EDP, and a run of zero length has no average power.
//
// Warm-up: energies and the average power count everything that is drawn from its end on. The
// energy per job divides this by the number of jobs that arrive from then on, so it includes what
// earlier jobs still draw. The energy of tasks and the latencies of the EDP are those of jobs that
// arrive from then on.
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Energy final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"energy_j", "J",
         "energy of elements, background loads, links and memories until the last job finished"},
        {"energy_per_job_j", "J", "energy_j / jobs"},
        {"task_energy_j", "J", "energy that elements drew while they ran tasks that finished"},
        {"average_power_w", "W", "energy_j / makespan_s"},
        {"edp_js", "J s", "energy-delay product: energy_j * latency_mean_s"},
    };
  }

  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskFinished, JobFinished>();
  }

  void observe(Time, Event event) override {
    if (const auto* finished = event.as<TaskFinished>()) {
      task_energy_ += finished->energy;
    } else if (const auto* job = event.as<JobFinished>()) {
      latency_ += to_seconds(job->latency);
      ++jobs_;
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const Seconds makespan = to_seconds(run.length());
    const auto jobs = static_cast<double>(jobs_);
    Joules total;
    std::vector<Metric> parts;
    for (const ElementId e : ids<ElementId>(run.scenario.platform.elements.size())) {
      total += run.of_element(e);
      parts.push_back(
          {"energy_j", run.scenario.platform.elements[e].name, run.of_element(e).value()});
    }
    for (const Background& background : run.scenario.platform.background) {
      total += background.power * makespan;
      parts.push_back({"energy_j", background.name, (background.power * makespan).value()});
    }
    const auto& links = run.scenario.platform.interconnect.links;
    for (const LinkId link : ids<LinkId>(links.size())) {
      if (links[link].energy == JoulesPerByte{}) continue;
      total += run.of_link(link);
      parts.push_back({"energy_j", links[link].name, run.of_link(link).value()});
    }
    metrics.push_back({"energy_j", "", total.value()});
    metrics.push_back({"task_energy_j", "", task_energy_.value()});
    if (makespan.value() > 0) {
      metrics.push_back({"average_power_w", "", total / makespan / Watts(1)});
    }
    if (jobs_ > 0) {
      metrics.push_back({"energy_per_job_j", "", total.value() / jobs});
      metrics.push_back({"edp_js", "", total.value() * latency_.value() / jobs});
    }
    metrics.insert(metrics.end(), parts.begin(), parts.end());
  }

 private:
  Joules task_energy_;
  Seconds latency_;
  std::uint64_t jobs_ = 0;
};

const Register<MetricProbe, Energy> registered{"energy",
                                               "energy, mean power and energy-delay product"};

}  // namespace
}  // namespace kairos
