// Implements checkpoints: tasks run in pieces, and lost tasks resume from their last checkpoint.
//
// A checkpoint is written after every `every` of a task's work and takes `cost` in addition. Both
// are times at full speed, so a slower clock stretches them. A lost task resumes with the fraction
// of its work that its last finished checkpoint does not contain, on any element.
//
// Example: a task of 10 us writes a checkpoint of 1 us after every 4 us. It works until 4 us,
// writes until 5, works until 9, writes until 10 and works until 12 us. If it is lost at 11 us, a
// fifth of its work is left, which takes 2 us on that element and 4 us on an element half as fast.
//
// How far to trust it: a checkpoint costs the same whatever it contains, and reading it takes no
// time. Noise is one factor per task, so a task that begins again takes equally long again.
#pragma once

#include <map>
#include <vector>

#include "sim/engine/engine_context.hpp"
#include "sim/engine/overruns.hpp"
#include "sim/engine/work.hpp"

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

  /// The expected duration of a task if it were sent to this element now.
  [[nodiscard]] Duration expected_duration(TaskHandle task, ElementId element) const {
    if (is_on()) return duration_with_checkpoints(task, element);
    const CostTable& costs = context_.state.believed_costs();
    const Duration alone = costs.alone(task.row(), element, context_.element(element).speed);
    const double left = task.state().left;
    if (left == 1) return task.state().setup + alone;
    const Duration launch = costs.launch(element);
    return task.state().setup + launch + scaled(alone - launch, left);
  }

  /// Begins the remaining work of the task in a slot, given its cost with noise as a factor.
  void begin(std::size_t slot, Duration compute, Bytes memory, double noise);
  /// Handles the end of the present piece or checkpoint. Returns true if the task has ended, too.
  bool end_piece(std::size_t slot);
  /// True if the task in a slot has written a checkpoint at this instant.
  [[nodiscard]] bool has_just_written(std::size_t slot) const {
    return is_on() && !executions_[slot].is_writing &&
           executions_[slot].kept_at == context_.state.now;
  }
  /// Handles the interruption of the task in a slot, given the fraction of its set-up, piece or
  /// checkpoint that is left. Updates the fraction of the task's work that is left.
  void interrupt(std::size_t slot, double left_of_stage);
  /// Handles the loss of the task in a slot: keeps the work that checkpoints contain and returns
  /// the time for which the task had run in vain.
  Duration lose(std::size_t slot);
  /// The total time for which elements have run for the task that ends its execution in a slot.
  [[nodiscard]] Duration time_spent(std::size_t slot, TaskHandle task) const;
  /// Must be called when a task has finished or begins again from its start.
  void forget(TaskHandle task) {
    task.state().left = task.job().scale(task.id());
    if (!time_kept_.empty()) time_kept_.erase(task.ref());
  }

 private:
  /// An execution in pieces, with a checkpoint after each piece but the last. Work is measured in
  /// time without contention at full speed, with noise.
  struct Execution {
    Duration compute;         ///< Computing time of the whole task on this element.
    Bytes memory;             ///< Memory traffic of the whole task.
    Duration length;          ///< Duration of the whole task: the longer of the two. All three are
                              ///< those of the work that the graph states, without its scale.
    Duration left;            ///< Part of `length` that was left when the present piece began.
    Duration piece;           ///< Length of the present piece.
    Duration unkept;          ///< Part of `length` that the last checkpoint does not contain.
    Time kept_at;             ///< Instant at which the last checkpoint was finished or the
                              ///< execution began.
    bool is_writing = false;  ///< True while a checkpoint is being written.
  };

  [[nodiscard]] Duration duration_with_checkpoints(TaskHandle task, ElementId element) const;
  void begin_piece(std::size_t slot);

  EngineContext context_;
  Overruns& overruns_;
  const Checkpoints& config_;
  const bool is_on_;
  std::vector<Execution> executions_;  ///< Executions, indexed by slot.
  /// Time for which elements had run for the work of a task that was kept by checkpoints or
  /// interruptions.
  std::map<TaskRef, Duration> time_kept_;
};

}  // namespace kairos
