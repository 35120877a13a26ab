#include "sim/decision/system_view.hpp"

namespace kairos {

Time data_arrival(const Interconnect& interconnect, std::span<const Edge> inputs,
                  std::span<const TaskState> tasks, ElementId element, Time now) {
  Time arrival = now;
  for (const Edge& input : inputs) {
    const TaskState& producer = tasks[index(input.task)];
    const Route& route = interconnect.route(producer.element, element);
    arrival = std::max(arrival, data_arrival(route, input.bytes, producer.finish, now));
  }
  return arrival;
}

}  // namespace kairos
