#include "sim/engine/checkpointing.hpp"

#include <algorithm>

namespace kairos {
namespace {

double ratio(Duration part, Duration whole) {
  return static_cast<double>(part.picoseconds()) / static_cast<double>(whole.picoseconds());
}

}  // namespace

Duration Checkpointing::duration_with_checkpoints(TaskHandle task, ElementId id) const {
  const CostTable& costs = context_.state.believed_costs();
  const double speed = context_.element(id).speed;
  const Duration alone = costs.alone(task.row(), id, speed);
  const Duration setup = task.state().setup;
  const double left_share = task.state().left;
  const Duration launch = costs.launch(id);
  const Duration left = scaled(costs.alone(task.row(), id) - launch, left_share);
  const std::int64_t checkpoints =
      left > Duration{} ? (left.picoseconds() - 1) / config_.every.picoseconds() : 0;
  return setup + launch + scaled(alone - launch, left_share) +
         scaled(config_.cost, static_cast<double>(checkpoints) / speed);
}

void Checkpointing::begin(std::size_t slot, Duration compute, Bytes memory, double noise) {
  const TaskHandle task = context_.state.slots[slot].task;
  const ElementId id = context_.state.slots[slot].element;
  const CostTable& costs = context_.state.costs;
  const Duration length = scaled(costs.alone(task.row(), id) - costs.launch(id), noise);
  const Duration left = scaled(length, task.state().left);
  Overruns::check_checkpoints(task, left, config_.every);
  executions_[slot] = {compute, memory, length, left, {}, left, task.state().start, false};
  begin_piece(slot);
}

void Checkpointing::begin_piece(std::size_t slot) {
  Execution& e = executions_[slot];
  const ElementId id = context_.state.slots[slot].element;
  e.piece = std::min(config_.every, e.left);
  if (e.piece == e.length) {
    begin_work(context_, slot, id, e.compute, e.memory);
    return;
  }
  const double share = ratio(e.piece, e.length);
  begin_work(context_, slot, id, e.compute == e.length ? e.piece : scaled(e.compute, share),
             e.memory * share);
}

bool Checkpointing::end_piece(std::size_t slot) {
  Execution& e = executions_[slot];
  const Slot& place = context_.state.slots[slot];
  if (!e.is_writing) {
    e.left -= e.piece;
    if (e.left == Duration{}) return true;
    e.is_writing = true;
    if (config_.cost > Duration{}) {
      context_.agenda.backend().compute(context_.agenda.id(Activity::slot, slot), place.element,
                                        config_.cost);
      return false;
    }
  }
  e.is_writing = false;
  e.unkept = e.left;
  time_kept_[place.task.ref()] += context_.state.now - e.kept_at;
  e.kept_at = context_.state.now;
  overruns_.keep_part(place.task);
  const double scale = place.task.job().scale(place.task.id());
  const double left = ratio(e.left, e.length) / scale;
  context_.announce(TaskCheckpointed{place.task.ref(), place.element, 1 - left});
  begin_piece(slot);
  return false;
}

void Checkpointing::interrupt(std::size_t slot, double left_of_stage) {
  const Slot& place = context_.state.slots[slot];
  TaskState& task = place.task.state();
  const bool is_whole = !is_on() || place.is_setting_up;
  const Execution* const e = is_whole ? nullptr : &executions_[slot];
  time_kept_[task.task] += context_.state.now - (is_whole ? task.start : e->kept_at);
  if (place.is_setting_up) return;
  if (is_whole) {
    task.left *= left_of_stage;
  } else if (e->length > Duration{}) {
    const Duration done = e->is_writing ? Duration{} : e->piece - scaled(e->piece, left_of_stage);
    task.left = ratio(e->left - done, e->length);
  }
}

Duration Checkpointing::lose(std::size_t slot) {
  const Slot& place = context_.state.slots[slot];
  const Time now = context_.state.now;
  if (!is_on() || place.is_setting_up) return now - place.task.state().start;
  const Execution& e = executions_[slot];
  if (e.length > Duration{}) place.task.state().left = ratio(e.unkept, e.length);
  return now - e.kept_at;
}

Duration Checkpointing::time_spent(std::size_t slot, TaskHandle task) const {
  const Time since = is_on() ? executions_[slot].kept_at : task.state().start;
  const auto found = time_kept_.find(task.ref());
  const Duration kept = found == time_kept_.end() ? Duration{} : found->second;
  return kept + (context_.state.now - since);
}

}  // namespace kairos
