// Executions: noise, the pieces between checkpoints, wrong results, and what is left after a loss.
//
// A checkpoint is written after every `every` of a task's work and takes `cost` more on its
// element. Both are times at full speed, so a slower clock stretches them. A task that is lost
// resumes with the fraction of its work that its last finished checkpoint does not hold, wherever
// it is sent.
//
// Example: a task of 10 us, a checkpoint of 1 us after every 4 us: work to 4, checkpoint to 5, work
// to 9, checkpoint to 10, work to 12 us. Lost at 11 us it has 20 % left: 2 us there, 4 us on an
// element half as fast.
//
// A wrong result is seen at the end of an execution; nobody knows which checkpoints are sound, so
// the task begins again from its start.
// How far to trust it: a checkpoint costs the same whatever it holds, and reading it is free; noise
// is one factor per task, so one that begins again takes as long again.
#include <cmath>

#include "sim/engine/simulator.hpp"

namespace kairos {
namespace {

Duration scaled(Duration duration, double factor) {
  if (factor == 1) return duration;
  return whole_picoseconds(static_cast<double>(duration.picoseconds()) * factor);
}

double ratio(Duration part, Duration whole) {
  return static_cast<double>(part.picoseconds()) / static_cast<double>(whole.picoseconds());
}

}  // namespace

Duration Simulator::duration_with_checkpoints(TaskHandle task, ElementId id) const {
  const double speed = state_.elements[id].speed;
  const Duration alone = state_.costs.alone(task.row(), id, speed);
  const Checkpoints& checkpoint = scenario_.faults.checkpoint;
  const Duration setup = task.state().setup;
  const double left_share = work_left(task);
  const Duration launch = state_.costs.launch(id);
  const Duration left = scaled(state_.costs.alone(task.row(), id) - launch, left_share);
  const std::int64_t checkpoints =
      left > Duration{} ? (left.picoseconds() - 1) / checkpoint.every.picoseconds() : 0;
  return setup + launch + scaled(alone - launch, left_share) +
         scaled(checkpoint.cost, static_cast<double>(checkpoints) / speed);
}

double Simulator::work_left(TaskHandle task) const {
  const auto found = progress_.find(task.ref());
  return found == progress_.end() ? 1 : found->second.left;
}

double Simulator::noise_of(TaskHandle task) const {
  if (scenario_.noise->is_silent()) return 1;
  return scenario_.noise->factor(
      task.graph()[task.id()],
      Random::stream(scenario_.seed, "noise", index(task.job().job.id), index(task.id())));
}

void Simulator::execute(TaskHandle task, ElementId id, std::size_t slot_number) {
  const TaskCost& cost = state_.costs.cost(task.row(), id);
  if (is_exact_) {
    begin_work(slot_number, id, cost.compute, cost.memory);
    return;
  }
  const double factor = noise_of(task);
  const Duration compute = scaled(cost.compute, factor);
  const Bytes memory = cost.memory * factor;
  if (!riders_.empty() && !riders_[slot_number].empty()) {
    const TaskCost batch = batch_cost(slot_number, {compute, memory});
    begin_work(slot_number, id, batch.compute, batch.memory);
    return;
  }
  if (!scenario_.faults.checkpoint.is_on()) {
    begin_work(slot_number, id, compute, memory);
    return;
  }
  Execution& execution = executions_[slot_number];
  const Duration alone = state_.costs.alone(task.row(), id) - state_.costs.launch(id);
  const Duration length = scaled(alone, factor);
  const Duration left = scaled(length, work_left(task));
  execution = {compute, memory, length, left, {}, left, task.state().start, false};
  begin_piece(slot_number);
}

void Simulator::begin_other_work(std::size_t slot_number, ElementId id, Duration compute,
                                 Bytes memory) {
  const auto activity = static_cast<ActivityId>(slot_number);
  if (memory > Bytes{}) {
    charge_links(scenario_.platform.memory_route(id), memory);
    backend_->stream(activity, id, std::max(compute, Duration::picoseconds(1)), memory,
                     scenario_.platform.memory_route(id));
  } else if (compute > Duration{}) {
    backend_->compute(activity, id, compute);
  } else {
    backend_->wake(activity, state_.now);
  }
}

void Simulator::begin_piece(std::size_t slot_number) {
  Execution& e = executions_[slot_number];
  const ElementId id = slot(slot_number).element;
  e.piece = std::min(scenario_.faults.checkpoint.every, e.left);
  if (e.piece == e.length) {
    begin_work(slot_number, id, e.compute, e.memory);
    return;
  }
  const double share = ratio(e.piece, e.length);
  begin_work(slot_number, id, e.compute == e.length ? e.piece : scaled(e.compute, share),
             e.memory * share);
}

/// The piece of work or the checkpoint under way has ended: true when the task has, too.
bool Simulator::end_piece(std::size_t slot_number) {
  Execution& e = executions_[slot_number];
  if (!e.is_writing) {
    e.left -= e.piece;
    if (e.left == Duration{}) return true;
    e.is_writing = true;
    if (scenario_.faults.checkpoint.cost > Duration{}) {
      backend_->compute(static_cast<ActivityId>(slot_number), slot(slot_number).element,
                        scenario_.faults.checkpoint.cost);
      return false;
    }
  }
  e.is_writing = false;
  e.unkept = e.left;
  progress_[slot(slot_number).task.ref()].kept += state_.now - e.kept_at;
  e.kept_at = state_.now;
  announce(TaskCheckpointed{slot(slot_number).task.ref(), slot(slot_number).element,
                            1 - ratio(e.left, e.length)});
  begin_piece(slot_number);
  return false;
}

/// Its element has failed under a task: returns the time that it had run in vain.
Duration Simulator::lose(std::size_t slot_number) {
  const TaskHandle task = slot(slot_number).task;
  if (!scenario_.faults.checkpoint.is_on() || slot(slot_number).is_setting_up) {
    return state_.now - task.state().start;
  }
  const Execution& e = executions_[slot_number];
  if (e.length > Duration{}) progress_[task.ref()].left = ratio(e.unkept, e.length);
  return state_.now - e.kept_at;
}

/// For how long elements ran in vain when the execution that has come to its end has a wrong
/// result; nothing when it is right.
std::optional<Duration> Simulator::wrong_after(std::size_t slot_number, TaskHandle task) {
  const ElementId id = slot(slot_number).element;
  if (scenario_.faults.errors[id].is_zero()) return std::nullopt;
  const ErrorRate& rate = scenario_.faults.errors[id];
  Duration ran = state_.now - task.state().start;
  std::uint64_t before = 0;
  if (const auto found = progress_.find(task.ref()); found != progress_.end()) {
    before = found->second.wrong_results;
    if (scenario_.faults.checkpoint.is_on()) {
      ran = found->second.kept + (state_.now - executions_[slot_number].kept_at);
    }
  }
  const double right = (1 - rate.per_execution) * std::exp(-rate.rate.value() * ran.seconds());
  const std::uint64_t number = std::uint64_t{index(task.job().job.id)} << 32U | index(task.id());
  if (Random::stream(scenario_.seed, "errors", number, before).uniform() < right)
    return std::nullopt;
  progress_[task.ref()] = {1, {}, before + 1};
  return ran;
}

}  // namespace kairos
