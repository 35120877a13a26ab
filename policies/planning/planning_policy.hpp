// The base of policies that plan a whole job when it arrives and then follow the plan.
//
// A planned task that is not yet sent has a promise: it holds its place in the order of its
// element. A new job is planned around the promises, by insertion. If tasks finish late or early
// (noise, contention, failures), the order is kept and the times move (promises.hpp). A task whose
// element has failed goes to the element where it finishes first.
//
// A plan contains all tasks and edges that may be taken, with the amounts of work and the bytes
// that are expected. If a task is skipped, its place is free; if its amount is another one, the
// times move.
//
// A policy that plans again and again can bound the cost of a plan by a window: a job is planned
// only while fewer tasks than the window are promised, and later jobs wait, in order of arrival,
// until enough of these tasks have been sent. The window does not apply while something is promised
// to an element that is down, because that may block the jobs in the window.
#pragma once

#include <limits>
#include <map>
#include <set>

#include "policies/planning/promises.hpp"
#include "policies/policy.hpp"

namespace kairos {

class PlanningPolicy : public Policy {
 public:
  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) override;
  void forget(JobId job) override;
  void skip(TaskRef task, const SystemView& view) override;
  /// Plans the job in every form and takes the form whose plan ends first; ties go to the first
  /// form. Forms with a task all of whose elements are down are only taken if all forms have one.
  void choose_form(const SystemView& view, JobId job, JobForms& forms) override;
  [[nodiscard]] bool plans_ahead() const override { return true; }
  [[nodiscard]] PlanningPolicy* planner() override { return this; }
  /// Forgets all promises and plans again all tasks that have not been sent, job by job in order of
  /// arrival, up to the window.
  void replan(const SystemView& view);
  /// Sets the number of promised tasks at which further jobs wait. By default none wait.
  void set_window(std::size_t tasks) { window_ = tasks; }
  /// True if a job that is not planned yet could be planned now.
  [[nodiscard]] bool could_plan_more(const SystemView& view) const;

 protected:
  /// The seed of the run.
  [[nodiscard]] std::uint64_t seed() const { return seed_; }
  /// Plans the jobs that arrived before `job` and are not planned yet, up to the window.
  void plan_jobs_before(JobId job, const SystemView& view);
  /// Returns a schedule whose elements are taken by the tasks that have been sent or promised.
  [[nodiscard]] PartialSchedule around_promises(const PlanningProblem& problem,
                                                const SystemView& view);

 private:
  /// The instant at which a job that is not planned yet would end if it were planned now.
  [[nodiscard]] virtual Time planned_end(const SystemView& view, JobId job);
  /// Places every task of the job into the schedule, inputs before outputs.
  virtual void plan(const PlanningProblem& problem, PartialSchedule& schedule) = 0;

  /// An element whose slots are taken by tasks that have been sent there.
  struct Busy {
    ElementId element{};
    Time until;
  };
  static std::vector<Busy> take_what_is_sent(PartialSchedule& schedule, const SystemView& view);
  void foresee_contention(PartialSchedule& schedule, const SystemView& view) const;
  void plan_job(JobId job, const SystemView& view);
  void plan_all(const SystemView& view);
  void find_loose(const SystemView& view);
  void find_open_jobs(const SystemView& view);
  [[nodiscard]] bool is_loose(TaskRef task, const SystemView& view);
  [[nodiscard]] bool is_planned(JobId job) const { return index(job) < planned_jobs_; }
  [[nodiscard]] bool is_window_open(const SystemView& view) const;
  [[nodiscard]] std::optional<TaskRef> next_to_send(const SystemView& view);

  Promises promises_;
  /// Ready tasks without a promise or whose element is down, by ticket; entries may be outdated.
  std::map<std::uint64_t, TaskRef> loose_;
  std::set<JobId> open_jobs_;      ///< Jobs that may have unsent tasks.
  IdVector<ElementId, bool> up_;   ///< The elements that were up at the last decision.
  bool elements_changed_ = false;  ///< True if one has failed or returned since the last replan().
  std::uint64_t next_ticket_ = 0;  ///< Ready tasks with smaller tickets have been seen.
  std::size_t planned_jobs_ = 0;   ///< All jobs with smaller ids are planned.
  std::uint64_t seed_ = 0;
  std::size_t window_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace kairos
