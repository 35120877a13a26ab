// One job to be planned, or the rest of it, in the terms of the scheduling literature: w(task,
// element), the mean of w, and communication costs, at the present operating points.
//
// If some tasks of the job have been sent, the problem is the graph of those that have not. The
// data that they receive from the sent tasks arrives at earliest(task, element). Tasks and edges
// that may be skipped count as taken, with the expected amounts of work and bytes.
#pragma once

#include <memory>
#include <vector>

#include "sim/decision/system_view.hpp"

namespace kairos {

class PlanningProblem {
 public:
  /// `expected` gives the expected finish of tasks that have been sent and are not done, by task of
  /// the job.
  PlanningProblem(const SystemView& view, JobId job,
                  const IdVector<TaskId, Time>* expected = nullptr);

  [[nodiscard]] const SystemView& view() const { return view_; }
  [[nodiscard]] JobId job() const { return job_; }
  [[nodiscard]] const JobGraph& graph() const { return *graph_; }
  /// Returns the task of the job that a task of the graph stands for.
  [[nodiscard]] TaskId original(TaskId task) const {
    return original_.empty() ? task : original_[task];
  }
  /// Returns when all inputs from outside the graph have arrived on an element; zero if there are
  /// none.
  [[nodiscard]] Time earliest(TaskId task, ElementId element) const {
    return earliest_.empty() ? Time{} : earliest_[index(task) * elements_ + index(element)];
  }
  [[nodiscard]] const Interconnect& interconnect() const { return interconnect_; }
  [[nodiscard]] std::size_t task_count() const { return graph_->size(); }
  [[nodiscard]] std::size_t element_count() const { return elements_; }
  /// Returns the elements that can run a task and are up, or all that can run it if none is up.
  [[nodiscard]] std::span<const ElementId> elements_for(TaskId task) const {
    return std::span(candidates_)
        .subspan(candidate_begin_[index(task)],
                 candidate_begin_[index(task) + 1] - candidate_begin_[index(task)]);
  }
  /// Returns the memory use of a task on an element that can run it.
  [[nodiscard]] MemoryUse memory_use(TaskId task, ElementId element) const {
    return view_.memory_use({job_, original(task)}, element);
  }
  [[nodiscard]] bool can_run(TaskId task, ElementId element) const {
    return duration(task, element) >= Duration{};
  }
  /// Returns w(task, element) without contention; negative if the element cannot run the task.
  [[nodiscard]] Duration duration(TaskId task, ElementId element) const {
    return durations_[index(task) * elements_ + index(element)];
  }
  /// The mean of w over the elements that can run the task, in picoseconds.
  [[nodiscard]] double mean_duration(TaskId task) const { return mean_durations_[index(task)]; }
  /// The mean transfer time over all pairs of different elements, in picoseconds.
  [[nodiscard]] double mean_transfer(Bytes bytes) const {
    return bytes == Bytes{} ? 0 : mean_latency_ + bytes.value() * mean_pace_;
  }

 private:
  void cut_rest(const IdVector<TaskId, Time>* expected);
  void find_arrivals(const IdVector<TaskId, Time>* expected);

  const SystemView& view_;
  JobId job_;
  /// Null if the whole job is left, as its graph states it.
  std::shared_ptr<const JobGraph> rest_;
  const JobGraph* graph_;
  IdVector<TaskId, TaskId> original_;
  std::vector<Time> earliest_;
  const Interconnect& interconnect_;
  std::size_t elements_;
  std::vector<Duration> durations_;
  std::vector<double> mean_durations_;
  std::vector<ElementId> candidates_;
  std::vector<std::uint32_t> candidate_begin_;
  double mean_latency_ = 0, mean_pace_ = 0;
};

}  // namespace kairos
