// The costs of every task of a workload on every element of a platform, computed once per run.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "sim/cost/cost_model.hpp"
#include "workloads/workload.hpp"

namespace kairos {

/// Elements of one cluster, by consecutive ids, that can run a task in equal times.
struct EqualElements {
  ElementId first{};
  std::uint32_t count = 0;
  Duration shortest;  ///< How long it takes there at the highest point.

  [[nodiscard]] IdRange<ElementId> all() const { return {first, count}; }
};

/// A row is one task of one application: first_row(application) + task.
class CostTable {
 public:
  /// Throws InputError when a task can run nowhere.
  CostTable(const Platform& platform, const Workload& workload, const CostModel& model);

  /// Adds a graph with copies of the tasks of an application; returns its first row.
  std::size_t add_with_copies(const JobGraph& graph, ApplicationId application);

  [[nodiscard]] std::size_t first_row(ApplicationId application) const {
    return first_row_[application];
  }
  [[nodiscard]] std::size_t rows() const { return candidate_begin_.size() - 1; }
  /// The elements that can run it, by ascending id; never empty.
  [[nodiscard]] std::span<const ElementId> candidates(std::size_t row) const {
    return std::span(candidates_)
        .subspan(candidate_begin_[row], candidate_begin_[row + 1] - candidate_begin_[row]);
  }
  /// Rows with the same candidates have the same group. Groups are numbered from 0.
  [[nodiscard]] std::size_t group(std::size_t row) const { return group_[row]; }
  [[nodiscard]] std::size_t groups() const { return group_of_.size(); }
  /// The same, the fastest at the highest point first; equally fast ones by ascending id.
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
  /// Before every task on an element, where no host does it: part of alone().
  [[nodiscard]] Duration launch(ElementId element) const { return launch_[index(element)]; }
  /// Time with the memory to itself at the highest point.
  [[nodiscard]] Duration alone(std::size_t row, ElementId element) const {
    return alone_[row * elements_ + index(element)];
  }
  /// The same at a given speed.
  [[nodiscard]] Duration alone(std::size_t row, ElementId element, double speed) const {
    return speed == 1 ? alone(row, element) : slowed(row, element, speed);
  }

 private:
  void add_group(std::size_t row);
  void add_fastest_first(std::size_t row);
  [[nodiscard]] Duration slowed(std::size_t row, ElementId element, double speed) const;

  std::size_t elements_ = 0, clusters_ = 0;
  IdVector<ApplicationId, std::size_t> first_row_;
  std::vector<std::uint32_t> cluster_of_;  ///< By element.
  std::vector<double> memory_pace_;        ///< Picoseconds per byte alone, by element.
  std::vector<Duration> launch_;           ///< By element.
  std::vector<TaskCost> cost_;             ///< By row and cluster.
  std::vector<Duration> alone_;            ///< By row and element; negative: cannot run.
  std::vector<ElementId> candidates_;
  std::vector<std::uint32_t> candidate_begin_;
  std::vector<std::uint32_t> group_;  ///< By row.
  std::map<std::vector<ElementId>, std::uint32_t> group_of_;
  std::vector<EqualElements> fastest_first_;
  std::vector<std::uint32_t> equal_begin_;
};

}  // namespace kairos
