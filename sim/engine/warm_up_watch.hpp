// Finds the instant at which the warm-up of a run ends (sim/state/warm_up.hpp) and announces it.
//
// Energies and temperatures are up to date at this instant. It may lie between two events; it is
// not an event of its own, so no policy is asked.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class WarmUpWatch {
 public:
  explicit WarmUpWatch(const EngineContext& context)
      : context_(context),
        warm_up_(context.scenario.warm_up),
        is_on_(warm_up_.is_on()),
        of_streams_(context.scenario.workload.streams.size()) {}

  /// True until the warm-up has ended. False in a run without a warm-up.
  [[nodiscard]] bool is_on() const { return is_on_; }
  /// Must be called before time advances to `next`, while is_on().
  void pass_until(Time next);
  /// Must be called when a job arrives, while is_on(). The job counts if is_on() is false then.
  void count_arrival(StreamId stream);

 private:
  [[nodiscard]] bool have_enough_arrived() const;
  void end(Time when);

  EngineContext context_;
  const WarmUp& warm_up_;
  bool is_on_;
  std::uint64_t arrived_ = 0;
  IdVector<StreamId, std::uint64_t> of_streams_;  ///< Number of jobs that have arrived.
};

}  // namespace kairos
