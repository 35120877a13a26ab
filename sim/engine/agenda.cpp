#include "sim/engine/agenda.hpp"

namespace kairos {
namespace {

/// The maximum number of activities of every kind. Transfers come last, because their number is
/// unlimited.
std::array<std::size_t, activity_kinds> counts_of(const Scenario& scenario) {
  const Platform& platform = scenario.platform;
  const std::size_t elements = platform.elements.size();
  std::size_t slots = 0;
  for (const ProcessingElement& element : platform.elements) slots += element.slots;
  std::array<std::size_t, activity_kinds> counts{};
  const auto set = [&](Activity kind, std::size_t count) {
    counts[static_cast<std::size_t>(kind)] = count;
  };
  set(Activity::slot, slots);
  set(Activity::incident, scenario.incidents.size());
  set(Activity::fault, scenario.faults.processes.size());
  set(Activity::detection, elements);
  set(Activity::heat, 1);
  set(Activity::zone, platform.thermal ? platform.thermal->zones.size() : 0);
  set(Activity::rail, platform.rails.size());
  set(Activity::governor, platform.clusters.size());
  set(Activity::transition, platform.clusters.size());
  set(Activity::idle, elements);
  set(Activity::arrival, scenario.workload.streams.size());
  const auto has_session = [](const Stream& stream) { return stream.session != nullptr; };
  set(Activity::session, std::ranges::any_of(scenario.workload.streams, has_session) ? 1 : 0);
  set(Activity::question, 1);
  set(Activity::lateness, scenario.workload.streams.size());
  set(Activity::data, elements);
  set(Activity::pass, 1);
  return counts;
}

}  // namespace

Agenda::Agenda(std::unique_ptr<Backend> backend, const Scenario& scenario)
    : backend_(std::move(backend)) {
  const auto counts = counts_of(scenario);
  for (std::size_t kind = 0; kind + 1 < activity_kinds; ++kind) {
    for (std::uint32_t place = 0; place < counts[kind]; ++place) {
      known_.push_back({static_cast<Activity>(kind), place});
    }
    first_[kind + 1] = static_cast<std::uint32_t>(known_.size());
  }
}

double Agenda::cancel(ActivityId id) {
  const auto unhandled = ended_.begin() + static_cast<std::ptrdiff_t>(handled_);
  const auto found = std::find(unhandled, ended_.end(), id);
  if (found == ended_.end()) return backend_->cancel(id);
  ended_.erase(found);
  return 0;
}

}  // namespace kairos
