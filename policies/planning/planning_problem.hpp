// One job to be planned, or what is left of it, in the terms of the scheduling literature:
// w(task, element), the mean of w, and communication costs, at the present operating points.
//
// Of a job of which tasks have been sent, the rest is planned: a graph of the tasks that have not.
// What the others send them is there at earliest(task, element).
#pragma once

#include <memory>
#include <vector>

#include "sim/decision/system_view.hpp"

namespace kairos {

class PlanningProblem {
 public:
  /// `expected` says when tasks that have been sent and are not done will finish, by task of the
  /// job.
  PlanningProblem(const SystemView& view, JobId job,
                  const IdVector<TaskId, Time>* expected = nullptr);

  [[nodiscard]] const SystemView& view() const { return view_; }
  [[nodiscard]] JobId job() const { return job_; }
  [[nodiscard]] const JobGraph& graph() const { return *graph_; }
  /// Which task of the job a task of the graph is.
  [[nodiscard]] TaskId original(TaskId task) const {
    return original_.empty() ? task : original_[task];
  }
  /// When all that the rest of the job does not produce is on an element; long ago without any.
  [[nodiscard]] Time earliest(TaskId task, ElementId element) const {
    return earliest_.empty() ? Time{} : earliest_[index(task) * elements_ + index(element)];
  }
  [[nodiscard]] const Interconnect& interconnect() const { return interconnect_; }
  [[nodiscard]] std::size_t task_count() const { return graph_->size(); }
  [[nodiscard]] std::size_t element_count() const { return elements_; }
  /// The elements that can run a task and are up, or that can run it at all when none is up.
  [[nodiscard]] std::span<const ElementId> elements_for(TaskId task) const {
    return std::span(candidates_)
        .subspan(candidate_begin_[index(task)],
                 candidate_begin_[index(task) + 1] - candidate_begin_[index(task)]);
  }
  [[nodiscard]] bool can_run(TaskId task, ElementId element) const {
    return duration(task, element) >= Duration{};
  }
  /// w(task, element); negative where it cannot run.
  [[nodiscard]] Duration duration(TaskId task, ElementId element) const {
    return durations_[index(task) * elements_ + index(element)];
  }
  /// The mean of w over the elements that can run it, in picoseconds.
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
  std::shared_ptr<const JobGraph> rest_;  ///< Null while the whole job is left.
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
