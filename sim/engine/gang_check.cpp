#include "sim/engine/gang_check.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace kairos {
namespace {

/// Gives each member of a gang a slot of an element that can run it, by augmenting paths.
class Seating {
 public:
  Seating(const SystemState& state, std::vector<std::size_t> rows)
      : state_(state), rows_(std::move(rows)), seated_(state.elements.size()) {}

  /// The largest number of members that can run at the same time.
  std::size_t largest() {
    std::size_t count = 0;
    for (std::size_t member = 0; member < rows_.size(); ++member) {
      tried_.assign(seated_.size(), false);
      count += seat(member) ? 1 : 0;
    }
    return count;
  }

 private:
  /// Finds a slot for a member, moving others if that helps.
  bool seat(std::size_t member) {
    for (const ElementId e : state_.costs.candidates(rows_[member])) {
      if (tried_[e]) continue;
      tried_[e] = true;
      std::vector<std::size_t>& there = seated_[e];
      if (there.size() < state_.elements[e].slots.size()) {
        there.push_back(member);
        return true;
      }
      for (std::size_t& other : there) {
        if (!seat(other)) continue;
        other = member;
        return true;
      }
    }
    return false;
  }

  const SystemState& state_;
  std::vector<std::size_t> rows_;  ///< The row of each member in the cost table.
  IdVector<ElementId, std::vector<std::size_t>> seated_;
  IdVector<ElementId, bool> tried_;
};

std::string name_of(TaskHandle task) {
  return "task '" + task.graph()[task.id()].name + "'";
}

/// The beginning of a message about the gang of a task.
std::string gang_of(TaskHandle task) {
  return "gang '" + task.graph()[task.id()].gang + "' of job " +
         std::to_string(index(task.ref().job)) + " ('" + task.graph().name() + "') can never start";
}

/// The member for which a member of a gang waits, and why it will never be sent.
std::optional<std::pair<TaskHandle, std::string>> missing_member(TaskHandle task) {
  const GangTable& gangs = task.graph().gangs();
  for (const TaskId id : gangs.members(*gangs.of(task.id()))) {
    const TaskHandle member{task.job(), id};
    if (member.state().phase == Phase::ready) {
      return std::pair(member, "which the policy holds back");
    }
    if (member.state().phase == Phase::waiting) {
      return std::pair(member, "whose inputs will never be there");
    }
  }
  return std::nullopt;
}

std::string name_of(const Application& application, TaskId member) {
  return "gang '" + (*application.graph)[member].gang + "' of application '" + application.name +
         "'";
}

void check_cluster(const Application& application, TaskId member, const Cluster& cluster,
                   const Platform& platform) {
  const auto refuse = [&](const std::string& what, const std::string& way_out) {
    throw InputError(name_of(application, member) + " may run on cluster '" + cluster.name + "', " +
                     what + "; " + way_out + ", or let the members run elsewhere with 'runs_on'");
  };
  if (cluster.overheads.batching.is_on()) {
    refuse("which runs tasks in batches, but a member of a gang cannot be in a batch",
           "leave out 'batching'");
  }
  if (cluster.preemption.interrupts()) {
    refuse("whose tasks may be interrupted, but a member of a gang cannot be interrupted",
           "write 'preemption: between_tasks'");
  }
  if (cluster.home && std::isfinite(platform.memories[*cluster.home].size.value())) {
    refuse("whose memory has a 'size', but gangs do not wait for room in memory",
           "leave out the 'size'");
  }
}

}  // namespace

void check_gangs(const SystemState& state, const DecisionTime& decision_time) {
  const Scenario& scenario = state.scenario;
  for (const ApplicationId a : ids<ApplicationId>(scenario.workload.applications.size())) {
    const Application& application = scenario.workload.applications[a];
    const GangTable& gangs = application.graph->gangs();
    for (const GangId gang : ids<GangId>(gangs.size())) {
      std::vector<std::size_t> rows;
      for (const TaskId member : gangs.members(gang)) {
        rows.push_back(state.costs.first_row(a) + index(member));
        for (const ElementId e : state.costs.candidates(rows.back())) {
          check_cluster(application, member, scenario.platform.cluster_of(e), scenario.platform);
          if (decision_time.is_on() && decision_time.interrupts && decision_time.host == e) {
            throw InputError(
                name_of(application, member) + " may run on '" +
                scenario.platform.elements[e].name +
                "', whose tasks passes of the scheduler interrupt, but members of gangs "
                "cannot be interrupted; leave out 'interrupts' of 'decision_time', "
                "choose another 'host', or let the members run elsewhere with "
                "'runs_on'");
          }
        }
      }
      const std::size_t members = rows.size();
      const std::size_t together = Seating(state, std::move(rows)).largest();
      if (together == members) continue;
      throw InputError(name_of(application, gangs.members(gang).front()) + " has " +
                       std::to_string(members) + " members, but platform '" +
                       scenario.platform.name + "' can run only " + std::to_string(together) +
                       " of them at the same time; add elements or 'slots', or let more clusters "
                       "run the members");
    }
  }
}

InputError crowded(const SystemState& state, TaskHandle member, std::size_t count) {
  const ProcessingElement& element = state.scenario.platform.elements[member.state().element];
  return InputError(gang_of(member) + ": " + std::to_string(count) +
                    " of its members, one of them " + name_of(member) + ", were sent to '" +
                    element.name + "', which runs " + std::to_string(element.slots) +
                    " at a time; let each member run on a cluster of its own ('runs_on' of a task, "
                    "'over' of the transform 'collectives'), or give the element more 'slots'");
}

namespace {

InputError waits_for_ever(const SystemState& state, TaskHandle task,
                          const std::pair<TaskHandle, std::string>& missing) {
  return InputError(gang_of(task) + " at " + format(state.now.since_start()) + ": " +
                    name_of(task) + " waits on '" +
                    state.scenario.platform.elements[task.state().element].name + "' for " +
                    name_of(missing.first) + ", " + missing.second +
                    "; use a policy that sends ready tasks at once, such as 'earliest_finish'");
}

}  // namespace

std::optional<InputError> explain_waiting_gang(const SystemState& state) {
  for (const ElementState& element : state.elements) {
    if (element.passed_over == 0) continue;
    for (const TaskHandle& task : element.queue.all()) {
      const std::optional<GangId> gang = task.graph().gangs().of(task.id());
      if (!gang || task.job().gangs[*gang].number != 0) continue;
      if (const auto missing = missing_member(task)) return waits_for_ever(state, task, *missing);
    }
  }
  return std::nullopt;
}

}  // namespace kairos
