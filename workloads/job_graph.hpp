// The tasks of one job and their dependencies: an immutable directed acyclic graph, shared by all
// arrivals of the job.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/base/id.hpp"
#include "workloads/task.hpp"

namespace kairos {

/// One end of a dependency, seen from the other: the neighbour and the bytes that move.
struct Edge {
  TaskId task{};
  Bytes bytes;
};

class JobGraph {
 public:
  class Builder;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return tasks_.size(); }
  [[nodiscard]] std::size_t edge_count() const { return inputs_.size(); }
  [[nodiscard]] const Task& operator[](TaskId id) const { return tasks_[id]; }
  /// Returns the task that a copy repeats; any other task is its own original. Copies have the
  /// largest ids.
  [[nodiscard]] TaskId original(TaskId id) const {
    const std::size_t originals = tasks_.size() - original_of_copy_.size();
    return index(id) < originals ? id : original_of_copy_[index(id) - originals];
  }
  [[nodiscard]] const IdVector<TaskId, Task>& tasks() const { return tasks_; }

  /// The dependencies of a task: the tasks it waits for, and those that wait for it, by task id.
  [[nodiscard]] std::span<const Edge> inputs(TaskId id) const {
    return row(inputs_, input_begin_, id);
  }
  [[nodiscard]] std::span<const Edge> outputs(TaskId id) const {
    return row(outputs_, output_begin_, id);
  }
  /// Inputs come before outputs; of the possible orders it is the one with the smallest ids first.
  [[nodiscard]] std::span<const TaskId> topological_order() const { return order_; }

 private:
  static std::span<const Edge> row(const std::vector<Edge>& edges,
                                   const std::vector<std::uint32_t>& begin, TaskId id) {
    const std::size_t i = index(id);
    return std::span(edges).subspan(begin[i], begin[i + 1] - begin[i]);
  }

  std::string name_;
  IdVector<TaskId, Task> tasks_;
  std::vector<Edge> inputs_, outputs_;
  std::vector<std::uint32_t> input_begin_, output_begin_;
  std::vector<TaskId> order_;
  std::vector<TaskId> original_of_copy_;
};

/// Builds a JobGraph and refuses invalid graphs.
class JobGraph::Builder {
 public:
  explicit Builder(std::string name) : name_(std::move(name)) {}

  /// Throws InputError if the name is taken.
  TaskId add(Task task);
  /// Adds a further run of a task, with its own consumers. All tasks that are not copies must be
  /// added before.
  TaskId add_copy(TaskId original);
  /// Makes `to` depend on `bytes` that `from` produces.
  void connect(TaskId from, TaskId to, Bytes bytes);
  [[nodiscard]] std::optional<TaskId> find(std::string_view task_name) const;
  [[nodiscard]] std::vector<std::string> task_names() const;

  /// Throws InputError if there is no task, two tasks are connected twice, or there is a cycle; the
  /// message names the tasks.
  [[nodiscard]] std::shared_ptr<const JobGraph> build() const;

 private:
  struct Dependency {
    TaskId from, to;
    Bytes bytes;
  };
  std::string name_;
  IdVector<TaskId, Task> tasks_;
  std::unordered_map<std::string, TaskId> by_name_;
  std::vector<Dependency> dependencies_;
  std::vector<TaskId> original_of_copy_;
};

}  // namespace kairos
