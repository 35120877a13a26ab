#include "tests/support/execution_book.hpp"

#include <algorithm>
#include <cmath>

namespace kairos::testing {
namespace {

/// Every piece of work and every change of speed may be rounded to a whole picosecond.
constexpr double rounding = 100;

double picoseconds(Duration duration) {
  return static_cast<double>(duration.picoseconds());
}

}  // namespace

ExecutionBook::ExecutionBook(const Scenario& scenario, Complaints& complaints)
    : scenario_(scenario),
      complaints_(complaints),
      speeds_(scenario.platform.elements.size(), 1),
      owed_(scenario.platform.elements.size(), 0) {}

void ExecutionBook::start(Time now, TaskRef task, ElementId element, double scale) {
  const Task& what = (*scenario_.workload.applications.front().graph)[task.task];
  const auto cost = scenario_.cost->cost(what, scenario_.platform.cluster_of(element));
  complaints_.expect(cost.has_value(), "started where its kernel cannot run", now);
  if (!cost) return;
  const double noise = scenario_.noise->factor(
      what, Random::stream(scenario_.seed, "noise", keys_.at(task.job), index(task.task)));
  Execution e{task, element, now, now, now};
  e.length = picoseconds(cost->compute) * noise * scale;
  const auto left = left_.find(task);
  e.first_left = e.length * (left == left_.end() ? 1 : left->second);
  if (left != left_.end()) ++resumed_;
  if (owed_[element] > 0) {
    --owed_[element];
    e.cost = picoseconds(scenario_.platform.cluster_of(element).preemption.cost);
  }
  running_.push_back(e);
}

void ExecutionBook::advance(Execution& execution, Time now) {
  const double passed = picoseconds(now - execution.since);
  const double paid = std::min(passed, execution.cost);  // It does not depend on the speed.
  execution.cost -= paid;
  execution.done += (passed - paid) * speeds_[execution.element];
  execution.since = now;
}

void ExecutionBook::change_speed(Time now, ElementId element, double speed) {
  for (Execution& execution : running_) {
    if (execution.element == element) advance(execution, now);
  }
  speeds_[element] = speed;
}

void ExecutionBook::expect_done(const Execution& execution, double work, const char* complaint,
                                Time now) {
  complaints_.expect(std::abs(execution.done - work) <= rounding, complaint, now);
}

/// Complains unless all work of an execution is done and no piece of it was longer than checkpoints
/// allow.
void ExecutionBook::expect_end(const Execution& execution, const char* complaint, Time now) {
  const Checkpoints& checkpoint = scenario_.faults.checkpoint;
  const auto pieces = static_cast<double>(execution.kept);
  expect_done(execution, execution.first_left + pieces * picoseconds(checkpoint.cost), complaint,
              now);
  if (!checkpoint.is_on()) return;
  const double last = execution.first_left - pieces * picoseconds(checkpoint.every);
  complaints_.expect(last >= -rounding && last <= picoseconds(checkpoint.every) + rounding,
                     "too few or too many checkpoints", now);
}

void ExecutionBook::keep(Time now, const TaskCheckpointed& kept) {
  const auto found = std::ranges::find_if(running_, [&](const Execution& e) {
    return e.task == kept.task && e.element == kept.element;
  });
  complaints_.expect(found != running_.end(), "a checkpoint of what does not run", now);
  if (found == running_.end()) return;
  advance(*found, now);
  ++found->kept;
  found->kept_at = now;
  const Checkpoints& checkpoint = scenario_.faults.checkpoint;
  const auto pieces = static_cast<double>(found->kept);
  expect_done(*found, pieces * picoseconds(checkpoint.every + checkpoint.cost),
              "a checkpoint too early or too late", now);
  const double left = (found->first_left - pieces * picoseconds(checkpoint.every)) / found->length;
  complaints_.expect(std::abs(left - (1 - kept.done)) < 1e-5, "a checkpoint of another part", now);
  left_[kept.task] = left;
}

ExecutionBook::Execution ExecutionBook::take(Time now, TaskRef task, ElementId element,
                                             Time start) {
  const auto found = std::ranges::find_if(running_, [&](const Execution& e) {
    return e.task == task && e.element == element && e.start == start;
  });
  complaints_.expect(found != running_.end(), "the end of what did not run", now);
  if (found == running_.end()) return {};
  Execution execution = *found;
  running_.erase(found);
  advance(execution, now);
  return execution;
}

void ExecutionBook::finish(Time now, const TaskFinished& finished) {
  const Execution e = take(now, finished.task, finished.element, finished.start);
  expect_end(e, "an execution took too long or too short", now);
  count_wrong(e, now, false);
  left_.erase(finished.task);
}

void ExecutionBook::lose(Time now, const TaskLost& lost) {
  const Execution e = take(now, lost.task, lost.element, lost.start);
  const double most = e.first_left + static_cast<double>(e.kept + 1) *
                                         picoseconds(scenario_.faults.checkpoint.cost);
  complaints_.expect(e.done <= most + rounding, "lost after its end", now);
  complaints_.expect(lost.work_lost == now - e.kept_at, "lost more or less than it had done", now);
}

void ExecutionBook::interrupt(Time now, const TaskPreempted& preempted) {
  const Execution e = take(now, preempted.task, preempted.element, preempted.start);
  const Preemption& preemption = scenario_.platform.cluster_of(e.element).preemption;
  if (preemption.cost > Duration{}) ++owed_[e.element];
  const Checkpoints& checkpoint = scenario_.faults.checkpoint;
  const bool waits = preemption.at == Interruptible::checkpoint;
  complaints_.expect(!waits || e.done == 0 || e.kept_at == now, "interrupted between checkpoints",
                     now);
  if (preemption.resume == Resumption::keeps && e.length > 0) {
    const double written = static_cast<double>(e.kept) * picoseconds(checkpoint.cost);
    double left = (e.first_left - (e.done - written)) / e.length;
    if (checkpoint.is_on()) {  // A checkpoint that is being written adds no work.
      const double next = static_cast<double>(e.kept + 1) * picoseconds(checkpoint.every);
      left = std::max(left, (e.first_left - next) / e.length);
    }
    complaints_.expect(std::abs(left - preempted.left) * e.length <= rounding,
                       "an interrupted task keeps more or less than it has done", now);
    left_[preempted.task] = preempted.left;
  }
}

void ExecutionBook::find_wrong(Time now, const TaskErred& erred) {
  const Execution e = take(now, erred.task, erred.element, erred.start);
  expect_end(e, "a wrong result before or after the end", now);
  count_wrong(e, now, true);
  left_.erase(erred.task);
}

void ExecutionBook::count_wrong(const Execution& execution, Time now, bool is_wrong) {
  const Faults& faults = scenario_.faults;
  if (faults.checkpoint.is_on() || faults.errors.empty()) return;
  const ErrorRate& rate = faults.errors[execution.element];
  const double right =
      (1 - rate.per_execution) * std::exp(-rate.rate.value() * (now - execution.start).seconds());
  wrong_.expected += 1 - right;
  wrong_.variance += right * (1 - right);
  wrong_.found += is_wrong ? 1 : 0;
}

}  // namespace kairos::testing
