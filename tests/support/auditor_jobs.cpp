// The part of the auditor that follows jobs from their arrival to their end, and their skipped
// tasks.
#include <algorithm>

#include "tests/support/auditor.hpp"

namespace kairos::testing {

void Auditor::arrive(Time now, const JobArrived& arrived) {
  jobs_[arrived.job.id] = now;
  draws_.emplace(arrived.job.id, DrawsOracle(graph(), scenario_.seed, arrived.job.key));
  executions_.arrive(arrived.job);
}

void Auditor::skip(Time now, TaskRef task) {
  complaints_.expect(draws(task).skips(task.task), "skipped though it is taken", now);
  complaints_.expect(skipped_.insert(task).second, "skipped twice", now);
  complaints_.expect(!ready_.contains(task), "skipped though it is ready", now);
  complaints_.expect(has_come_from_inputs(now, task), "skipped too early or too late", now);
  finish_[task] = now;
}

void Auditor::leave(Time now, const JobFinished& finished) {
  const auto job = jobs_.find(finished.job.id);
  complaints_.expect(job != jobs_.end(), "a job finished twice", now);
  if (job == jobs_.end()) return;
  complaints_.expect(finished.latency == now - finished.job.arrival, "a job with another latency",
                     now);
  for (const TaskId task : ids<TaskId>(graph().size())) {
    const TaskRef ref{finished.job.id, task};
    complaints_.expect(finished_.contains(ref) != skipped_.contains(ref), "a job left unfinished",
                       now);
  }
  jobs_.erase(job);
}

/// A job that is dropped has not started, and leaves no task behind.
void Auditor::drop(Time now, const JobDropped& dropped) {
  if (!dropped.has_entered) return;
  const JobId job = dropped.job.id;
  complaints_.expect(jobs_.erase(job) == 1, "a job was dropped that is not there", now);
  ++dropped_;
  for (const TaskId id : ids<TaskId>(graph().size())) {
    const TaskRef task{job, id};
    const bool has_started = running_.contains(task) || finished_.contains(task);
    complaints_.expect(!has_started, "a job was dropped that has started", now);
    ready_.erase(task);
    sent_.erase(task);
    skipped_.erase(task);
    bus_.cancel(task);
    for (Element& element : elements_) {
      if (std::erase(element.queue, task) > 0) element.last_change = now;
      std::erase(element.stranded, task);
    }
  }
}

bool Auditor::is_all_done(std::size_t jobs) const {
  const std::size_t done = std::set(finished_.begin(), finished_.end()).size() + skipped_.size();
  return jobs_.empty() && ready_.empty() && running_.empty() &&
         done == (jobs - dropped_) * graph().size();
}

}  // namespace kairos::testing
