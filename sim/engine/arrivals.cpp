#include "sim/engine/arrivals.hpp"

#include <algorithm>

namespace kairos {

Arrivals::Arrivals(const EngineContext& context, ReadyTasks& ready, Overruns& overruns)
    : context_(context), ready_(ready), overruns_(overruns) {
  const Workload& workload = context.scenario.workload;
  for (const StreamId s : ids<StreamId>(workload.streams.size())) {
    sources_.emplace_back(workload, s, context.scenario.seed);
  }
  open_sources_ = sources_.size();
  for (const StreamId s : ids<StreamId>(sources_.size())) schedule(s);
}

void Arrivals::schedule(StreamId stream) {
  const Time before = sources_[stream].due();
  const auto when = sources_[stream].next(context_.state.now);
  if (!when) {
    --open_sources_;
  } else if (*when != before) {
    if (before != Time::never()) context_.agenda.cancel(Activity::arrival, stream);
    if (*when != Time::never()) context_.agenda.wake(Activity::arrival, stream, *when);
  }
}

void Arrivals::arrive(StreamId stream) {
  SystemState& system = context_.state;
  const Job drawn = sources_[stream].arrive(system.now);
  const Application& application = context_.scenario.workload.applications[drawn.application];
  JobState& job =
      system.jobs.add(drawn, *application.graph, system.costs.first_row(drawn.application));
  if (copies_) run_with_copies(job);
  overruns_.admit(job, system.now);
  context_.announce(JobArrived{job.job});
  for (const TaskId task : ids<TaskId>(job.graph->size())) {
    if (job.tasks[task].missing_inputs == 0) ready_.add({job, task});
  }
  schedule(stream);
}

void Arrivals::run_with_copies(JobState& job) {
  const std::shared_ptr<const JobGraph> graph = copies_(job.job.id);
  if (!graph) return;
  const auto [known, is_new] = graphs_with_copies_.try_emplace(graph.get());
  auto& [kept, first_row] = known->second;
  if (is_new) {
    kept = graph;
    first_row = context_.state.add_with_copies(*graph, job.job.application);
    context_.announcer.expect_copies();
  }
  job.begin(*graph, first_row);
}

void Arrivals::leave(JobState& job) {
  const Job left = job.job;
  context_.announce(JobFinished{left, context_.state.now - left.arrival});
  overruns_.dismiss(job);
  context_.state.jobs.remove(left.id);
  JobSource& source = sources_[left.stream];
  source.job_left();
  if (source.depends_on_departures()) schedule(left.stream);
}

bool Arrivals::waits_for_jobs_to_leave() const {
  const auto waits = [](const JobSource& source) { return source.waits_for_room; };
  return std::ranges::count_if(sources_, waits) >= static_cast<std::ptrdiff_t>(open_sources_);
}

}  // namespace kairos
