// Executes the task in a slot: it is set up and then computes with its noise, alone or as a batch,
// in one piece or in pieces between checkpoints. The slot is taken and the element is busy from the
// beginning of the set-up.
#pragma once

#include <algorithm>
#include <vector>

#include "sim/engine/batching.hpp"
#include "sim/engine/checkpointing.hpp"
#include "sim/engine/operation_power.hpp"
#include "sim/engine/work.hpp"

namespace kairos {

class Execution {
 public:
  Execution(const EngineContext& context, Checkpointing& checkpointing, Batching& batching)
      : context_(context),
        checkpointing_(checkpointing),
        batching_(batching),
        operation_power_(context),
        has_overheads_(context.state.overheads.is_on()),
        switches_(std::ranges::any_of(context.scenario.platform.clusters,
                                      [](const Cluster& c) { return c.preemption.interrupts(); })),
        is_exact_(context.scenario.noise->is_silent() && !checkpointing.is_on() &&
                  !batching.is_on() && !operation_power_.is_on() && !switches_ &&
                  !any_has_draws(context.scenario.workload)) {
    if (!switches_) return;
    is_switching_.resize(context.state.slots.size());
    owed_switches_.resize(context.state.elements.size());
  }

  /// The free slot of an element that a task takes: the first one, unless the contents of the slots
  /// matter.
  [[nodiscard]] std::size_t free_slot(const ElementState& element, TaskHandle task,
                                      ElementId id) const {
    return element.slots.size() == 1 ? 0 : free_one_of(element.slots, task, id);
  }
  /// Begins the execution of the task in a slot.
  void begin(std::size_t slot, TaskHandle task, ElementId element) {
    if (switches_ && begin_switch(slot)) return;
    if (has_overheads_ && set_up(slot)) return;
    if (is_exact_) {
      const TaskCost& cost = context_.state.costs.cost(task.row(), element);
      begin_work(context_, slot, element, cost.compute, cost.memory);
    } else {
      compute(slot);
    }
  }
  /// Handles the end of a set-up, a piece of work or a checkpoint in a slot. Returns true if its
  /// task has ended, too.
  bool end_stage(std::size_t number, const Slot& slot) {
    if (slot.is_setting_up) {
      end_setup(number);
      return false;
    }
    return is_exact_ || end_piece(number);
  }
  /// Stops the progress of the task in a slot until resume(), whatever stage it is in.
  void pause(std::size_t slot) {
    context_.agenda.pause(Activity::slot, slot);
    if (operation_power_.is_on()) operation_power_.pause(slot);
  }
  void resume(std::size_t slot) {
    context_.agenda.resume(Activity::slot, slot);
    if (operation_power_.is_on()) operation_power_.resume(slot);
  }
  /// Must be called when the task in a slot is lost.
  void lose(std::size_t slot) {
    if (operation_power_.is_on()) operation_power_.lose(slot);
    if (switches_) is_switching_[slot] = false;
  }
  /// Must be called when an element has failed.
  void forget_switches(ElementId element) {
    if (switches_) owed_switches_[element] = 0;
  }
  /// Must be called when the task in a slot is interrupted. The next task on the element begins
  /// with the cost of the interruption.
  void interrupt(std::size_t slot, const Preemption& preemption) {
    lose(slot);
    const bool costs = preemption.cost > Duration{} || preemption.traffic > Bytes{};
    owed_switches_[context_.state.slots[slot].element] += costs ? 1 : 0;
  }

 private:
  [[nodiscard]] std::size_t free_one_of(std::span<const Slot> slots, TaskHandle task,
                                        ElementId element) const;
  bool begin_switch(std::size_t slot);
  void end_switch(std::size_t slot);
  bool set_up(std::size_t slot);
  void end_setup(std::size_t slot);
  void compute(std::size_t slot);
  bool end_piece(std::size_t slot);

  EngineContext context_;
  Checkpointing& checkpointing_;
  Batching& batching_;
  OperationPower operation_power_;
  const bool has_overheads_;
  const bool switches_;  ///< True if tasks may be interrupted.
  const bool is_exact_;  ///< True if execution times equal costs, without noise, checkpoints,
                         ///< batches, interruptions, energies of operations or amounts.
  std::vector<bool> is_switching_;                  ///< Slots that pay for an interruption.
  IdVector<ElementId, std::size_t> owed_switches_;  ///< Interruptions that are not paid for.
};

}  // namespace kairos
