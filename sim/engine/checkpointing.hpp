// Checkpoints: executions in pieces, and what is left of a task after a loss.
//
// A checkpoint is written after every `every` of a task's work and takes `cost` more on its
// element. Both are times at full speed, so a slower clock stretches them. A task that is lost
// resumes with the fraction of its work that its last finished checkpoint does not hold, wherever
// it is sent.
//
// Example: a task of 10 us, a checkpoint of 1 us after every 4 us: work to 4, checkpoint to 5, work
// to 9, checkpoint to 10, work to 12 us. Lost at 11 us it has 20 % left: 2 us there, 4 us on an
// element half as fast.
//
// How far to trust it: a checkpoint costs the same whatever it holds, and reading it is free; noise
// is one factor per task, so one that begins again takes as long again.
#pragma once

#include <map>
#include <vector>

#include "sim/engine/engine_context.hpp"
#include "sim/engine/overruns.hpp"

namespace kairos {

class Checkpointing {
 public:
  Checkpointing(const EngineContext& context, Overruns& overruns)
      : context_(context),
        overruns_(overruns),
        config_(context.scenario.faults.checkpoint),
        is_on_(config_.is_on()) {
    if (is_on()) executions_.resize(context.state.slots.size());
  }

  [[nodiscard]] bool is_on() const { return is_on_; }

  /// The time that a task sent to an element now would take, as far as it can be foreseen.
  [[nodiscard]] Duration expected_duration(TaskHandle task, ElementId element) const {
    if (is_on()) return duration_with_checkpoints(task, element);
    return task.state().setup +
           context_.state.costs.alone(task.row(), element, context_.element(element).speed);
  }

  /// Begins what is left of the task of a slot, given its cost with noise as a factor.
  void begin(std::size_t slot, Duration compute, Bytes memory, double noise);
  /// The piece of work or the checkpoint under way has ended: true when the task has, too.
  bool end_piece(std::size_t slot);
  /// The element has failed under the task of a slot: keeps what checkpoints hold and returns for
  /// how long the task had run in vain.
  Duration lose(std::size_t slot);
  /// How long elements have run for the task that ends its execution in a slot.
  [[nodiscard]] Duration time_spent(std::size_t slot, TaskHandle task) const;
  /// A task has finished or begins again from its start.
  void forget(TaskHandle task) {
    if (!progress_.empty()) progress_.erase(task.ref());
  }

 private:
  /// The part of an unfinished task that checkpoints hold.
  struct Progress {
    double left = 1;  ///< The fraction of its work that no checkpoint holds.
    Duration kept;    ///< How long elements had run for what the checkpoints hold.
  };
  /// Pieces of work, each but the last followed by a checkpoint. Work is counted in time alone at
  /// full speed, noise included.
  struct Execution {
    Duration compute;         ///< Computing time of the whole task here.
    Bytes memory;             ///< Memory traffic of the whole task.
    Duration length;          ///< Duration of the whole task: the longer of the two.
    Duration left;            ///< The part of `length` left when the present piece began.
    Duration piece;           ///< The piece under way.
    Duration unkept;          ///< The part of `length` that the last checkpoint does not hold.
    Time kept_at;             ///< When that was written, or when the execution began.
    bool is_writing = false;  ///< A checkpoint is being written.
  };

  [[nodiscard]] Duration duration_with_checkpoints(TaskHandle task, ElementId element) const;
  [[nodiscard]] double work_left(TaskHandle task) const;
  void begin_piece(std::size_t slot);

  EngineContext context_;
  Overruns& overruns_;
  const Checkpoints& config_;
  const bool is_on_;
  std::vector<Execution> executions_;     ///< The execution of each slot.
  std::map<TaskRef, Progress> progress_;  ///< The tasks that have checkpoints or were lost.
};

}  // namespace kairos
