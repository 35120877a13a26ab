// The base of policies that plan a whole job when it arrives and then follow the plan.
//
// Promises: a planned task that is not yet sent holds its place in the order of its element. A new
// job is planned around them, by insertion. Reality may be late (noise, contention, failures): then
// the order is kept and the times move. What loses its element goes where it finishes first.
#pragma once

#include <unordered_map>
#include <vector>

#include "policies/planning/partial_schedule.hpp"
#include "policies/policy.hpp"

namespace kairos {

class PlanningPolicy : public Policy {
 public:
  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) override;
  /// Forgets what is promised and plans all that is not sent anew, the jobs in order of arrival.
  void replan(const SystemView& view);

 protected:
  /// Of the run.
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  /// Plans the jobs that have arrived before one and are not planned.
  void plan_jobs_before(JobId job, const SystemView& view);
  /// Elements are taken by what has been sent and promised.
  [[nodiscard]] PartialSchedule around_promises(const PlanningProblem& problem,
                                                const SystemView& view);

 private:
  /// Places every task of the job into the schedule, inputs before outputs.
  virtual void plan(const PlanningProblem& problem, PartialSchedule& schedule) = 0;

  struct Promise {
    TaskRef task;
    Time start, finish;
    std::uint64_t serial = 0;  ///< Of planning: later plans have larger ones.
  };
  struct JobPlan {
    IdVector<TaskId, ElementId> element;
    IdVector<TaskId, Time> finish;  ///< As expected now.
    IdVector<TaskId, bool> promised;
  };

  void plan_job(JobId job, const SystemView& view);
  void forget_finished_jobs(const SystemView& view);
  void move_promises(const SystemView& view);
  [[nodiscard]] Time inputs_there(TaskRef task, ElementId element, const SystemView& view) const;
  void keep_promise(TaskRef task, ElementId element);

  IdVector<ElementId, std::vector<Promise>> promises_;  ///< In the order in which they will start.
  std::unordered_map<std::uint32_t, JobPlan> plans_;    ///< By job.
  std::size_t planned_jobs_ = 0;                        ///< All jobs with smaller ids are planned.
  std::uint64_t serial_ = 0, seed_ = 0;
};

}  // namespace kairos
