// Builds graphs with gangs in a few lines, for tests.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "workloads/job_graph.hpp"

namespace kairos::testing {

/// Builds a graph, whose kernels have the names of its tasks. Example:
///
///   GangGraph("job").task("p").member("step", "a", {{"p", Bytes(10)}}).member("step", "b")
class GangGraph {
 public:
  using Inputs = std::vector<std::pair<std::string, Bytes>>;

  explicit GangGraph(const std::string& name) : builder_(name) {}

  GangGraph& task(const std::string& name, const Inputs& inputs = {}) {
    return member("", name, inputs);
  }
  GangGraph& member(const std::string& gang, const std::string& name, const Inputs& inputs = {}) {
    Task task;
    task.name = task.kernel = name;
    task.gang = gang;
    return add(std::move(task), inputs);
  }
  GangGraph& add(Task task, const Inputs& inputs = {}) {
    const TaskId id = builder_.add(std::move(task));
    for (const auto& [input, bytes] : inputs) builder_.connect(*builder_.find(input), id, bytes);
    return *this;
  }
  [[nodiscard]] std::shared_ptr<const JobGraph> build() const { return builder_.build(); }

 private:
  JobGraph::Builder builder_;
};

}  // namespace kairos::testing
