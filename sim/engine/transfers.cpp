#include "sim/engine/transfers.hpp"

#include <algorithm>
#include <utility>

#include "sim/decision/task_view.hpp"

namespace kairos {

void Transfers::send_inputs(TaskHandle task, ElementId element) {
  TaskState& state = task.state();
  const Time now = context_.state.now;
  const Interconnect& interconnect = context_.scenario.platform.interconnect;
  state.data_ready = std::max(now, state.launched);
  state.received = Bytes{};
  for (const Edge& input : task.graph().inputs(task.id())) {
    const TaskState& producer = task.job().tasks[input.task];
    const Route& route = interconnect.route(producer.element, element);
    // Exact for a dedicated path. For shared links it is an estimate without contention, which
    // Simulator::end_transfer() replaces by the instant at which the last transfer ends.
    state.data_ready =
        std::max(state.data_ready, data_arrival(route, input.bytes, producer.finish, now));
    if (producer.element == element) continue;
    state.received += input.bytes;
    if (!route.is_shared() || input.bytes == Bytes{}) continue;
    ++state.transfers;
    begin({task, input.bytes, &route});
  }
}

void Transfers::begin(const Transfer& transfer) {
  if (free_.empty()) {
    free_.push_back(transfers_.size());
    transfers_.emplace_back();
  }
  const std::size_t position = free_.back();
  free_.pop_back();
  transfers_[position] = transfer;
  if (transfer.route->latency > Duration{}) {
    context_.agenda.wake(Activity::transfer, position,
                         context_.state.now + transfer.route->latency);
  } else {
    begin_flow(position);
  }
}

void Transfers::begin_flow(std::size_t position) {
  Transfer& transfer = transfers_[position];
  transfer.flowing = true;
  const auto links = context_.scenario.platform.interconnect.links_of(*transfer.route);
  for (const LinkId link : links) context_.state.energy.cross(link, transfer.bytes);
  context_.agenda.backend().transfer(context_.agenda.id(Activity::transfer, position),
                                     transfer.bytes, links);
}

std::optional<Transfers::Transfer> Transfers::end_stage(std::size_t position) {
  if (!transfers_[position].flowing) {
    begin_flow(position);
    return std::nullopt;
  }
  free_.push_back(position);
  return std::exchange(transfers_[position], {});
}

void Transfers::cancel_to(TaskHandle task) {
  if (task.state().transfers == 0) return;
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    if (transfers_[i].reader != task) continue;
    context_.agenda.cancel(Activity::transfer, i);
    transfers_[i] = {};
    free_.push_back(i);
  }
  task.state().transfers = 0;
}

}  // namespace kairos
