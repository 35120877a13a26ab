#include "sim/engine/warm_up_watch.hpp"

namespace kairos {

void WarmUpWatch::pass_until(Time next) {
  if (Time(warm_up_.time) <= next && have_enough_arrived()) end(Time(warm_up_.time));
}

void WarmUpWatch::count_arrival(StreamId stream) {
  ++arrived_;
  ++of_streams_[stream];
  const Time now = context_.state.now;
  if (Time(warm_up_.time) <= now && have_enough_arrived()) end(now);
}

/// True if more jobs have arrived than the warm-up is long.
bool WarmUpWatch::have_enough_arrived() const {
  if (warm_up_.jobs > 0 && arrived_ <= warm_up_.jobs) return false;
  for (const StreamId s : ids<StreamId>(warm_up_.of_streams.size())) {
    if (warm_up_.of_streams[s] > 0 && of_streams_[s] <= warm_up_.of_streams[s]) return false;
  }
  return true;
}

/// Ends the warm-up at an instant that is not before the present one, and not after the next event.
void WarmUpWatch::end(Time when) {
  is_on_ = false;
  SystemState& system = context_.state;
  system.now = when;
  system.energy.settle_all(when);
  if (system.temperatures) {
    system.temperatures->advance_to(when);
    context_.announce(ChipRead{&system.energy, &*system.temperatures});
    system.temperatures->begin_period();
  }
  context_.announce(MetricsBegin{&system.energy});
}

}  // namespace kairos
