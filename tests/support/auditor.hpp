// Audits a run from its events alone, and complains if they do not agree: which tasks may start,
// where and when, which are skipped, the duration of everything, the effect of each fault, and the
// power of every element.
//
// The auditor handles scenarios of one application, with dedicated paths or one shared link, and
// without behaviours, memories, idle states or governors.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "sim/events/probe.hpp"
#include "tests/support/draws_oracle.hpp"
#include "tests/support/execution_book.hpp"
#include "tests/support/fault_book.hpp"
#include "tests/support/shared_bus.hpp"

namespace kairos::testing {

class Auditor final : public Probe {
 public:
  /// With copies, a task may be ready, run and finish several times, and events do not tell which
  /// copy it is. Order and power are then audited, but times are not.
  Auditor(const Scenario& scenario, bool copies);

  /// Throws std::runtime_error if the run does not end.
  void observe(Time now, Event event) override;

  [[nodiscard]] bool is_all_done(std::size_t jobs) const;
  [[nodiscard]] const std::string& complaint() const { return complaints_.first(); }
  [[nodiscard]] std::uint64_t interruptions() const { return interruptions_; }
  /// Number of tasks that were skipped, of jobs that were not dropped.
  [[nodiscard]] std::size_t skipped() const { return skipped_.size(); }
  /// Number of executions that were lost or had a wrong result.
  [[nodiscard]] std::uint64_t wasted() const { return wasted_; }
  [[nodiscard]] const FaultCounts& faults() const { return faults_.counts(); }
  [[nodiscard]] const ExecutionBook& executions() const { return executions_; }

 private:
  /// A task that has been sent, and its progress.
  struct Sent {
    ElementId element{};
    Time ready, sent, start, data_ready;
  };
  struct Element {
    std::vector<TaskRef> queue;  ///< Tasks that were sent there and have not started.
    /// Tasks that were there when it failed and have not become ready again.
    std::vector<TaskRef> stranded;
    std::size_t running = 0;
    Time last_change;  ///< The last instant at which an execution there began or ended.
  };

  void begin_instant(Time now, const EnergyMeter& energy);
  void arrive(Time now, const JobArrived& arrived);
  void get_ready(Time now, TaskRef task);
  void skip(Time now, TaskRef task);
  void send(Time now, const TaskSent& sent);
  void start(Time now, const TaskStarted& started);
  void finish(Time now, const TaskFinished& finished);
  void lose(Time now, const TaskLost& lost);
  void interrupt(Time now, const TaskPreempted& preempted);
  void find_wrong(Time now, const TaskErred& erred);
  void leave(Time now, const JobFinished& finished);
  void drop(Time now, const JobDropped& dropped);
  void take_back(Time now, ElementId element);
  void change_point(Time now, const PointChanged& changed);
  void end_on(Time now, ElementId element, TaskRef task);

  void send_inputs(Time now, TaskRef task, Sent& sent);
  [[nodiscard]] Time data_ready(TaskRef task, const Sent& sent) const;
  [[nodiscard]] bool has_come_from_inputs(Time now, TaskRef task) const;
  [[nodiscard]] double speed_of(ElementId element) const;
  [[nodiscard]] Watts expected_power(ElementId element) const;

  [[nodiscard]] const DrawsOracle& draws(TaskRef task) const { return draws_.at(task.job); }
  [[nodiscard]] const JobGraph& graph() const {
    return *scenario_.workload.applications.front().graph;
  }
  [[nodiscard]] bool adds(std::multiset<TaskRef>& tasks, TaskRef task) const {
    tasks.insert(task);
    return copies_ || tasks.count(task) == 1;
  }
  static bool takes(std::multiset<TaskRef>& tasks, TaskRef task);

  const Scenario& scenario_;
  bool copies_;
  Complaints complaints_;
  FaultBook faults_;
  ExecutionBook executions_;
  SharedBus bus_;
  IdVector<ElementId, Element> elements_;
  IdVector<ClusterId, std::size_t> points_;
  std::map<JobId, Time> jobs_;  ///< The instants at which jobs have entered the system.
  std::map<JobId, DrawsOracle> draws_;
  std::size_t dropped_ = 0;  ///< Number of jobs that were dropped after that.
  std::map<TaskRef, Time> ready_at_, finish_, wrong_at_, interrupted_at_;
  std::map<TaskRef, Sent> sent_;
  std::multiset<TaskRef> ready_, running_, finished_;
  std::set<TaskRef> skipped_;
  std::map<TaskRef, ElementId> made_on_;
  std::uint64_t wasted_ = 0, interruptions_ = 0, instants_ = 0;
};

}  // namespace kairos::testing
