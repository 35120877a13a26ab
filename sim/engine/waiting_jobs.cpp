#include "sim/engine/waiting_jobs.hpp"

#include <algorithm>

namespace kairos {

WaitingJobs::WaitingJobs(const EngineContext& context)
    : context_(context), of_stream_(context.scenario.workload.streams.size()) {}

void WaitingJobs::note_arrival(const Job& job) {
  of_stream_[job.stream].jobs.emplace(Key(job.deadline, job.frame), Late{job});
  set_alarm(job.stream);
}

void WaitingJobs::note_entry(const Job& job) {
  auto& jobs = of_stream_[job.stream].jobs;
  const auto found = jobs.find({job.deadline, job.frame});
  if (found != jobs.end()) found->second = {job, true};
}

void WaitingJobs::forget(const Job& job) {
  if (of_stream_[job.stream].jobs.erase({job.deadline, job.frame}) > 0) set_alarm(job.stream);
}

bool WaitingJobs::has_started(const Late& waiting) const {
  return waiting.has_entered && context_.state.jobs[waiting.job.id].has_started;
}

bool WaitingJobs::any(StreamId stream) {
  auto& jobs = of_stream_[stream].jobs;
  std::erase_if(jobs, [&](const auto& entry) { return has_started(entry.second); });
  return !jobs.empty();
}

std::vector<WaitingJobs::Late> WaitingJobs::take_late(StreamId stream) {
  auto& [jobs, alarm] = of_stream_[stream];
  alarm = Time::never();
  std::vector<Late> late;
  while (!jobs.empty() && jobs.begin()->first.first < context_.state.now) {
    if (!has_started(jobs.begin()->second)) late.push_back(jobs.begin()->second);
    jobs.erase(jobs.begin());
  }
  set_alarm(stream);
  return late;
}

bool WaitingJobs::any_due() const {
  return std::ranges::any_of(of_stream_,
                             [](const OfStream& o) { return o.alarm != Time::never(); });
}

/// Sets when the jobs of a stream are looked at: just after the earliest deadline.
void WaitingJobs::set_alarm(StreamId stream) {
  if (rule(stream) != DropRule::late) return;
  auto& [jobs, alarm] = of_stream_[stream];
  const Time earliest = jobs.empty() ? Time::never() : jobs.begin()->first.first;
  const Time when = earliest == Time::never() ? earliest : earliest + Duration::picoseconds(1);
  if (when == alarm) return;
  if (alarm != Time::never()) context_.agenda.cancel(Activity::lateness, stream);
  alarm = when;
  if (when != Time::never()) {
    context_.agenda.wake(Activity::lateness, stream, std::max(when, context_.state.now));
  }
}

}  // namespace kairos
