// Latency metrics of jobs: latency, slowdown, deadlines, throughput and makespan.
//
//   latency    = finish - arrival
//   slowdown   = latency / the longest path of the job with every task on its fastest element
//   tardiness  = max(0, finish - deadline), over jobs with a deadline
//
// Example: a job arrives at 10 us and finishes at 30 us, and its longest path takes 10 us. Its
// latency is 20 us and its slowdown is 2. Transfers are not part of the longest path, so the
// slowdown of a single job may exceed 1. A job whose longest path takes no time has no slowdown,
// nor has a step of a session.
//
// Dropped jobs are counted apart: they have no latency, and they are not among the jobs with a
// deadline.
//
// Each metric is also reported by application, by form of an application, and by named stream. The
// longest path of a job is that of the fastest form of its application. If no job has finished,
// means, percentiles and maxima have no value.
//
// Warm-up: jobs that arrive after it count. The makespan and the throughput count the time from the
// end of the warm-up on.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"
#include "sim/metrics/percentiles.hpp"
#include "sim/metrics/stream_subject.hpp"
#include "sim/state/shortest_latency.hpp"

namespace kairos {
namespace {

class Latency final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"makespan_s", "s", "time at which the last job finished"},
        {"jobs", "jobs", "number of jobs finished", false},
        {"throughput_per_s", "1/s", "jobs / makespan_s", false},
        {"jobs_dropped", "jobs", "number of jobs that were dropped before they started"},
        {"drop_ratio", "1", "jobs_dropped / (jobs + jobs_dropped)"},
        {"latency_mean_s", "s", "mean job latency: mean of finish - arrival over jobs"},
        {"latency_p50_s", "s", "median job latency (nearest rank)"},
        {"latency_p95_s", "s", "95th percentile of job latency"},
        {"latency_p99_s", "s", "99th percentile of job latency"},
        {"latency_max_s", "s", "maximum job latency"},
        {"slowdown_mean", "1",
         "mean over jobs of latency / length of the longest path with each task on its "
         "fastest element"},
        {"deadline_jobs", "jobs", "number of jobs that had a deadline", false},
        {"deadline_misses", "jobs", "number of jobs that finished after their deadline"},
        {"deadline_miss_ratio", "1", "deadline_misses / deadline_jobs"},
        {"tardiness_mean_s", "s",
         "mean tardiness: mean of max(0, finish - deadline) over jobs with a deadline"},
        {"tardiness_max_s", "s",
         "maximum tardiness: maximum of max(0, finish - deadline) over jobs with a deadline"},
    };
  }

  void begin(const Scenario& scenario) override {
    workload_ = &scenario.workload;
    per_stream_.resize(scenario.workload.streams.size());
    for (const Duration shortest : shortest_latencies(scenario)) {
      per_application_.push_back({});
      per_application_.back().shortest = shortest;
    }
  }

  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished, JobDropped>(); }

  void observe(Time now, Event event) override {
    if (const auto* dropped = event.as<JobDropped>()) {
      for_each_application(dropped->job, [](Tally& tally) { ++tally.dropped; });
      ++per_stream_[dropped->job.stream].dropped;
      ++all_.dropped;
      return;
    }
    const auto* finished = event.as<JobFinished>();
    // The steps of sessions differ in their tokens, so their longest paths are not known here.
    const bool is_step = workload_->streams[finished->job.stream].session != nullptr;
    const double shortest =
        is_step ? 0 : per_application_[finished->job.application].shortest.seconds();
    for_each_application(finished->job, [&](Tally& tally) { tally.add(now, *finished, shortest); });
    per_stream_[finished->job.stream].add(now, *finished, shortest);
    all_.add(now, *finished, shortest);
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const Workload& workload = run.scenario.workload;
    const double makespan = run.length().seconds();
    if (all_.latency.count() > 0) metrics.push_back({"makespan_s", "", makespan});
    all_.report("", makespan, metrics);
    for (const ApplicationId a : ids<ApplicationId>(per_application_.size())) {
      if (per_application_[a].is_empty()) continue;
      per_application_[a].report(workload.applications[a].name, makespan, metrics);
    }
    for (const StreamId s : ids<StreamId>(per_stream_.size())) {
      if (per_stream_[s].is_empty() || !workload.streams[s].is_named) continue;
      per_stream_[s].report(stream_subject(workload.streams[s], workload), makespan, metrics);
    }
  }

 private:
  struct Tally {
    Percentiles latency;
    Duration shortest;
    double slowdown = 0;
    std::uint64_t with_slowdown = 0, with_deadline = 0, missed = 0, dropped = 0;
    double tardiness = 0;
    Duration worst_tardiness;

    [[nodiscard]] bool is_empty() const { return latency.count() == 0 && dropped == 0; }

    void add(Time now, const JobFinished& finished, double shortest_seconds) {
      latency.add(finished.latency);
      if (shortest_seconds > 0) {
        slowdown += finished.latency.seconds() / shortest_seconds;
        ++with_slowdown;
      }
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
      const auto put = [&](const char* name, double value) {
        metrics.push_back({name, subject, value});
      };
      const auto put_ratio = [&](const char* name, double sum, double n) {
        if (n > 0) put(name, sum / n);
      };
      put("jobs", count);
      put_ratio("throughput_per_s", count, makespan);
      put("jobs_dropped", static_cast<double>(dropped));
      put_ratio("drop_ratio", static_cast<double>(dropped), count + static_cast<double>(dropped));
      if (latency.count() > 0) {
        put("latency_mean_s", latency.mean_seconds());
        put("latency_p50_s", latency.percentile(0.50).seconds());
        put("latency_p95_s", latency.percentile(0.95).seconds());
        put("latency_p99_s", latency.percentile(0.99).seconds());
        put("latency_max_s", latency.max().seconds());
      }
      put_ratio("slowdown_mean", slowdown, static_cast<double>(with_slowdown));
      put("deadline_jobs", deadlines);
      put("deadline_misses", static_cast<double>(missed));
      put_ratio("deadline_miss_ratio", static_cast<double>(missed), deadlines);
      put_ratio("tardiness_mean_s", tardiness, deadlines);
      if (with_deadline > 0) put("tardiness_max_s", worst_tardiness.seconds());
    }
  };

  /// Visits the application of a job, and the form that the job has if it has one.
  template <class Visit>
  void for_each_application(const Job& job, Visit visit) {
    visit(per_application_[job.application]);
    const ApplicationId owner = workload_->owner(job.application);
    if (owner != job.application) visit(per_application_[owner]);
  }

  const Workload* workload_ = nullptr;
  Tally all_;
  IdVector<ApplicationId, Tally> per_application_;
  IdVector<StreamId, Tally> per_stream_;
};

const Register<MetricProbe, Latency> registered{
    "latency", "makespan, throughput, job latency, slowdown and deadlines"};

}  // namespace
}  // namespace kairos
