// Draws the energy of operations and kernels while their tasks compute.
//
//   energy = (energy of the kernel + sum over units of operations * energy per operation)
//            * (voltage / highest voltage)^2
//   power  = energy / time that the task or its batch takes without contention for memory
//
// When a task ends, the meter is corrected by the difference between its energy and power * time.
//
// Example: 134 Mop at 0.5 pJ/op are 67 uJ. A task that needs 100 us for them draws 0.67 W on top of
// the power of its element.
// How far to trust it: totals of energy are exact. Temperatures and power caps follow the power, so
// a task that contention lengthens heats by more than its energy. The voltage is that at which the
// task begins to compute; later changes of the clock do not change its energy. Energies per
// operation of data sheets are those of the arithmetic; moving the data costs more (see `energy` of
// links and memories). A task that is lost or interrupted has drawn power up to then; one that
// goes on draws the energy of the work that is left. Nothing is taken out of the power of the
// element: a measured `busy` or `profile` contains its operations, so either the energies of
// operations or the whole measured power should be stated (docs/models.md, power and energy).
#pragma once

#include <span>
#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class OperationPower {
 public:
  explicit OperationPower(const EngineContext& context);

  /// False if no cluster has energies of operations.
  [[nodiscard]] bool is_on() const { return !running_.empty(); }
  /// The task of a slot begins to compute, together with the riders of its batch. `cost` is that of
  /// the batch.
  void begin(std::size_t slot, std::span<const TaskHandle> riders, const TaskCost& cost);
  void end(std::size_t slot);
  /// The task of a slot makes no progress until resume().
  void pause(std::size_t slot);
  void resume(std::size_t slot);
  /// The task of a slot is lost.
  void lose(std::size_t slot);

 private:
  struct Running {
    Joules energy;
    Watts power;
    Time since;  ///< Beginning of computing, put off by the pauses.
    Time paused_at = Time::never();
  };

  void draw_less(std::size_t slot);

  EngineContext context_;
  std::vector<Running> running_;  ///< Indexed by slot.
};

}  // namespace kairos
