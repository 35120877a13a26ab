#include "sim/engine/system_state.hpp"

#include <algorithm>

namespace kairos {

void ReadyList::remove(TaskRef task) {
  if (tasks_[head_] == task) {
    if (++head_ == tasks_.size()) {
      tasks_.clear();
      head_ = 0;
    } else if (head_ > 64 && head_ > tasks_.size() / 2) {
      tasks_.erase(tasks_.begin(), tasks_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
    return;
  }
  tasks_.erase(std::find(tasks_.begin() + static_cast<std::ptrdiff_t>(head_), tasks_.end(), task));
}

SystemState::SystemState(const Scenario& of)
    : scenario(of),
      costs(scenario.platform, scenario.workload, *scenario.cost),
      elements(scenario.platform.elements.size()),
      energy(scenario.platform),
      setups(scenario.platform, scenario.workload),
      memory(scenario.platform) {
  for (const ElementId e : ids<ElementId>(elements.size())) {
    elements[e].slots.resize(scenario.platform.elements[e].slots);
  }
  for (const Cluster& cluster : scenario.platform.clusters) {
    points.push_back(cluster.points.size() - 1);
  }
  if (scenario.platform.thermal) {
    temperatures.emplace(scenario.platform, energy);
  } else {
    leak_at_room_temperature();
  }
}

/// Or at the temperature at which the powers of the platform were measured.
void SystemState::leak_at_room_temperature() {
  for (const Cluster& cluster : scenario.platform.clusters) {
    if (cluster.leakage.is_none()) continue;
    const Temperature at = cluster.leakage.included_at.value_or(Temperature::celsius(25));
    for (const ElementId e : cluster.elements) {
      energy.set_leakage(e, cluster.leakage.current(at), now);
    }
  }
}

void SystemState::update_candidates() {
  up_candidates.clear();
  up_candidate_begin.assign(1, 0);
  const std::size_t rows = costs.rows();
  for (std::size_t row = 0; row < rows; ++row) {
    for (const ElementId e : costs.candidates(row)) {
      if (elements[e].up) up_candidates.push_back(e);
    }
    up_candidate_begin.push_back(static_cast<std::uint32_t>(up_candidates.size()));
  }
}

}  // namespace kairos
