// Forms batches: a task that takes a slot starts together with riders, which are the tasks behind
// it in the queue that run the same kernel and whose inputs have arrived. A batch is set up and
// ends as a whole.
//
//   time of a batch = shared * longest + (1 - shared) * sum, noise included; memory alike
//
// Example: with batches of up to four tasks of 10 us each and shared = 0.6, one task takes 10 us
// and three take 6 + 3 * 4 = 18 us.
// How far to trust it: `shared` is equal for all kernels and sizes, whereas measured batches gain
// less the larger they are. The power of an element does not grow with its batch. Inference servers
// may wait until a batch is full, whereas an element takes the tasks that are present. Policies
// estimate tasks one by one. There are no batches with checkpoints, which belong to single tasks.
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
  /// Starts the riders of the task in a slot, which is starting itself.
  void fill(std::size_t slot);
  /// The tasks that share the batch of the task in a slot.
  [[nodiscard]] const std::vector<TaskHandle>& riders(std::size_t slot) const {
    return riders_[slot];
  }
  /// The total cost of a batch, given the cost of the task in its slot.
  [[nodiscard]] TaskCost cost(std::size_t slot, TaskCost own) const;
  /// Returns the riders of a batch that has ended, and forgets them.
  std::vector<TaskHandle> take_riders(std::size_t slot) {
    return is_on() ? std::exchange(riders_[slot], {}) : std::vector<TaskHandle>{};
  }

 private:
  EngineContext context_;
  TensorTraffic& tensors_;
  std::vector<std::vector<TaskHandle>>
      riders_;  ///< Riders of each slot; empty if there are no batches.
};

}  // namespace kairos
