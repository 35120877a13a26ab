// The jobs in the system: those that have arrived and have not finished. Memory use depends on
// their number, not on the number of all jobs so far.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "sim/base/erasable_queue.hpp"
#include "sim/events/event.hpp"
#include "sim/state/job_draws.hpp"

namespace kairos {

enum class Phase : std::uint8_t {
  waiting,  ///< Waits for inputs.
  ready,    ///< Waits for a decision.
  queued,   ///< Waits on an element for its turn or its data.
  running,
  done,
};

struct JobState;

/// A task's record: the fields of TaskFinished, filled in as it progresses, and the engine's own
/// bookkeeping.
struct TaskState : TaskFinished {
  JobState* job = nullptr;
  std::uint32_t row = 0;  ///< Row in the cost table.
  std::uint32_t missing_inputs = 0;
  std::uint64_t ticket = 0;     ///< Key in the ready list; 0 if the task is not in the list.
  std::uint32_t transfers = 0;  ///< Number of inputs in transfer over shared links; 1 while a pass
                                ///< of the scheduler holds the task.
  Phase phase = Phase::waiting;
  bool found_no_room = false;  ///< True if the task was the next to start but did not fit into
                               ///< memory.
  std::uint64_t place = 0;     ///< Number in the queue of its element; see TaskQueue.
  Time data_ready;             ///< Instant at which its inputs are there and it is launched.
  Duration setup;              ///< Expected set-up time besides the launch; part of `nominal`.
  Time launched;               ///< Instant at which a host has launched the task.
  /// Work that is left, as a multiple of the work that the graph states: its scale before the first
  /// execution (see JobState::scale), and less after executions that were interrupted or lost.
  double left = 1;
  Joules energy_mark;  ///< Mark of EnergyMeter::started(), for the energy of the task.
};

/// A copy of a tensor with several readers, in a place other than that of its maker.
struct TensorCopy {
  ElementId place{};  ///< See SystemState::places.
  Time arrival;       ///< Expected without contention while the transfer is under way.
  std::optional<std::size_t> transfer;  ///< The transfer that is under way; see Transfers.
};

/// A gang of a job before its members start; see sim/engine/gangs.hpp.
struct GangState {
  std::size_t sent = 0;      ///< Number of members in queues.
  std::uint64_t number = 0;  ///< Number of the gang in the order in which gangs are assembled, from
                             ///< 1; 0 unless all members have been sent.
};

/// The record of a job and its tasks.
struct JobState {
  /// Creates the tasks of a graph, all of them waiting. `row` is the first row in the cost table.
  void begin(const JobGraph& with, std::size_t row);

  Job job;
  const JobGraph* graph = nullptr;
  std::size_t first_row = 0;   ///< First row in the cost table.
  std::size_t unfinished = 0;  ///< Number of tasks that are not done.
  bool has_started = false;    ///< True if any of its tasks has taken a slot.
  IdVector<TaskId, TaskState> tasks;
  IdVector<GangId, GangState> gangs;
  /// The copies of the tensors that have several readers.
  IdVector<JobTensorId, std::vector<TensorCopy>> copies;
  JobDraws draws;  ///< Only valid if the graph has draws.

  /// The whole work of a task as a multiple of the work that the graph states; expected as long as
  /// it is not known.
  [[nodiscard]] double scale(TaskId task) const {
    return graph->has_draws() ? draws.scale[task] : 1;
  }
  /// The bytes that are sent over an edge; expected as long as they are not known.
  [[nodiscard]] Bytes bytes(const Edge& edge) const {
    return graph->has_draws() ? edge.bytes * draws.sent[edge.tensor] : edge.bytes;
  }
  /// True if a task has been skipped, so that it is done without having run.
  [[nodiscard]] bool is_skipped(TaskId task) const {
    return graph->has_draws() && draws.is_skipped[task];
  }
  /// True if an input of a task whose inputs are all there is taken.
  [[nodiscard]] bool is_taken(const Edge& input) const {
    return !graph->has_draws() || draws.sent[input.tensor] > 0;
  }

  /// The copy of a tensor in a place; null if there is none.
  [[nodiscard]] const TensorCopy* copy(JobTensorId tensor, ElementId place) const {
    const auto found = std::ranges::find(copies[tensor], place, &TensorCopy::place);
    return found == copies[tensor].end() ? nullptr : &*found;
  }
};

/// A pointer to the state of a task, for use inside the engine. Unlike a TaskRef it needs no
/// look-up in the job table.
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

/// Finds jobs by id. Jobs get ascending ids as they arrive. The table is therefore a ring buffer
/// with an entry for every id from the oldest to the newest job in the system.
class JobTable {
 public:
  /// Adds the next job with all tasks waiting, and returns its state. The memory of removed jobs is
  /// reused.
  JobState& add(Job job, const JobGraph& graph, std::size_t first_row);
  void remove(JobId id);

  /// The job must be in the system.
  [[nodiscard]] JobState& operator[](JobId id) const { return *ring_[index(id) & mask_]; }
  /// Null if the job is not in the system.
  [[nodiscard]] JobState* find(JobId id) const {
    return index(id) - oldest_ < next_ - oldest_ ? ring_[index(id) & mask_] : nullptr;
  }
  [[nodiscard]] bool empty() const { return alive_.empty(); }
  [[nodiscard]] JobId next_id() const { return static_cast<JobId>(next_); }
  /// The ids of the jobs in the system, in ascending order.
  [[nodiscard]] const ErasableQueue<JobId, JobId>& alive() const { return alive_; }

 private:
  void grow();

  std::vector<std::unique_ptr<JobState>> owned_;
  std::vector<JobState*> free_;  ///< States of removed jobs, for reuse.
  std::vector<JobState*> ring_ = std::vector<JobState*>(64);  ///< Null for jobs that have left.
  std::size_t mask_ = 63;              ///< Size of the ring, a power of two, minus one.
  std::size_t oldest_ = 0, next_ = 0;  ///< The ring holds the ids in [oldest_, next_).
  ErasableQueue<JobId, JobId> alive_;
};

}  // namespace kairos
