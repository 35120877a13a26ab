// Job graphs of a network in which every operator has a form of its own.
//
// The forms of an application may differ in the tiles of the operators and in where these run.
// Operators that run together in any of the forms are a unit; each unit can take the tiles and
// places of one form, whatever the other units take.
//
// Example: an application has the forms `gpu`, `npu` and `split`, which divides products between
// the GPU and the NPU. In a mixed graph, the wide products are split and the narrow ones run on the
// GPU.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "workloads/job_graph.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

class FormMix {
 public:
  struct Form {
    std::string name;
    Program program;
  };

  /// `name` is that of the graphs. Throws InputError if the forms differ in more than the tiles and
  /// places of their operators.
  FormMix(std::string name, const std::vector<Form>& forms);

  [[nodiscard]] std::size_t forms() const { return tasks_.size(); }
  [[nodiscard]] std::size_t units() const { return units_; }
  /// The tasks of a unit in the graph of a form.
  [[nodiscard]] std::span<const TaskId> tasks(std::size_t form, std::size_t unit) const {
    return tasks_[form][unit];
  }
  /// The tasks of all forms, one form after the other, named as in "q.0 (split)".
  [[nodiscard]] const std::shared_ptr<const JobGraph>& all_tasks() const { return all_; }
  /// The graph in which each unit has the form of this number. Its tasks stand for tasks of
  /// all_tasks(). Throws InputError if the tasks would wait for each other.
  [[nodiscard]] std::shared_ptr<const JobGraph> graph(
      std::span<const std::uint32_t> form_of_unit) const;

 private:
  void find_units();
  void add_tasks(const Form& form, const JobGraph& graph, JobGraph::Builder& all);

  std::string name_;
  OperatorGraph operators_;
  std::vector<Partition> partitions_;  ///< One for each form.
  IdVector<OperatorId, std::uint32_t> unit_of_;
  std::size_t units_ = 0;
  std::vector<std::vector<std::vector<TaskId>>> tasks_;  ///< By form and unit.
  /// The first task of the group that begins with an operator, among all_tasks(), by form.
  std::vector<IdVector<OperatorId, TaskId>> first_task_;
  std::shared_ptr<const JobGraph> all_;
};

}  // namespace kairos
