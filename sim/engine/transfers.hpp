// Transfers the inputs of tasks to their elements, over dedicated paths and shared links.
//
// A tensor with several readers is sent once to each place (see SystemState::places). Tasks that
// are sent to that place later use the copy, or wait for it if it is still on its way.
// Example: three tasks of one element read 60 MB that another element has made. Over a shared link
// of 10 GB/s, all three can start after 6 ms.
//
// If a path has alternatives (platforms/interconnect.hpp), a transfer chooses its route when it
// begins. Transfers count from the beginning of their latency on; the memory traffic of tasks does
// not count.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class Transfers {
 public:
  /// A transfer of bytes over a route, for the tasks that will read them.
  struct Transfer {
    TaskHandle reader;  ///< Null if the entry is unused.
    Bytes bytes;
    const Route* route = nullptr;
    bool is_write = false;  ///< True if a spilled tensor is being written. Its readers become
                            ///< ready only after that.
    bool flowing = false;   ///< True when the latency is over and the bytes move.
    /// The tensor of which a copy is made, and the place of the copy.
    std::optional<std::pair<JobTensorId, ElementId>> copied = {};
    std::vector<TaskHandle> others = {};  ///< Further readers, of the same job.
  };

  explicit Transfers(const EngineContext& context)
      : context_(context),
        chooses_routes_(context.scenario.platform.interconnect.has_alternatives()) {
    if (chooses_routes_) under_way_.resize(context.scenario.platform.interconnect.links.size());
  }

  /// Begins the transfers of the inputs of a task that is sent to an element, and sets the task's
  /// `data_ready`, `received` and `transfers`.
  void send_inputs(TaskHandle task, ElementId element);
  /// Begins one transfer over shared links, and returns its position.
  std::size_t begin(Transfer transfer);
  /// Lets a further task wait for a transfer.
  void join(std::size_t position, TaskHandle reader) {
    transfers_[position].others.push_back(reader);
  }
  /// Handles the end of a transfer's latency or flow. Returns the transfer if it has arrived.
  std::optional<Transfer> end_stage(std::size_t position);
  /// Cancels the transfers for which no task but this one waits. Its element has failed.
  void cancel_to(TaskHandle task);
  [[nodiscard]] bool any_under_way() const { return free_.size() < transfers_.size(); }

 private:
  void send_shared(TaskHandle task, const Edge& input, ElementId element);
  void begin_flow(std::size_t position);
  [[nodiscard]] const Route* least_used(const Route* route) const;
  void count(const Route& route, bool begins);
  void leave(std::size_t position, TaskHandle reader);
  void cancel(std::size_t position);

  EngineContext context_;
  const bool chooses_routes_;                ///< True if any path has alternatives.
  IdVector<LinkId, std::size_t> under_way_;  ///< Number of transfers over each link, if it matters.
  std::vector<Transfer> transfers_;
  std::vector<std::size_t> free_;  ///< Unused entries.
};

}  // namespace kairos
