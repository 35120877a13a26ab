// The tasks of a job and their dependencies: an immutable directed acyclic graph, shared by all
// jobs of an application.
//
// A task sends tensors to other tasks. A tensor may have several readers; then it is stored once,
// and sent once to each place in which there are readers. Residents are tensors that no task of the
// graph makes: weights, which all jobs of an application share, and states.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/base/id.hpp"
#include "workloads/gang_table.hpp"
#include "workloads/graph_draws.hpp"
#include "workloads/operators/tensor.hpp"
#include "workloads/task.hpp"

namespace kairos {

enum class JobTensorId : std::uint32_t {};  ///< A tensor that a task of a job graph makes.
enum class ResidentId : std::uint32_t {};   ///< A weight or state of a job graph.

/// A dependency in the list of inputs or outputs of a task.
struct Edge {
  TaskId task{};         ///< The task at the other end.
  JobTensorId tensor{};  ///< The data that the producer sends to the consumer.
  Bytes bytes;           ///< The size of the tensor.
};

/// Data that tasks read and that no task of the graph makes.
struct Resident {
  std::string name;
  Bytes bytes;
  TensorRole role = TensorRole::weight;  ///< Either weight or state.
  bool is_offloaded = false;             ///< Kept in the last tier of memory.
};

class JobGraph {
 public:
  class Builder;

  /// The graph of several requests that run as one, with the tasks given. Its tensors are as large
  /// as those of all of `parts` together; these have equal tasks and edges. States are no residents
  /// of the result.
  [[nodiscard]] static std::shared_ptr<const JobGraph> joined(
      std::span<const std::shared_ptr<const JobGraph>> parts, IdVector<TaskId, Task> tasks);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t size() const { return tasks_.size(); }
  [[nodiscard]] std::size_t edge_count() const { return inputs_.size(); }
  [[nodiscard]] const Task& operator[](TaskId id) const { return tasks_[id]; }
  /// The same graph, whose tasks stand for tasks of another graph: `originals` has one for each.
  [[nodiscard]] std::shared_ptr<const JobGraph> standing_for(std::vector<TaskId> originals) const;

  /// Returns the task that a copy repeats, or that a task stands for, and the task itself if it is
  /// neither. Copies have the largest ids.
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
  /// The number of tensors with several readers. They have the smallest ids.
  [[nodiscard]] std::size_t shared_tensors() const { return shared_tensors_; }
  [[nodiscard]] bool is_shared(JobTensorId tensor) const { return index(tensor) < shared_tensors_; }
  /// The number of edges that read each tensor.
  [[nodiscard]] const IdVector<JobTensorId, std::uint32_t>& readers() const { return readers_; }
  [[nodiscard]] const IdVector<ResidentId, Resident>& residents() const { return residents_; }
  /// The residents that a task reads or writes.
  [[nodiscard]] std::span<const ResidentId> residents_of(TaskId id) const {
    if (resident_begin_.empty()) return {};
    const std::size_t i = index(id);
    return std::span(residents_of_)
        .subspan(resident_begin_[i], resident_begin_[i + 1] - resident_begin_[i]);
  }
  /// The input over which a task writes its first output; empty if there is none.
  [[nodiscard]] std::optional<JobTensorId> overwritten_by(TaskId id) const {
    const auto found = overwritten_.find(id);
    return found == overwritten_.end() ? std::nullopt : std::optional(found->second);
  }
  /// True if a tensor is kept in the last tier of memory.
  [[nodiscard]] bool is_offloaded(JobTensorId tensor) const {
    return !offloaded_.empty() && offloaded_.contains(tensor);
  }
  /// The tasks that start and end together.
  [[nodiscard]] const GangTable& gangs() const { return gangs_; }
  /// All tasks, each after the tasks that it waits for. Of several tasks that could come next, the
  /// one with the smallest id comes first.
  [[nodiscard]] std::span<const TaskId> topological_order() const { return order_; }
  /// True if jobs of this graph may skip tasks, or if their tasks scale with shares and amounts.
  [[nodiscard]] bool has_draws() const { return draws_ != nullptr; }
  /// What the jobs draw; only if has_draws().
  [[nodiscard]] const GraphDraws& draws() const { return *draws_; }

 private:
  static std::span<const Edge> row(const std::vector<Edge>& edges,
                                   const std::vector<std::uint32_t>& begin, TaskId id) {
    const std::size_t i = index(id);
    return std::span(edges).subspan(begin[i], begin[i + 1] - begin[i]);
  }

  void forget_states();

