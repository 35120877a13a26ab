#include "sim/metrics/warm_up_filter.hpp"

#include "sim/base/error.hpp"
#include "sim/base/units.hpp"

namespace kairos {

EventSet WarmUpFilter::wants() const {
  EventSet all = EventSet::of<JobArrived, JobFinished, JobDropped, TaskSent, MetricsBegin>();
  for (const Listener& listener : listeners_) all = all.with(listener.wants);
  return all;
}

void WarmUpFilter::observe(Time now, Event event) {
  if (const auto* begin = event.as<MetricsBegin>()) return begin_period(now, *begin->energy);
  if (!begin_ && event.is<TaskSent>()) ++decisions_before_;
  const bool does_count = counts(event);
  for (const Listener& listener : listeners_) {
    if (!listener.wants.contains(event.kind())) continue;
    if (does_count) {
      listener.probe->observe(now, event);
    } else if (listener.metrics != nullptr) {
      listener.metrics->observe_left_out(now, event);
    }
  }
}

void WarmUpFilter::begin_period(Time now, const EnergyMeter& energy) {
  begin_ = now;
  energy_before_.emplace(energy);
  for (const Listener& listener : listeners_) {
    if (listener.metrics != nullptr) listener.metrics->begin_period(now);
  }
}

bool WarmUpFilter::counts(const Event& event) {
  if (const auto* arrived = event.as<JobArrived>()) {
    if (!arrived->job.counts) left_out_.insert(arrived->job.id);
    return arrived->job.counts;
  }
  if (const auto* finished = event.as<JobFinished>()) {
    left_out_.erase(finished->job.id);
    return finished->job.counts;
  }
  if (const auto* dropped = event.as<JobDropped>()) {
    if (dropped->has_entered) left_out_.erase(dropped->job.id);
    return dropped->job.counts;
  }
  if (const auto* request = event.as<RequestFinished>()) {
    return begin_ && request->arrival >= *begin_;
  }
  return begin_ && event.visit([&](const auto& what) {
    if constexpr (requires { what.task.job; }) {
      return !left_out_.contains(what.task.job);
    } else {
      return true;
    }
  });
}

RunSummary WarmUpFilter::summary_of(const RunSummary& run) const {
  if (!begin_) {
    throw InputError("the last job has ended at " + format(run.end.since_start()) +
                     ", before the warm-up; shorten 'report.warm_up', or let more jobs arrive");
  }
  RunSummary period = run;
  period.begin = *begin_;
  period.energy_before = &*energy_before_;
  period.decisions_before = decisions_before_;
  return period;
}

}  // namespace kairos
