// Decides which tasks of a job are taken, and skips the others (workloads/graph_draws.hpp).
//
// A task is decided on when all of its inputs are there or will never come. It then becomes ready,
// or it is skipped: it is done at once, takes no time and sends nothing, so that tasks behind it
// may be decided on at the same instant. Edges and amounts are drawn when their task has ended.
//
// Example: a detector that has found nothing ends at 5 ms. The recogniser behind it, which works
// for each object, is skipped at 5 ms. A task that waits for the recogniser and for a camera that
// has ended at 2 ms is ready at 5 ms.
//
// All draws follow from the key of the job and the names of its tasks, so they are equal under
// every policy and in every form of the job.
#pragma once

#include <functional>

#include "sim/engine/ready_tasks.hpp"
#include "sim/engine/tensor_traffic.hpp"

namespace kairos {

class Branching {
 public:
  /// Called with every task that is skipped.
  using Skipped = std::function<void(TaskRef)>;

  Branching(const EngineContext& context, ReadyTasks& ready, TensorTraffic& tensors);

  /// True if the jobs of any application draw something.
  [[nodiscard]] bool is_on() const { return is_on_; }
  void tell_skipped(Skipped skipped) { skipped_ = std::move(skipped); }

  /// Must be called when no input of a task is missing any more. Makes it ready, or skips it and
  /// the tasks that follow from that. The caller ends the job if no task of it is left.
  void settle(TaskHandle task) {
    if (is_on_ && task.graph().has_draws()) {
      settle_all_from(task);
    } else {
      ready_.add(task);
    }
  }
  /// Must be called when a task has ended, before its readers are told. Draws which of its edges
  /// are taken, and its amount.
  void end(TaskHandle task) {
    if (is_on_ && task.graph().has_draws()) draw_outputs(task);
  }

 private:
  void settle_all_from(TaskHandle first);
  [[nodiscard]] bool take(TaskHandle task);
  void skip(TaskHandle task);
  void draw_outputs(TaskHandle task);
  void take_one_of(const EdgeGroup& group, TaskHandle task) const;
  void draw_amount(TaskHandle task, AmountId amount) const;
  [[nodiscard]] bool happens(double probability, std::string_view purpose, TaskHandle task,
                             std::uint64_t which) const;

  EngineContext context_;
  ReadyTasks& ready_;
  TensorTraffic& tensors_;
  const bool is_on_;
  Skipped skipped_;
};

}  // namespace kairos
