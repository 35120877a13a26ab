// A planning problem as flat arrays of picoseconds, for search that looks at millions of plans.
//
// Around it stands what is already promised: intervals of every slot that are taken.
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

  /// The schedule says what is taken and when the job is released; none of its tasks is placed.
  SearchProblem(const PlanningProblem& problem, const PartialSchedule& schedule);

  [[nodiscard]] std::size_t tasks() const { return tasks_; }
  [[nodiscard]] std::size_t elements() const { return elements_; }
  [[nodiscard]] std::size_t edges() const { return inputs_.size(); }
  [[nodiscard]] Picoseconds release() const { return release_; }
  /// No plan without idle waiting ends later.
  [[nodiscard]] Picoseconds horizon() const { return horizon_; }

  [[nodiscard]] bool can_run(std::size_t task, std::size_t element) const {
    return duration(task, element) >= 0;
  }
  /// Negative where it cannot run.
  [[nodiscard]] Picoseconds duration(std::size_t task, std::size_t element) const {
    return durations_[task * elements_ + element];
  }
  /// Before which nothing that the job has already computed is on an element for a task.
  [[nodiscard]] Picoseconds earliest(std::size_t task, std::size_t element) const {
    return earliest_[task * elements_ + element];
  }
  /// Those that can run a task, by ascending number.
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
    // As Route::time_alone() says it; the horizon has shown that it is in range.
    return bytes == 0 ? 0 : path.latency + next_whole(bytes * path.pace);
  }
  /// The slots of all elements are numbered through: [first_lane(e), first_lane(e + 1)).
  [[nodiscard]] std::size_t first_lane(std::size_t element) const { return lane_begin_[element]; }
  [[nodiscard]] std::size_t lanes() const { return lane_begin_.back(); }
  [[nodiscard]] std::uint32_t element_of_lane(std::size_t lane) const {
    return element_of_lane_[lane];
  }
  /// In order; behind the last stands one that never starts.
  [[nodiscard]] const Interval* taken(std::size_t lane) const {
    return &taken_[taken_begin_[lane]];
  }
  /// Inputs before outputs, otherwise by ascending number.
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
  std::vector<Picoseconds> durations_, earliest_;  ///< By task * elements + element.
  std::vector<std::uint32_t> candidates_, candidate_begin_{0}, input_begin_{0}, output_begin_{0};
  std::vector<std::uint32_t> element_of_lane_;
  std::vector<SearchEdge> inputs_, outputs_;
  std::vector<Path> paths_;
  std::vector<Interval> taken_;
  std::vector<std::size_t> lane_begin_{0}, taken_begin_;
  std::vector<std::uint32_t> order_;
};

}  // namespace kairos
