// How long jobs take: latency, slowdown, deadlines, throughput and makespan.
//
//   latency    = finish - arrival
//   slowdown   = latency / the longest path of the job with every task on its fastest element
//   tardiness  = max(0, finish - deadline), over jobs with a deadline
//
// Example: a job that arrives at 10 us, finishes at 30 us and could not take less than 10 us alone
// has a latency of 20 us and a slowdown of 2. Transfers do not count into the longest path, so the
// slowdown of a job alone may exceed 1.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/distribution.hpp"
#include "sim/metrics/metric.hpp"
#include "sim/state/shortest_latency.hpp"

namespace kairos {
namespace {

class Latency final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"makespan_s", "s", "when the last job finished"},
        {"jobs", "jobs", "jobs finished", false},
        {"throughput_per_s", "1/s", "jobs / makespan", false},
        {"latency_mean_s", "s", "mean of finish - arrival over jobs"},
        {"latency_p50_s", "s", "median of it (nearest rank)"},
        {"latency_p95_s", "s", "its 95th percentile"},
        {"latency_p99_s", "s", "its 99th percentile"},
        {"latency_max_s", "s", "its maximum"},
        {"slowdown_mean", "1", "mean of latency / longest path on fastest elements"},
        {"deadline_jobs", "jobs", "jobs that had a deadline", false},
        {"deadline_misses", "jobs", "of those, jobs that finished after it"},
        {"deadline_miss_ratio", "1", "deadline_misses / deadline_jobs; 0 without deadlines"},
        {"tardiness_mean_s", "s", "mean of max(0, finish - deadline) over jobs with a deadline"},
        {"tardiness_max_s", "s", "its maximum"},
    };
  }

  void begin(const Scenario& scenario) override {
    for (const Duration shortest : shortest_latencies(scenario)) {
      per_application_.push_back({});
      per_application_.back().shortest = shortest;
    }
  }

  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished>(); }

  void observe(Time now, Event event) override {
    const auto* finished = event.as<JobFinished>();
    if (finished == nullptr) return;
    Tally& own = per_application_[finished->job.application];
    const double slowdown =
        own.shortest > Duration{} ? finished->latency.seconds() / own.shortest.seconds() : 1;
    own.add(now, *finished, slowdown);
    all_.add(now, *finished, slowdown);
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const double makespan = run.end.seconds();
    metrics.push_back({"makespan_s", "", makespan});
    all_.report("", makespan, metrics);
    for (const ApplicationId a : ids<ApplicationId>(per_application_.size())) {
      if (per_application_[a].latency.count() == 0) continue;
      per_application_[a].report(run.scenario.workload.applications[a].name, makespan, metrics);
    }
  }

 private:
  struct Tally {
    Distribution latency;
    Duration shortest;
    double slowdown = 0;
    std::uint64_t with_deadline = 0, missed = 0;
    double tardiness = 0;
    Duration worst_tardiness;

    void add(Time now, const JobFinished& finished, double job_slowdown) {
      latency.add(finished.latency);
      slowdown += job_slowdown;
      if (finished.job.deadline == Time::never()) return;
      ++with_deadline;
      if (now <= finished.job.deadline) return;
      ++missed;
      tardiness += (now - finished.job.deadline).seconds();
      worst_tardiness = std::max(worst_tardiness, now - finished.job.deadline);
    }

    void report(const std::string& subject, double makespan, std::vector<Metric>& metrics) const {
      const auto count = static_cast<double>(latency.count());
      const auto deadlines = static_cast<double>(with_deadline);
      const auto per = [](double sum, double n) { return n > 0 ? sum / n : 0; };
      const auto put = [&](const char* name, double value) {
        metrics.push_back({name, subject, value});
      };
      put("jobs", count);
      put("throughput_per_s", per(count, makespan));
      put("latency_mean_s", latency.mean_seconds());
      put("latency_p50_s", latency.percentile(0.50).seconds());
      put("latency_p95_s", latency.percentile(0.95).seconds());
      put("latency_p99_s", latency.percentile(0.99).seconds());
      put("latency_max_s", latency.max().seconds());
      put("slowdown_mean", per(slowdown, count));
      put("deadline_jobs", deadlines);
      put("deadline_misses", static_cast<double>(missed));
      put("deadline_miss_ratio", per(static_cast<double>(missed), deadlines));
      put("tardiness_mean_s", per(tardiness, deadlines));
      put("tardiness_max_s", worst_tardiness.seconds());
    }
  };

  Tally all_;
  IdVector<ApplicationId, Tally> per_application_;
};

const Register<MetricProbe, Latency> registered{"latency", "how long jobs take"};

}  // namespace
}  // namespace kairos
