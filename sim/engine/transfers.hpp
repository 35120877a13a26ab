// The inputs of a task on their way to its element, over dedicated paths and shared links.
#pragma once

#include <optional>
#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class Transfers {
 public:
  /// Bytes that move over a route for the task that will read them.
  struct Transfer {
    TaskHandle reader;  ///< Null when the entry is unused.
    Bytes bytes;
    const Route* route = nullptr;
    bool is_write = false;  ///< A spilled tensor is written: its reader must still wait for it.
    bool flowing = false;   ///< The latency is over.
  };

  explicit Transfers(const EngineContext& context) : context_(context) {}

  /// A task has been sent to an element: its inputs follow.
  void send_inputs(TaskHandle task, ElementId element);
  void begin(const Transfer& transfer);
  /// The latency or the flow of a transfer has ended: returns the transfer when it has arrived.
  std::optional<Transfer> end_stage(std::size_t position);
  /// Stops what is on its way to a task that has lost its element.
  void cancel_to(TaskHandle task);
  [[nodiscard]] bool any_under_way() const { return free_.size() < transfers_.size(); }

 private:
  void begin_flow(std::size_t position);

  EngineContext context_;
  std::vector<Transfer> transfers_;
  std::vector<std::size_t> free_;  ///< The unused entries.
};

}  // namespace kairos
