// Jobs: they arrive from their sources, their tasks become ready and end, and they leave.
#include "sim/engine/simulator.hpp"

namespace kairos {

void Simulator::schedule_arrival(StreamId stream) {
  const auto when = sources_[stream].next(state_.now);
  if (!when) {
    --open_sources_;
  } else if (*when != Time::never()) {
    backend_->wake(activity(first_arrival_, stream), *when);
  }
}

void Simulator::arrive(StreamId stream) {
  const Job drawn = sources_[stream].arrive(state_.now);
  JobState& job = state_.jobs.add(drawn, *scenario_.workload.applications[drawn.application].graph,
                                  state_.costs.first_row(drawn.application));
  if (copies_) run_with_copies(job);
  announce(JobArrived{job.job});
  for (const TaskId task : ids<TaskId>(job.graph->size())) {
    if (job.tasks[task].missing_inputs == 0) make_ready({job, task});
  }
  schedule_arrival(stream);
}

void Simulator::run_with_copies(JobState& job) {
  const std::shared_ptr<const JobGraph> graph = copies_(job.job.id);
  if (!graph) return;
  const auto [known, is_new] = graphs_with_copies_.try_emplace(graph.get());
  auto& [kept, first_row] = known->second;
  if (is_new) {
    kept = graph;
    first_row = state_.add_with_copies(*graph, job.job.application);
  }
  job.begin(*graph, first_row);
}

void Simulator::finish_task(TaskHandle task) {
  JobState& job = task.job();
  TaskState& state = task.state();
  state.phase = Phase::done;
  state.finish = state_.now;
  if (!progress_.empty()) progress_.erase(task.ref());
  if (is_heard<TaskFinished>()) {
    state.energy = state_.energy.task_energy(state.element, state.energy_mark);
    announce<TaskFinished>(state);
  }
  if (has_memories_) release_inputs(task);
  for (const Edge& output : job.graph->outputs(task.id())) {
    if (has_memories_ && write_spilled(task, output)) continue;
    TaskState& reader = job.tasks[output.task];
    if (--reader.missing_inputs == 0) make_ready(TaskHandle(reader));
  }
}

void Simulator::finish_job(JobState& job) {
  const Job left = job.job;
  announce(JobFinished{left, state_.now - left.arrival});
  state_.jobs.remove(left.id);
  if (has_memories_) state_.memory.forget(left.id);
  JobSource& source = sources_[left.stream];
  source.job_left();
  if (source.waits_for_room) schedule_arrival(left.stream);
}

}  // namespace kairos
