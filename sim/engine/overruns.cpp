#include "sim/engine/overruns.hpp"

#include <string>

#include "sim/base/error.hpp"
#include "sim/base/units.hpp"

namespace kairos {
namespace {

std::string name_of(TaskHandle task) {
  return "task '" + task.graph()[task.id()].name + "' of job " +
         std::to_string(index(task.ref().job)) + " ('" + task.graph().name() + "')";
}

std::string at(Time now) {
  return " at " + format(now.since_start());
}

}  // namespace

void Overruns::count_arrival(StreamId stream, Time now) {
  arrivals_at_once_ = now == last_arrival_ ? arrivals_at_once_ + 1 : 1;
  last_arrival_ = now;
  if (arrivals_at_once_ > scenario_.max_backlog && arrivals_at_once_ > 1) {
    throw InputError("more than " + std::to_string(scenario_.max_backlog) + " jobs arrive" +
                     at(now) + ", the last of stream '" + stream_name(stream) +
                     "', and simulated time does not advance; space the arrivals out, limit them "
                     "with 'jobs', or raise 'max_backlog'");
  }
}

void Overruns::admit(const JobState& job, Time now) {
  ++jobs_;
  tasks_ += job.tasks.size();
  if (tasks_ <= scenario_.max_backlog || jobs_ == 1) return;
  throw InputError("the " + std::to_string(jobs_) + " jobs in the system" + at(now) + " have " +
                   std::to_string(tasks_) +
                   " tasks, more than max_backlog = " + std::to_string(scenario_.max_backlog) +
                   ": jobs arrive faster than they finish (the last of stream '" +
                   stream_name(job.job.stream) +
                   "'); lower the arrival rate, end the stream earlier, or raise 'max_backlog'");
}

const std::string& Overruns::stream_name(StreamId stream) const {
  return scenario_.workload.streams[stream].name;
}

void Overruns::check_checkpoints(TaskHandle task, Duration work, Duration every) {
  const std::int64_t count = work.picoseconds() / every.picoseconds();
  if (count <= most_checkpoints) return;
  throw InputError(name_of(task) + " would write " + std::to_string(count) +
                   " checkpoints; make 'checkpoint.every' longer than " + format(every));
}

void Overruns::refuse_dropping(Time now) {
  throw InputError("the run makes no progress: up to " + format(now.since_start()) + ", " +
                   std::to_string(most_idle_instants) +
                   " consecutive jobs were dropped; lengthen the deadlines, let clients think, or "
                   "write 'drop: never'");
}

void Overruns::refuse_idling(Time now) const {
  throw InputError("the run makes no progress: up to " + format(now.since_start()) + ", " +
                   std::to_string(most_idle_instants) +
                   " consecutive instants had only events of faults, governors, rails or "
                   "temperatures; lengthen their periods, or shorten the wait for the next job");
}

void Overruns::refuse_attempts(TaskHandle task, Time now) const {
  throw InputError(
      name_of(task) + " cannot finish: " + std::to_string(most_attempts) +
      " attempts in a row were lost, interrupted without progress, or had a wrong result" +
      at(now) +
      "; make failures rarer than once per task, allow checkpoints, lower the error rate, or "
      "interrupt tasks less often");
}

}  // namespace kairos
