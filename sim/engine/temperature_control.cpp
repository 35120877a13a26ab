#include "sim/engine/temperature_control.hpp"

#include <algorithm>

namespace kairos {

TemperatureControl::TemperatureControl(const EngineContext& context, Clocks& clocks)
    : context_(context), clocks_(clocks), reads_chip_(context.state.temperatures.has_value()) {
  for (std::size_t z = 0; z < clocks_.control().zone_count(); ++z) poll(z);
  waits_for_crossing_ = clocks_.control().watches_temperature();
}

void TemperatureControl::listeners_changed() {
  const bool is_heard = context_.announcer.is_heard<ChipRead>();
  reads_chip_ = reads_chip_ || is_heard;
  auto& temperatures = context_.state.temperatures;
  if (temperatures && is_heard) temperatures->keep_path();
}

void TemperatureControl::poll(std::size_t zone) {
  if (const auto after = clocks_.control().watch(zone).look_again) {
    context_.agenda.wake(Activity::zone, zone, context_.state.now + *after);
  }
}

void TemperatureControl::update_zone(std::size_t zone) {
  read();
  SystemState& system = context_.state;
  ClockControl& control = clocks_.control();
  control.update_zone(zone, *system.temperatures, system.energy, system.points, system.now);
  for (const ClusterId c : control.clusters_of_zone(zone)) clocks_.move(c);
  poll(zone);
  waits_for_crossing_ = control.watches_temperature();
}

void TemperatureControl::announce_reading() {
  const auto& temperatures = context_.state.temperatures;
  context_.announce(ChipRead{&context_.state.energy, temperatures ? &*temperatures : nullptr});
}

void TemperatureControl::read_when_due() {
  if (!context_.state.temperatures) {
    announce_reading();
  } else if (context_.state.temperatures->is_due(context_.state.now)) {
    read();
  }
}

/// Updates the temperatures to this instant.
void TemperatureControl::read() {
  ChipTemperatures& temperatures = *context_.state.temperatures;
  if (temperatures.updated_at() == context_.state.now) return;
  temperatures.advance_to(context_.state.now);
  announce_reading();
}

void TemperatureControl::predict_crossing() {
  const ChipTemperatures& temperatures = *context_.state.temperatures;
  const Time now = context_.state.now;
  const bool is_merging = temperatures.updated_at() < now;
  if (is_merging && wake_ <= temperatures.window_end()) return;
  const bool is_power_known = predicted_ == now && context_.state.energy.last_change() < now;
  if (!is_merging && is_power_known) return;
  const Time wake = is_merging ? std::max(now, temperatures.window_end()) : next_crossing();
  if (wake == wake_) return;
  if (wake_ != Time::never()) context_.agenda.cancel(Activity::heat, 0);
  wake_ = wake;
  if (wake != Time::never()) context_.agenda.wake(Activity::heat, 0, wake);
}

/// The instant of the next crossing at the present power, or an earlier instant to check again.
Time TemperatureControl::next_crossing() {
  ChipTemperatures& temperatures = *context_.state.temperatures;
  temperatures.set_present_power();
  predicted_ = context_.state.now;
  const auto next = clocks_.control().next_look(temperatures);
  if (!next) return Time::never();
  return context_.state.now + std::max(to_duration(*next), Duration::picoseconds(1));
}

void TemperatureControl::handle_crossing() {
  wake_ = Time::never();
  read();
  const ClockControl& control = clocks_.control();
  for (std::size_t zone = 0; zone < control.zone_count(); ++zone) {
    if (control.is_reached(zone, *context_.state.temperatures)) update_zone(zone);
  }
}

}  // namespace kairos
