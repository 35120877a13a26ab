// A planning problem as flat arrays of picoseconds, for searches that examine millions of plans.
//
// It includes the intervals of every slot that are promised to other jobs.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "policies/planning/partial_schedule.hpp"

namespace kairos {

using Picoseconds = std::int64_t;
inline constexpr Picoseconds never = std::numeric_limits<Picoseconds>::max();

/// An edge seen from one of its ends.
struct SearchEdge {
  std::uint32_t task = 0;
  double bytes = 0;
};

class SearchProblem {
 public:
  struct Interval {
    Picoseconds start, finish;
  };

  /// The schedule gives the intervals taken and the release of the job; none of its tasks is
  /// placed.
  SearchProblem(const PlanningProblem& problem, const PartialSchedule& schedule);

  [[nodiscard]] std::size_t tasks() const { return tasks_; }
  [[nodiscard]] std::size_t elements() const { return elements_; }
  [[nodiscard]] std::size_t edges() const { return inputs_.size(); }
  [[nodiscard]] Picoseconds release() const { return release_; }
  /// The longest path through the job, with every task on its fastest element and no transfers.
  [[nodiscard]] Picoseconds shortest_length() const;
  /// An instant by which every plan without idle waiting has ended.
  [[nodiscard]] Picoseconds horizon() const { return horizon_; }

  [[nodiscard]] bool can_run(std::size_t task, std::size_t element) const {
    return duration(task, element) >= 0;
  }
  /// Negative if the element cannot run the task.
  [[nodiscard]] Picoseconds duration(std::size_t task, std::size_t element) const {
    return durations_[task * elements_ + element];
  }
  /// The instant at which the data already computed by the job is available to a task on an
  /// element.
  [[nodiscard]] Picoseconds earliest(std::size_t task, std::size_t element) const {
    return earliest_[task * elements_ + element];
  }
  /// The elements that can run a task, by ascending number.
  [[nodiscard]] std::span<const std::uint32_t> candidates(std::size_t task) const {
    return part(candidates_, candidate_begin_, task);
  }
  [[nodiscard]] std::span<const SearchEdge> inputs(std::size_t task) const {
    return part(inputs_, input_begin_, task);
  }
  [[nodiscard]] std::span<const SearchEdge> outputs(std::size_t task) const {
    return part(outputs_, output_begin_, task);
  }
  [[nodiscard]] Picoseconds transfer(double bytes, std::size_t from, std::size_t to) const {
    const Path& path = paths_[from * elements_ + to];
    // Equal to Route::time_alone(); the horizon has shown that the sum is in range.
    return bytes == 0 ? 0 : path.latency + next_whole(bytes * path.pace);
  }
  /// The slots of all elements are numbered consecutively: [first_lane(e), first_lane(e + 1)).
  [[nodiscard]] std::size_t first_lane(std::size_t element) const { return lane_begin_[element]; }
  [[nodiscard]] std::size_t lanes() const { return lane_begin_.back(); }
  [[nodiscard]] std::uint32_t element_of_lane(std::size_t lane) const {
    return element_of_lane_[lane];
  }
  /// The taken intervals in order, followed by one that never starts.
  [[nodiscard]] const Interval* taken(std::size_t lane) const {
    return &taken_[taken_begin_[lane]];
  }
  /// Inputs come before outputs, otherwise tasks are in ascending order.
  [[nodiscard]] const std::vector<std::uint32_t>& topological_order() const { return order_; }

 private:
  struct Path {
    Picoseconds latency;
    double pace;  ///< Picoseconds per byte.
  };
  template <class T>
  static std::span<const T> part(const std::vector<T>& all, const std::vector<std::uint32_t>& begin,
                                 std::size_t i) {
    return {all.data() + begin[i], all.data() + begin[i + 1]};
  }
  void copy_tasks(const PlanningProblem& problem);
  void copy_paths(const Interconnect& interconnect);
  void copy_lanes(const PartialSchedule& schedule);
  void measure_horizon();

  std::size_t tasks_, elements_;
  Picoseconds release_, horizon_ = 0;
  std::vector<Picoseconds> durations_, earliest_;  ///< Values at task * elements + element.
  std::vector<std::uint32_t> candidates_, candidate_begin_{0}, input_begin_{0}, output_begin_{0};
  std::vector<std::uint32_t> element_of_lane_;
  std::vector<SearchEdge> inputs_, outputs_;
  std::vector<Path> paths_;
  std::vector<Interval> taken_;
  std::vector<std::size_t> lane_begin_{0}, taken_begin_;
  std::vector<std::uint32_t> order_;
};

}  // namespace kairos
