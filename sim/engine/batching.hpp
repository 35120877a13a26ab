// Batches: a task that takes a slot brings along those behind it in the queue that run the same
// kernel and whose data are there: its riders. They start, are set up and end together.
//
//   time of a batch = shared * longest + (1 - shared) * sum, noise included; memory alike
//
// Example: up to four tasks, 10 us each, shared 0.6: one takes 10 us, three take 6 + 3 * 4 = 18 us.
// How far to trust it: one `shared` for all kernels and sizes, where measured batches gain less the
// larger they are; the power of an element does not grow with its batch. Inference servers may wait
// for a batch to fill; an element takes what is there. Policies foresee tasks one by one. Nothing
// is batched while checkpoints are on: they are of single tasks.
#pragma once

#include <utility>
#include <vector>

#include "sim/cost/cost_model.hpp"
#include "sim/engine/tensor_traffic.hpp"

namespace kairos {

class Batching {
 public:
  Batching(const EngineContext& context, TensorTraffic& tensors);

  [[nodiscard]] bool is_on() const { return !riders_.empty(); }
  /// The task of a slot starts: takes its riders from the queue, and they start, too.
  void fill(std::size_t slot);
  /// The tasks that share the batch of the task of a slot.
  [[nodiscard]] const std::vector<TaskHandle>& riders(std::size_t slot) const {
    return riders_[slot];
  }
  /// The cost of all tasks of a batch together, given that of the task of its slot.
  [[nodiscard]] TaskCost cost(std::size_t slot, TaskCost own) const;
  /// The batch has ended: returns its riders and forgets them.
  std::vector<TaskHandle> take_riders(std::size_t slot) {
    return is_on() ? std::exchange(riders_[slot], {}) : std::vector<TaskHandle>{};
  }

 private:
  EngineContext context_;
  TensorTraffic& tensors_;
  std::vector<std::vector<TaskHandle>>
      riders_;  ///< The riders of each slot; empty when nothing is batched.
};

}  // namespace kairos
