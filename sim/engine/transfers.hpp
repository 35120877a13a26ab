// Transfers the inputs of tasks to their elements, over dedicated paths and shared links.
#pragma once

#include <optional>
#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class Transfers {
 public:
  /// A transfer of bytes over a route, for the task that will read them.
  struct Transfer {
    TaskHandle reader;  ///< Null if the entry is unused.
    Bytes bytes;
    const Route* route = nullptr;
    bool is_write = false;  ///< True if a spilled tensor is being written. Its reader becomes ready
                            ///< only after that.
    bool flowing = false;   ///< True when the latency is over and the bytes move.
  };

  explicit Transfers(const EngineContext& context) : context_(context) {}

  /// Begins the transfers of the inputs of a task that is sent to an element, and sets the task's
  /// `data_ready`, `received` and `transfers`.
  void send_inputs(TaskHandle task, ElementId element);
  /// Begins one transfer over shared links.
  void begin(const Transfer& transfer);
  /// Handles the end of a transfer's latency or flow. Returns the transfer if it has arrived.
  std::optional<Transfer> end_stage(std::size_t position);
  /// Cancels the transfers to a task whose element has failed.
  void cancel_to(TaskHandle task);
  [[nodiscard]] bool any_under_way() const { return free_.size() < transfers_.size(); }

 private:
  void begin_flow(std::size_t position);

  EngineContext context_;
  std::vector<Transfer> transfers_;
  std::vector<std::size_t> free_;  ///< Unused entries.
};

}  // namespace kairos
