#include "sim/engine/deadlock.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/engine/gang_check.hpp"

namespace kairos {

bool Deadlock::is_reached(bool policy_asks) const {
  if (!arrivals_.waits_for_jobs_to_leave() || anything_is_under_way(policy_asks)) return false;
  const SystemState& system = context_.state;
  const auto may_run = [&](TaskRef task) {
    const std::size_t row = system.jobs[task.job].first_row + index(task.task);
    return std::ranges::any_of(system.costs.candidates(row),
                               [&](ElementId e) { return failures_.may_return(e); });
  };
  return std::ranges::none_of(system.ready.all(), may_run) &&
         std::ranges::none_of(system.blocked, may_run);
}

bool Deadlock::anything_is_under_way(bool policy_asks) const {
  const auto is_announced = [&](const Incident& i) { return i.at > context_.state.now; };
  if (std::ranges::any_of(context_.scenario.incidents, is_announced)) return true;
  const auto may_pass = [](const ElementState& element) { return element.passed_over > 0; };
  const bool any_member_waits = std::ranges::any_of(context_.state.elements, may_pass);
  const bool may_wait_in_vain = tensors_.is_on() || any_member_waits;
  if (may_wait_in_vain && (decisions_.is_busy() || transfers_.any_under_way())) return true;
  return std::ranges::any_of(context_.state.elements, [=, this](const ElementState& element) {
    const bool has_no_room = element.waits_for_memory && element.alarm == Time::never();
    const bool waits_for_members = element.queue.size() == element.passed_over && !policy_asks &&
                                   *element.free_at <= context_.state.now;
    const bool waits_in_vain = element.queue.empty() || has_no_room || waits_for_members;
    return element.running > 0 || !waits_in_vain;
  });
}

void Deadlock::report() const {
  const SystemState& system = context_.state;
  const std::string when = " at " + format(system.now.since_start());
  for (const ElementId e : ids<ElementId>(system.elements.size())) {
    if (!system.elements[e].waits_for_memory) continue;
    throw tensors_.out_of_memory(system.elements[e].queue.front(), e,
                                 "no other task will free memory");
  }
  if (const auto why = system.blocked.empty() ? explain_waiting_gang(system) : std::nullopt) {
    throw InputError(*why);
  }
  if (!system.ready.all().empty()) {
    const TaskRef task = system.ready.all().front();
    throw std::logic_error("task " + std::to_string(index(task.task)) + " of job " +
                           std::to_string(index(task.job)) +
                           " waits for a decision while nothing else can happen" + when);
  }
  if (!system.blocked.empty()) {
    const TaskRef task = system.blocked.front();
    const JobState& job = system.jobs[task.job];
    throw InputError(
        "task '" + (*job.graph)[task.task].name + "' of job " + std::to_string(index(task.job)) +
        " ('" + job.graph->name() + "') can never start" + when +
        ": every element that can run it has failed permanently; let at least one of them return");
  }
  throw std::logic_error("jobs are in the system but nothing can happen" + when);
}

}  // namespace kairos
