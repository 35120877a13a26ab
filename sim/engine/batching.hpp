// Forms batches: a task that takes a slot starts together with its riders. These are the tasks
// directly behind it in the queue that run the same kernel and whose inputs have arrived. A batch
// is set up once, and all of its tasks end together.
//
//   time of a batch = shared * longest + (1 - shared) * sum
//
// `longest` and `sum` refer to the times of the batch's tasks, including their noise. The memory
// traffic of a batch follows the same formula. With `by: demand`, the cost model gives the time and
// the traffic of the sum of the tasks' demands, in which the weights of the same task of the same
// application count once. The noise is then the mean of that of the tasks. Requests of one
// application that differ in their numbers of tokens share the weights as well
// (workloads/operators/joined_demand.hpp). Other tasks that differ in shape or data type, and tasks
// that are not operators, follow the formula.
//
// Example: with batches of up to four tasks of 10 us each and shared = 0.6, one task takes 10 us
// and three take 6 + 3 * 4 = 18 us.
// How far to trust it: `shared` is equal for all kernels and sizes. Measured batches gain less per
// task the larger they are, as batches `by: demand` do. The power of an element does not grow with
// its batch.
// Inference servers may wait until a batch is full, whereas an element takes the tasks that are
// present. Policies estimate each task as if it ran alone. In a run with checkpoints there are no
// batches, because a checkpoint belongs to a single task.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sim/cost/cost_model.hpp"
#include "sim/engine/tensor_traffic.hpp"

namespace kairos {

class Batching {
 public:
  Batching(const EngineContext& context, TensorTraffic& tensors);

  [[nodiscard]] bool is_on() const { return !riders_.empty(); }
  /// Chooses and starts the riders of the task that is starting in a slot.
  void fill(std::size_t slot);
  /// The riders of the task in a slot.
  [[nodiscard]] const std::vector<TaskHandle>& riders(std::size_t slot) const {
    return riders_[slot];
  }
  /// The cost of the whole batch in a slot, given the cost of the task that took the slot.
  [[nodiscard]] TaskCost cost(std::size_t slot, TaskCost own) const;
  /// The bytes that the last batch in a slot has moved to and from memory, divided by the sum of
  /// those that its tasks would have moved alone; 1 for a task without riders.
  [[nodiscard]] double traffic_share(std::size_t slot) const { return traffic_shares_[slot]; }
  /// Returns the riders of a batch that has ended, and forgets them.
  std::vector<TaskHandle> take_riders(std::size_t slot) {
    return is_on() ? std::exchange(riders_[slot], {}) : std::vector<TaskHandle>{};
  }

 private:
  [[nodiscard]] TaskCost cost_by_shares(std::size_t slot, TaskCost own) const;
  [[nodiscard]] double find_traffic_share(std::size_t slot) const;
  /// Empty if the batch goes by shares, or if its tasks are not operators of equal shapes.
  [[nodiscard]] std::optional<TaskCost> cost_by_demand(std::size_t slot) const;
  [[nodiscard]] std::shared_ptr<const Demand> demand_of_batch(std::size_t slot) const;

  EngineContext context_;
  TensorTraffic& tensors_;
  std::vector<std::vector<TaskHandle>> riders_;     ///< Indexed by slot; empty if batching is off.
  std::vector<std::optional<TaskCost>> by_demand_;  ///< The cost of each batch that goes by demand.
  std::vector<double> traffic_shares_;              ///< Indexed by slot.
};

}  // namespace kairos
