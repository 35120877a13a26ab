// The base of policies that interrupt a running task for a more urgent one.
//
// The ready tasks are visited in order of urgency. A task goes to the element where it finishes
// first, among those that are idle and those that run a less urgent task and may be interrupted
// (platforms/preemption.hpp). Otherwise it waits, and so do the less urgent tasks that run on the
// same elements. A task is only sent to an element that is idle or is interrupted for it.
//
//   finish on an idle element      = arrival of the data + duration
//   finish after an interruption   = max(now + cost of the interruption, arrival of the data)
//                                    + duration
// The second line is too early where tasks are interrupted at checkpoints only.
//
// Of the slots of an element, the one with the least urgent task is interrupted, unless another
// task waits for the element already. Ties go to the element that need not be interrupted, then to
// the lowest one.
#pragma once

#include <vector>

#include "policies/policy.hpp"
#include "policies/ready_order.hpp"

namespace kairos {

class PreemptivePolicy : public Policy {
 public:
  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) final;
  [[nodiscard]] Time next_question() const final { return next_question_; }

 protected:
  /// The urgency of a ready task, the smallest first. It must not change while the task is ready.
  virtual std::int64_t urgency(TaskRef task, const SystemView& view) = 0;
  /// The urgency of a running task, as if it were ready now.
  virtual std::int64_t urgency_of_running(const SystemView::Running& running,
                                          const SystemView& view) {
    return urgency(running.task, view);
  }
  /// The instant from which a ready task of this urgency may interrupt a running one of that
  /// urgency: now or earlier if it may do so now, Time::never() if it never may.
  [[nodiscard]] virtual Time interrupts_from(std::int64_t ready, std::int64_t running,
                                             const SystemView::Running& task,
                                             const SystemView& view) const {
    static_cast<void>(task);
    return ready < running ? view.now() : Time::never();
  }

 private:
  struct Candidate {
    Decision decision;
    Time finish = Time::never();
  };

  [[nodiscard]] Candidate best_place(const ReadyOrder::Place& place, const SystemView& view);
  [[nodiscard]] std::optional<std::uint32_t> victim(std::int64_t ready, ElementId element,
                                                    const SystemView& view);

  ReadyOrder order_;
  Time next_question_ = Time::never();
};

}  // namespace kairos
