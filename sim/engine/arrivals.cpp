#include "sim/engine/arrivals.hpp"

#include <algorithm>

namespace kairos {

Arrivals::Arrivals(const EngineContext& context, Branching& branching, Overruns& overruns,
                   Withdrawal& withdrawal, WarmUpWatch& warm_up)
    : context_(context),
      branching_(branching),
      overruns_(overruns),
      withdrawal_(withdrawal),
      warm_up_(warm_up),
      is_open_(context.scenario.workload.streams.size(), true),
      open_streams_(context.scenario.workload.streams.size()),
      order_(context.scenario.workload),
      waiting_(context) {
  const Workload& workload = context.scenario.workload;
  for (const StreamId s : ids<StreamId>(workload.streams.size())) {
    sources_.emplace_back(workload, s, context.scenario.seed);
  }
  const auto has_session = [](const Stream& stream) { return stream.session != nullptr; };
  if (std::ranges::any_of(workload.streams, has_session)) sessions_.emplace(context);
  for (const StreamId s : ids<StreamId>(sources_.size())) schedule(s);
  has_begun_ = true;
}

// ---- Arrivals

void Arrivals::schedule(StreamId stream) {
  if (!is_open_[stream]) return;
  JobSource& source = sources_[stream];
  const Time before = source.due();
  if (has_no_leader(stream, source.arrived()) || !source.next(context_.state.now)) {
    is_open_[stream] = false;
    if (before != Time::never()) set_due(stream, before);
    close(stream);
  } else if (source.due() != before) {
    set_due(stream, before);
  }
}

/// Sets the alarm of the next arrival. Arrivals at this instant need none.
void Arrivals::set_due(StreamId stream, Time before) {
  const Time when = is_open_[stream] ? sources_[stream].due() : Time::never();
  if (std::erase(due_now_, stream) == 0 && before != Time::never()) {
    context_.agenda.cancel(Activity::arrival, stream);
  }
  if (when == context_.state.now && has_begun_) {
    due_now_.push_back(stream);
    has_news_ = true;
  } else if (when != Time::never()) {
    context_.agenda.wake(Activity::arrival, stream, when);
  }
}

void Arrivals::arrive(StreamId stream) {
  Job job = sources_[stream].arrive(context_.state.now);
  if (!sources_[stream].is_brought()) job.key = next_key_++;
  overruns_.count_arrival(stream, context_.state.now);
  if (warm_up_.is_on()) {
    warm_up_.count_arrival(stream);
    job.counts = !warm_up_.is_on();
  }
  const bool finds_waiting = rule(stream) == DropRule::busy && waiting_.any(stream);
  if (finds_waiting || has_no_leader(stream, job.frame)) {
    drop(job, false);
  } else {
    const StreamOrder::Answer answer = order_.arrive(job);
    if (answer == StreamOrder::Answer::drop) {
      drop(job, false);
    } else {
      waiting_.add(job);
      if (answer == StreamOrder::Answer::go) enter(job);
    }
  }
  schedule(stream);
}

void Arrivals::arrive_next_now() {
  const StreamId stream = due_now_.front();
  due_now_.erase(due_now_.begin());
  arrive(stream);
}

void Arrivals::enter(const Job& arrived) {
  if (sessions_ && sessions_->serves(arrived.stream)) {
    sessions_->begin(arrived);
    return;
  }
  const Application& application = context_.scenario.workload.applications[arrived.application];
  JobState& job = context_.state.jobs.add(arrived, *application.graph,
                                          context_.state.costs.first_row(arrived.application));
  if (!application.forms.empty()) choose_form(job);
  if (copies_ && !job.graph->has_draws()) run_with_copies(job);
  waiting_.enter(job.job);
  begin_tasks(job);
}

/// Lets the steps of sessions that begin now enter the system.
void Arrivals::begin_steps() {
  for (Sessions::NewStep& step : sessions_->next_steps()) {
    step.job.counts = !warm_up_.is_on();
    JobState& job = context_.state.jobs.add(step.job, *step.graph->graph, step.graph->first_row);
    sessions_->enter(step, job.job.id);
    begin_tasks(job);
  }
}

void Arrivals::begin_tasks(JobState& job) {
  overruns_.admit(job, context_.state.now);
  context_.announce(JobArrived{job.job});
  for (TaskState& task : job.tasks) {
    // A task behind skipped tasks is settled together with them, and waits no longer.
    if (task.missing_inputs > 0 || task.phase != Phase::waiting) continue;
    branching_.settle(TaskHandle(task));
  }
  if (job.unfinished == 0) leave(job);
}

void Arrivals::choose_form(JobState& job) {
  JobForms forms(context_.state, job, mixed_graphs_);
  if (forms_) forms_(job.job.id, forms);
  if (forms.is_mixed()) context_.announcer.expect_copies();
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

// ---- Departures

void Arrivals::leave(JobState& job) {
  const Job left = job.job;
  const bool has_draws = job.graph->has_draws();
  context_.announce(JobFinished{left, context_.state.now - left.arrival,
                                has_draws ? job.draws.amounts : std::span<const double>()});
  overruns_.dismiss(job);
  overruns_.finish_job();
  context_.state.jobs.remove(left.id);
  if (sessions_ && sessions_->serves(left.stream)) {
    for (const Job& session : sessions_->end_step(left.id)) end(session, true);
  } else {
    end(left, true);
  }
}

void Arrivals::drop_late(StreamId stream) {
  for (const auto& [job, has_entered] : waiting_.take_late(stream)) drop(job, has_entered);
}

void Arrivals::drop(const Job& job, bool has_entered) {
  overruns_.drop(context_.state.now);
  context_.announce(JobDropped{job, has_entered});
  if (has_entered) {
    JobState& state = context_.state.jobs[job.id];
    withdrawal_.withdraw(state);
    has_news_ = true;
    overruns_.dismiss(state);
    context_.state.jobs.remove(job.id);
    if (dropped_) dropped_(job.id);
  } else {
    order_.forget(job);
  }
  end(job, false);
}

/// Handles the end of a job for the streams: its own, and those that follow it.
void Arrivals::end(const Job& job, bool is_finished) {
  waiting_.remove(job);
  JobSource& source = sources_[job.stream];
  source.job_left();
  for (const StreamId stream : order_.brought_by(job.stream)) {
    if (is_finished && is_open_[stream] && sources_[stream].bring(job, context_.state.now)) {
      schedule(stream);
    }
  }
  if (source.depends_on_departures()) schedule(job.stream);
  for (const Job& waited : order_.end(job, is_finished)) {
    if (is_finished) {
      enter(waited);
    } else {
      drop(waited, false);
    }
  }
  end_brought(job.stream);
}

/// True if a job of a stream waits for one of its leader that will never come.
bool Arrivals::has_no_leader(StreamId stream, std::uint64_t frame) const {
  const auto& leader = context_.scenario.workload.streams[stream].leader;
  return leader && !leader->each && !is_open_[leader->stream] &&
         frame >= sources_[leader->stream].arrived();
}

/// Handles the end of a stream, which brings no further jobs. Jobs that wait for such jobs are
/// dropped.
void Arrivals::close(StreamId stream) {
  --open_streams_;
  order_.close(stream);
  for (const Job& job : order_.end_all_from(stream, sources_[stream].arrived())) drop(job, false);
  for (const StreamId follower : order_.followers(stream)) {
    if (has_no_leader(follower, sources_[follower].arrived())) schedule(follower);
  }
  end_brought(stream);
}

/// Tells the streams whose jobs are brought by a stream if its last job has left.
void Arrivals::end_brought(StreamId stream) {
  if (is_open_[stream] || sources_[stream].in_system() > 0) return;
  for (const StreamId brought : order_.brought_by(stream)) {
    if (!is_open_[brought]) continue;
    sources_[brought].leader_has_ended();
    schedule(brought);
  }
}

bool Arrivals::waits_for_jobs_to_leave() const {
  for (const StreamId s : ids<StreamId>(sources_.size())) {
    if (is_open_[s] && !sources_[s].waits_for_room) return false;
  }
  return !waiting_.any_due() && !(sessions_ && sessions_->is_timed());
}

}  // namespace kairos
