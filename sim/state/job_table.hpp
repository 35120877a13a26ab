// The jobs in the system. Memory follows how many there are, not how many there were.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "sim/events/event.hpp"

namespace kairos {

enum class Phase : std::uint8_t {
  waiting,  ///< for inputs
  ready,    ///< for a decision
  queued,   ///< on an element, for its turn or its data
  running,
  done,
};

struct JobState;

/// Its life, filled in as it goes on and told when it has finished, and what only the engine needs.
struct TaskState : TaskFinished {
  JobState* job = nullptr;
  std::uint32_t row = 0;  ///< In the cost table.
  std::uint32_t missing_inputs = 0;
  std::uint32_t transfers = 0;  ///< Inputs on their way over shared links.
  Phase phase = Phase::waiting;
  bool found_no_room = false;  ///< In a memory, when its turn came.
  Time data_ready;
  Duration setup;      ///< What is foreseen on top of its launch; part of `nominal`.
  Time launched;       ///< When its host has launched it.
  Joules energy_mark;  ///< Of the element's meter when it started.
};

struct JobState {
  /// Its tasks are those of a graph, and wait.
  void begin(const JobGraph& with, std::size_t row);

  Job job;
  const JobGraph* graph = nullptr;
  std::size_t first_row = 0;  ///< In the cost table.
  std::size_t unfinished = 0;
  IdVector<TaskId, TaskState> tasks;
};

/// A task inside the engine: as good as a TaskRef, without the look-up.
class TaskHandle {
 public:
  TaskHandle() = default;
  explicit TaskHandle(TaskState& state) : state_(&state) {}
  TaskHandle(JobState& job, TaskId task) : state_(&job.tasks[task]) {}

  explicit operator bool() const { return state_ != nullptr; }
  bool operator==(const TaskHandle&) const = default;

  [[nodiscard]] TaskState& state() const { return *state_; }
  [[nodiscard]] JobState& job() const { return *state_->job; }
  [[nodiscard]] const JobGraph& graph() const { return *state_->job->graph; }
  [[nodiscard]] TaskRef ref() const { return state_->task; }
  [[nodiscard]] TaskId id() const { return state_->task.task; }
  [[nodiscard]] std::size_t row() const { return state_->row; }

 private:
  TaskState* state_ = nullptr;
};

/// Finds jobs by id: ids are given in order of arrival, so a ring over the ids between the oldest
/// and the newest job is enough.
class JobTable {
 public:
  /// The state of the next job, its tasks waiting; recycled memory.
  JobState& add(Job job, const JobGraph& graph, std::size_t first_row);
  void remove(JobId id);

  [[nodiscard]] JobState& operator[](JobId id) const { return *ring_[index(id) & mask_]; }
  /// Null when it is not in the system.
  [[nodiscard]] JobState* find(JobId id) const {
    return index(id) - oldest_ < next_ - oldest_ ? ring_[index(id) & mask_] : nullptr;
  }
  [[nodiscard]] bool empty() const { return alive_.empty(); }
  [[nodiscard]] JobId next_id() const { return static_cast<JobId>(next_); }
  /// By ascending id.
  [[nodiscard]] std::span<const JobId> alive() const { return alive_; }

 private:
  void grow();

  std::vector<std::unique_ptr<JobState>> owned_;
  std::vector<JobState*> free_;
  std::vector<JobState*> ring_ = std::vector<JobState*>(64);
  std::size_t mask_ = 63;
  std::size_t oldest_ = 0, next_ = 0;  ///< Ids in the ring: [oldest_, next_).
  std::vector<JobId> alive_;
};

}  // namespace kairos