  std::string name_;
  IdVector<TaskId, Task> tasks_;
  std::vector<Edge> inputs_, outputs_;
  std::vector<std::uint32_t> input_begin_, output_begin_;
  std::vector<TaskId> order_;
  std::vector<TaskId> original_of_copy_;
  std::size_t shared_tensors_ = 0;
  IdVector<JobTensorId, std::uint32_t> readers_;
  IdVector<ResidentId, Resident> residents_;
  std::vector<ResidentId> residents_of_;  ///< The residents of all tasks, one task after the other.
  std::vector<std::uint32_t> resident_begin_;  ///< Indexed by task; empty without residents.
  std::map<TaskId, JobTensorId> overwritten_;
  std::set<JobTensorId> offloaded_;
  GangTable gangs_;
  std::shared_ptr<const GraphDraws> draws_;  ///< Null if the jobs draw nothing.
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
  /// Makes `to` wait for `from`, which sends it a tensor of its own.
  void connect(TaskId from, TaskId to, Bytes bytes);
  /// Adds a tensor that a task makes, and that others may read.
  JobTensorId make(TaskId maker, Bytes bytes);
  void read(TaskId reader, JobTensorId tensor);
  ResidentId add(Resident resident);
  void read(TaskId reader, ResidentId resident);
  /// Lets a task write its first output over one of its inputs.
  void overwrite(TaskId task, JobTensorId input);
  /// Keeps a tensor in the last tier of memory.
  void offload(JobTensorId tensor) { offloaded_.insert(tensor); }

  /// Connects two tasks by an edge that is not always taken, or that passes on a share.
  void connect(TaskId from, TaskId to, Bytes bytes, const EdgeDraw& draw);
  /// Connects two tasks by one of the edges of a group. When `from` has ended, exactly one of them
  /// is taken.
  void connect_one_of(const std::string& group, TaskId from, TaskId to, Bytes bytes, EdgeDraw draw);
  /// Lets a task be taken with a probability only.
  void set_probability(TaskId task, double probability);
  /// Lets a task draw an amount when it ends. Throws InputError if the name is taken.
  AmountId draw(TaskId maker, const std::string& amount, const Distribution& is);
  /// Lets a task work for each unit of an amount, which must be drawn by a task before it.
  void work_for_each(TaskId task, AmountId amount) { for_each_[task] = amount; }

  /// Adds the residents of another graph.
  void add_residents_of(const JobGraph& other);
  /// Lets a task use the residents that a task of that other graph uses.
  void use_residents_of(const JobGraph& other, TaskId original, TaskId task);
  /// Makes `to` wait for `from` as the task `original` of another graph waits for `input`. Tasks
  /// that read the same tensor there read the same tensor of `from`.
  void connect_like(const JobGraph& other, TaskId original, const Edge& input, TaskId from,
                    TaskId to);

  [[nodiscard]] std::optional<TaskId> find(std::string_view task_name) const;
  [[nodiscard]] std::vector<std::string> task_names() const;

  /// Builds the graph. Throws InputError if there is no task, if a task reads the same data twice,
  /// if there is a cycle, if a gang can never start, if a task works for each unit of an amount
  /// that is not drawn before, or if a group of edges has one edge, several makers or wrong
  /// probabilities; the message names the tasks.
  [[nodiscard]] std::shared_ptr<const JobGraph> build() const;

 private:
  struct Dependency {
    TaskId from, to;
    JobTensorId tensor;
    Bytes bytes;
  };
  struct Made {
    TaskId maker;
    Bytes bytes;
    bool is_own = false;  ///< True for the tensor of a single connect().
  };
  /// An edge of a group, of which exactly one is taken.
  struct GroupMember {
    std::string reader;
    TaskId maker{};
    JobTensorId tensor{};
  };
  void refuse_repetitions(const std::vector<Dependency>& sorted) const;
  void refuse_cycles(const std::vector<Dependency>& sorted) const;
  [[nodiscard]] GangTable gangs(const std::vector<Dependency>& sorted) const;
  [[nodiscard]] IdVector<JobTensorId, JobTensorId> number_tensors(JobGraph& graph) const;
  void list_residents(JobGraph& graph) const;
  [[nodiscard]] std::shared_ptr<const GraphDraws> draws_of(
      const JobGraph& graph, const IdVector<JobTensorId, JobTensorId>& number) const;
  [[nodiscard]] std::vector<EdgeGroup> groups_of(
      IdVector<JobTensorId, EdgeDraw>& edges,
      const IdVector<JobTensorId, JobTensorId>& number) const;

  std::string name_;
  IdVector<TaskId, Task> tasks_;
  std::unordered_map<std::string, TaskId> by_name_;
  std::vector<Dependency> dependencies_;
  std::vector<TaskId> original_of_copy_;
  IdVector<JobTensorId, Made> tensors_;
  IdVector<ResidentId, Resident> residents_;
  std::vector<std::pair<TaskId, ResidentId>> uses_;
  std::map<TaskId, JobTensorId> overwritten_;
  std::set<JobTensorId> offloaded_;
  /// The tensors that connect_like() has made, by their maker and by the tensor of the other graph.
  std::map<std::pair<TaskId, JobTensorId>, JobTensorId> alike_;
  std::map<TaskId, double> probability_;
  std::map<JobTensorId, EdgeDraw> edge_draws_;
  std::map<std::string, std::vector<GroupMember>> groups_;
  IdVector<AmountId, DrawnAmount> amounts_;
  std::map<TaskId, AmountId> for_each_;
};

}  // namespace kairos
