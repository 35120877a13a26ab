// The tasks of a job and their dependencies: an immutable directed acyclic graph, shared by all
// jobs of an application.
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

/// A dependency in the list of inputs or outputs of a task.
struct Edge {
  TaskId task{};  ///< The task at the other end.
  Bytes bytes;    ///< Size of the data that the producer sends to the consumer.
};

class JobGraph {
 public:
  class Builder;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return tasks_.size(); }
  [[nodiscard]] std::size_t edge_count() const { return inputs_.size(); }
  [[nodiscard]] const Task& operator[](TaskId id) const { return tasks_[id]; }
  /// Returns the task that a copy repeats, and the task itself if it is not a copy. Copies have the
  /// largest ids.
  [[nodiscard]] TaskId original(TaskId id) const {
    const std::size_t originals = tasks_.size() - original_of_copy_.size();
    return index(id) < originals ? id : original_of_copy_[index(id) - originals];
  }
  [[nodiscard]] const IdVector<TaskId, Task>& tasks() const { return tasks_; }

  /// The tasks that a task waits for, by ascending id.
  [[nodiscard]] std::span<const Edge> inputs(TaskId id) const {
    return row(inputs_, input_begin_, id);
  }
  /// The tasks that wait for a task, by ascending id.
  [[nodiscard]] std::span<const Edge> outputs(TaskId id) const {
    return row(outputs_, output_begin_, id);
  }
  /// All tasks, each after the tasks that it waits for. Of several tasks that could come next, the
  /// one with the smallest id comes first.
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

/// Builds a JobGraph.
class JobGraph::Builder {
 public:
  explicit Builder(std::string name) : name_(std::move(name)) {}

  /// Adds a task. Throws InputError if another task has the same name.
  TaskId add(Task task);
  /// Adds a copy of a task, which runs the task once more for consumers of its own. Add copies
  /// after all other tasks.
  TaskId add_copy(TaskId original);
  /// Makes `to` wait for `from`, which sends it `bytes`.
  void connect(TaskId from, TaskId to, Bytes bytes);
  [[nodiscard]] std::optional<TaskId> find(std::string_view task_name) const;
  [[nodiscard]] std::vector<std::string> task_names() const;

  /// Builds the graph. Throws InputError if there is no task, if two tasks are connected twice, or
  /// if there is a cycle; the message names the tasks.
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
