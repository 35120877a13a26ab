// The inputs of a task on their way to its element, over dedicated paths and shared links.
#include "sim/engine/simulator.hpp"

namespace kairos {

void Simulator::send_inputs(TaskHandle task, ElementId element) {
  TaskState& state = task.state();
  const Interconnect& interconnect = scenario_.platform.interconnect;
  state.data_ready = std::max(state_.now, state.launched);
  state.received = Bytes{};
  for (const Edge& input : task.graph().inputs(task.id())) {
    const TaskState& producer = task.job().tasks[input.task];
    const Route& route = interconnect.route(producer.element, element);
    state.data_ready =
        std::max(state.data_ready, data_arrival(route, input.bytes, producer.finish, state_.now));
    if (producer.element == element) continue;
    state.received += input.bytes;
    if (!route.is_shared() || input.bytes == Bytes{}) continue;
    ++state.transfers;
    begin_transfer({task, input.bytes, &route});
  }
  if (has_memories_) read_spilled(task, element);
}

/// Brings the first task in the queue whose inputs are there to the front; false when there is
/// none. For elements whose tasks may pass those that wait for their inputs.
bool Simulator::bring_one_with_data(ElementId id) {
  ElementState& element = state_.elements[id];
  Time more_data = Time::never();
  for (std::size_t i = 0; i < element.queue.size(); ++i) {
    const TaskState& state = element.queue.all()[i].state();
    if (state.transfers > 0) continue;
    if (state.data_ready <= state_.now) {
      if (i > 0) bring_to_front(id, i);
      return true;
    }
    more_data = std::min(more_data, state.data_ready);
  }
  set_alarm(id, more_data);
  return false;
}

/// Lets a task pass those before it in the queue.
void Simulator::bring_to_front(ElementId id, std::size_t place) {
  ElementState& element = state_.elements[id];
  set_alarm(id, Time::never());
  element.queue.bring_forward(place);
  element.expect_again(state_.now);
}

/// Sets when the queue of an element is looked at again, because inputs are there by then.
void Simulator::set_alarm(ElementId id, Time when) {
  Time& alarm = state_.elements[id].alarm;
  if (alarm == when) return;
  if (alarm != Time::never()) cancel(activity(first_alarm_, id));
  alarm = when;
  if (when != Time::never()) backend_->wake(activity(first_alarm_, id), when);
}

void Simulator::begin_transfer(const Transfer& transfer) {
  if (free_transfers_.empty()) {
    free_transfers_.push_back(transfers_.size());
    transfers_.emplace_back();
  }
  const std::size_t position = free_transfers_.back();
  free_transfers_.pop_back();
  transfers_[position] = transfer;
  if (transfer.route->latency > Duration{}) {
    backend_->wake(activity(first_transfer_, position), state_.now + transfer.route->latency);
  } else {
    handle_transfer(position);
  }
}

void Simulator::handle_transfer(std::size_t position) {
  Transfer& transfer = transfers_[position];
  if (!transfer.flowing) {
    transfer.flowing = true;
    charge_links(scenario_.platform.interconnect.links_of(*transfer.route), transfer.bytes);
    backend_->transfer(activity(first_transfer_, position), transfer.bytes,
                       scenario_.platform.interconnect.links_of(*transfer.route));
    return;
  }
  const TaskHandle consumer = transfer.consumer;
  const bool is_write = transfer.is_write;
  transfer = {};
  free_transfers_.push_back(position);
  TaskState& state = consumer.state();
  if (is_write) {
    if (--state.missing_inputs == 0) make_ready(consumer);
    return;
  }
  if (--state.transfers > 0) return;
  state.data_ready = std::max(state.launched, state_.now);
  ElementState& element = state_.elements[state.element];
  element.expect_again(state_.now);
  start_what_can(state.element);
}

void Simulator::charge_links(std::span<const LinkId> links, Bytes bytes) {
  for (const LinkId link : links) state_.energy.cross(link, bytes);
}

void Simulator::cancel_transfers_to(TaskHandle task) {
  if (task.state().transfers == 0) return;
  for (std::size_t i = 0; i < transfers_.size(); ++i) {
    Transfer& transfer = transfers_[i];
    if (transfer.consumer != task) continue;
    cancel(activity(first_transfer_, i));
    transfer = {};
    free_transfers_.push_back(i);
  }
  task.state().transfers = 0;
}

}  // namespace kairos
