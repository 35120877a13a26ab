// The costs of every task of a workload on every element of a platform, computed once per run.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "sim/cost/cost_model.hpp"
#include "workloads/workload.hpp"

namespace kairos {

/// Elements of one cluster with consecutive ids that run a task in equal times.
struct EqualElements {
  ElementId first{};
  std::uint32_t count = 0;
  Duration shortest;  ///< Execution time at the highest operating point.

  [[nodiscard]] IdRange<ElementId> all() const { return {first, count}; }
};

/// Execution times by row and element. Each row belongs to one task of one application:
/// first_row(application) + task.
class CostTable {
 public:
  /// Throws InputError if a task cannot run on any element.
  CostTable(const Platform& platform, const Workload& workload, const CostModel& model);

  /// Adds a graph that consists of copies of an application's tasks. Returns its first row.
  std::size_t add_with_copies(const JobGraph& graph, ApplicationId application);
  /// The costs of one task on every cluster, and its times on every element.
  struct Row {
    std::vector<TaskCost> costs;
    std::vector<Duration> alone;
    std::vector<ElementId> candidates;
    std::vector<EqualElements> fastest_first;
  };
  /// The rows of another graph of an application, which put() can add. Throws InputError if a task
  /// cannot run on any element.
  [[nodiscard]] std::vector<Row> rows_of(const JobGraph& graph, const Application& application,
                                         const Platform& platform, const CostModel& model) const;
  /// True if rows can replace those from `first` on, because they have equal candidates.
  [[nodiscard]] bool can_replace(std::size_t first, const std::vector<Row>& by) const;
  /// Adds rows, or puts them in place of those from `instead` on, which can be replaced by them.
  /// Returns the first one.
  std::size_t put(const std::vector<Row>& rows, std::optional<std::size_t> instead);

  [[nodiscard]] std::size_t first_row(ApplicationId application) const {
    return first_row_[application];
  }
  [[nodiscard]] std::size_t rows() const { return candidate_begin_.size() - 1; }
  /// The elements that can run the task, by ascending id; never empty.
  [[nodiscard]] std::span<const ElementId> candidates(std::size_t row) const {
    return std::span(candidates_)
        .subspan(candidate_begin_[row], candidate_begin_[row + 1] - candidate_begin_[row]);
  }
  /// The number of the row's group, counted from 0. Rows with equal candidates share a group.
  [[nodiscard]] std::size_t group(std::size_t row) const { return group_[row]; }
  [[nodiscard]] std::size_t groups() const { return group_of_.size(); }
  /// The candidates, the fastest at the highest operating point first. Equally fast ones are
  /// ordered by ascending id.
  [[nodiscard]] std::span<const EqualElements> fastest_first(std::size_t row) const {
    return {fastest_first_.data() + equal_begin_[row],
            fastest_first_.data() + equal_begin_[row + 1]};
  }
  [[nodiscard]] bool can_run(std::size_t row, ElementId element) const {
    return alone_[row * elements_ + index(element)] >= Duration{};
  }
  [[nodiscard]] const TaskCost& cost(std::size_t row, ElementId element) const {
    return cost_[row * clusters_ + cluster_of_[index(element)]];
  }
  /// The overhead before every task on an element; zero if a host launches the tasks. It is
  /// included in alone().
  [[nodiscard]] Duration launch(ElementId element) const { return launch_[index(element)]; }
  /// Execution time at the highest operating point without memory contention.
  [[nodiscard]] Duration alone(std::size_t row, ElementId element) const {
    return alone_[row * elements_ + index(element)];
  }
  /// Execution time at a given speed without memory contention.
  [[nodiscard]] Duration alone(std::size_t row, ElementId element, double speed) const {
    return speed == 1 ? alone(row, element) : slowed(row, element, speed);
  }

  /// Execution time of any cost on an element, at a given speed and without memory contention.
  [[nodiscard]] Duration alone(const TaskCost& cost, ElementId element, double speed) const;

 private:
  [[nodiscard]] Row row_of(const Task& task, const Platform& platform,
                           const CostModel& model) const;
  void add_row(const Row& row);
  void replace(std::size_t row, const Row& by);
  void add_group(std::size_t row);
  [[nodiscard]] std::vector<EqualElements> fastest_first_of(const Row& row) const;
  [[nodiscard]] Duration slowed(std::size_t row, ElementId element, double speed) const;

  std::size_t elements_ = 0, clusters_ = 0;
  IdVector<ApplicationId, std::size_t> first_row_;
  std::vector<std::uint32_t> cluster_of_;  ///< Indexed by element.
  std::vector<double> memory_pace_;        ///< Picoseconds per byte without contention, indexed by
                                           ///< element.
  std::vector<Duration> launch_;           ///< Indexed by element.
  std::vector<TaskCost> cost_;             ///< Indexed by row and cluster.
  std::vector<Duration> alone_;            ///< Indexed by row and element; negative if the element
                                           ///< cannot run the task.
  std::vector<ElementId> candidates_;
  std::vector<std::uint32_t> candidate_begin_;
  std::vector<std::uint32_t> group_;  ///< Indexed by row.
  std::map<std::vector<ElementId>, std::uint32_t> group_of_;
  std::vector<EqualElements> fastest_first_;
  std::vector<std::uint32_t> equal_begin_;
};

}  // namespace kairos
