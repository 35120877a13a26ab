// The part of the auditor that follows the data of tasks on their way.
#include <algorithm>

#include "tests/support/auditor.hpp"

namespace kairos::testing {

void Auditor::send_inputs(Time now, TaskRef task, Sent& sent) {
  for (const Edge& input : graph().inputs(task.task)) {
    const Bytes bytes = draws(task).bytes(input);
    if (bytes == Bytes{}) continue;
    const ElementId from = made_on_.at({task.job, input.task});
    const Route& route = scenario_.platform.interconnect.route(from, sent.element);
    if (route.is_shared() && from == sent.element) continue;
    if (route.is_shared()) {
      bus_.send(task, now + route.latency, bytes.value());
    } else {
      const Time made = finish_.at({task.job, input.task});
      const double moving = bytes.value() * route.picoseconds_per_byte;
      sent.data_ready = std::max(sent.data_ready, made + route.latency + whole_picoseconds(moving));
    }
  }
}

/// The instant at which the last input of a task arrived; never if some have not.
Time Auditor::data_ready(TaskRef task, const Sent& sent) const {
  if (bus_.is_under_way(task)) return Time::never();
  const double arrival = bus_.last_arrival(task);
  return std::max(sent.data_ready, Time(whole_picoseconds(arrival)));
}

}  // namespace kairos::testing
