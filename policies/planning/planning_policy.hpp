// The base of policies that plan a whole job when it arrives and then follow the plan.
//
// Promises: a planned task that is not yet sent holds its place in the order of its element. A new
// job is planned around them, by insertion. Reality may be late (noise, contention, failures): then
// the order is kept and the times move (promises.hpp). What loses its element goes where it
// finishes first.
#pragma once

#include <map>
#include <set>

#include "policies/planning/promises.hpp"
#include "policies/policy.hpp"

namespace kairos {

class PlanningPolicy : public Policy {
 public:
  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) override;
  [[nodiscard]] bool plans_ahead() const override { return true; }
  /// Forgets what is promised and plans all that is not sent anew, the jobs in order of arrival.
  void replan(const SystemView& view);

 protected:
  /// Of the run.
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  /// Plans the jobs that have arrived before one and are not planned.
  void plan_jobs_before(JobId job, const SystemView& view);
  /// A schedule whose elements are taken by what has been sent and promised.
  [[nodiscard]] PartialSchedule around_promises(const PlanningProblem& problem,
                                                const SystemView& view);

 private:
  /// Places every task of the job into the schedule, inputs before outputs.
  virtual void plan(const PlanningProblem& problem, PartialSchedule& schedule) = 0;

  /// An element whose slots are taken by the tasks that have been sent there.
  struct Busy {
    ElementId element{};
    Time until;
  };
  static std::vector<Busy> take_what_is_sent(PartialSchedule& schedule, const SystemView& view);
  void plan_job(JobId job, const SystemView& view);
  void find_loose(const SystemView& view);
  void find_open_jobs(const SystemView& view);
  [[nodiscard]] bool is_loose(TaskRef task, const SystemView& view);
  [[nodiscard]] std::optional<TaskRef> next_to_send(const SystemView& view);

  Promises promises_;
  /// Ready tasks without a promise, or whose element is down, by ticket; and some that no longer
  /// are.
  std::map<std::uint64_t, TaskRef> loose_;
  std::set<JobId> open_jobs_;      ///< Some of their tasks may not have been sent.
  IdVector<ElementId, bool> up_;   ///< At the last question.
  std::uint64_t next_ticket_ = 0;  ///< Ready tasks with smaller tickets have been seen.
  std::size_t planned_jobs_ = 0;   ///< All jobs with smaller ids are planned.
  std::uint64_t seed_ = 0;
};

}  // namespace kairos
