// The remaining processing time of jobs, kept up to date as tasks finish or are skipped:
//
//   remaining(job) = sum over its tasks that are not done of their shortest execution time
//
// Tasks whose amount of work is not known yet count with the expected amount.
#pragma once

#include <utility>
#include <vector>

#include "policies/longest_path.hpp"
#include "policies/per_job.hpp"
#include "policies/sent_tasks.hpp"

namespace kairos {

class RemainingWork {
 public:
  void begin(const SystemView& view) {
    jobs_.clear();
    sent_.clear(view.element_count());
    outdated_.clear();
  }
  /// Returns the remaining time of a job in the system that follow() has seen.
  [[nodiscard]] Duration of(JobId job, const SystemView& view) {
    Work& work = jobs_[job];
    if (!work.is_known) work = {true, add_up(job, view)};
    return work.left;
  }
  /// Must be called for every task that the policy sends.
  void sent(TaskRef task, ElementId element) { sent_.add(task, element); }
  /// Must be called for every task that is skipped.
  void skip(TaskRef task) { outdated_.push_back(task.job); }
  /// Must be called before anything else at a decision. It calls `changed(JobId, before, after)`
  /// for every job whose remaining time was asked for and has changed.
  template <class Changed>
  void follow(const SystemView& view, Changed changed) {
    jobs_.follow(view.jobs(), [](JobId) { return Work{}; });
    sent_.collect(view, [&](TaskRef task) {
      if (view.graph(task.job).has_draws()) {
        outdated_.push_back(task.job);
        return;
      }
      Work& work = jobs_[task.job];
      if (!work.is_known) return;
      const Duration before = work.left;
      work.left -= shortest_duration(task, view);
      changed(task.job, before, work.left);
    });
    for (const JobId job : outdated_) {
      if (!view.is_in_system(job) || !jobs_[job].is_known) continue;
      const Duration before = std::exchange(jobs_[job].left, add_up(job, view));
      if (jobs_[job].left != before) changed(job, before, jobs_[job].left);
    }
    outdated_.clear();
  }

 private:
  struct Work {
    bool is_known = false;
    Duration left;
  };

  static Duration add_up(JobId job, const SystemView& view) {
    Duration left;
    for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
      if (view.phase({job, task}) != Phase::done) left += shortest_duration({job, task}, view);
    }
    return left;
  }

  PerJob<Work> jobs_;
  SentTasks sent_;
  std::vector<JobId> outdated_;  ///< Jobs whose tasks were skipped or may have got other amounts.
};

}  // namespace kairos
