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
  const JobGraph& graph = task.graph();
  const bool has_shared_tensors = graph.shared_tensors() > 0;
  for (const Edge& input : graph.inputs(task.id())) {
    const TaskState& producer = task.job().tasks[input.task];
    if (has_shared_tensors && graph.is_shared(input.tensor) && producer.element != element) {
      send_shared(task, input, element);
      continue;
    }
    const Route& route = interconnect.route(producer.element, element);
    // Exact for a dedicated path. For shared links it is an estimate without contention, which
    // Simulator::end_transfer() replaces by the instant at which the last transfer ends.
    const Bytes bytes = task.job().bytes(input);
    state.data_ready = std::max(state.data_ready, data_arrival(route, bytes, producer.finish, now));
    if (producer.element == element) continue;
    state.received += bytes;
    if (!route.is_shared() || bytes == Bytes{}) continue;
    ++state.transfers;
    begin({task, bytes, &route});
  }
}

/// Sends a tensor that has several readers, unless it is at the element or on its way there.
void Transfers::send_shared(TaskHandle task, const Edge& input, ElementId element) {
  TaskState& state = task.state();
  const TaskState& producer = task.job().tasks[input.task];
  const ElementId place = context_.state.places[element];
  if (const TensorCopy* copy = task.job().copy(input.tensor, place)) {
    state.data_ready = std::max(state.data_ready, copy->arrival);
    if (!copy->transfer) return;
    ++state.transfers;
    join(*copy->transfer, task);
    return;
  }
  const Route& route = context_.scenario.platform.interconnect.route(producer.element, element);
  const Bytes bytes = task.job().bytes(input);
  const Time arrival = data_arrival(route, bytes, producer.finish, context_.state.now);
  state.data_ready = std::max(state.data_ready, arrival);
  state.received += bytes;
  TensorCopy copy{place, arrival, {}};
  if (route.is_shared() && bytes > Bytes{}) {
    ++state.transfers;
    copy.transfer = begin({task, bytes, &route, false, false, {{input.tensor, place}}});
  }
  task.job().copies[input.tensor].push_back(copy);
}

/// The route among a route and its alternatives on whose most used link the fewest transfers are
/// under way.
const Route* Transfers::least_used(const Route* route) const {
  const Interconnect& interconnect = context_.scenario.platform.interconnect;
  const auto most_on = [&](const Route& on) {
    std::size_t most = 0;
    for (const LinkId link : interconnect.links_of(on)) most = std::max(most, under_way_[link]);
    return most;
  };
  for (const Route& other : interconnect.alternatives(*route)) {
    if (most_on(other) < most_on(*route)) route = &other;
  }
  return route;
}

/// Counts a transfer that begins or ends.
void Transfers::count(const Route& route, bool begins) {
  for (const LinkId link : context_.scenario.platform.interconnect.links_of(route)) {
    under_way_[link] = begins ? under_way_[link] + 1 : under_way_[link] - 1;
  }
}

std::size_t Transfers::begin(Transfer transfer) {
  if (chooses_routes_) {
    transfer.route = least_used(transfer.route);
    count(*transfer.route, true);
  }
  if (free_.empty()) {
    free_.push_back(transfers_.size());
    transfers_.emplace_back();
  }
  const std::size_t position = free_.back();
  free_.pop_back();
  const Duration latency = transfer.route->latency;
  transfers_[position] = std::move(transfer);
  if (latency > Duration{}) {
    context_.agenda.wake(Activity::transfer, position, context_.state.now + latency);
  } else {
    begin_flow(position);
  }
  return position;
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
  Transfer ended = std::exchange(transfers_[position], {});
  if (chooses_routes_) count(*ended.route, false);
  if (ended.copied) {
    const auto [tensor, place] = *ended.copied;
    std::vector<TensorCopy>& copies = ended.reader.job().copies[tensor];
    TensorCopy& copy = *std::ranges::find(copies, place, &TensorCopy::place);
    copy.arrival = context_.state.now;
    copy.transfer.reset();
  }
  return ended;
}

void Transfers::cancel_to(TaskHandle task) {
  if (task.state().transfers == 0) return;
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    if (transfers_[i].reader) leave(i, task);
  }
  task.state().transfers = 0;
}

/// Removes a reader of a transfer. A transfer without readers is cancelled.
void Transfers::leave(std::size_t position, TaskHandle reader) {
  Transfer& transfer = transfers_[position];
  if (transfer.reader != reader) {
    std::erase(transfer.others, reader);
  } else if (transfer.others.empty()) {
    cancel(position);
  } else {
    transfer.reader = transfer.others.back();
    transfer.others.pop_back();
  }
}

void Transfers::cancel(std::size_t position) {
  context_.agenda.cancel(Activity::transfer, position);
  const Transfer& transfer = transfers_[position];
  if (chooses_routes_) count(*transfer.route, false);
  if (transfer.copied) {
    std::erase_if(transfer.reader.job().copies[transfer.copied->first],
                  [&](const TensorCopy& copy) { return copy.transfer == position; });
  }
  transfers_[position] = {};
  free_.push_back(position);
}

}  // namespace kairos
