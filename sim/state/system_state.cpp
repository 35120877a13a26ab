#include "sim/state/system_state.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/cost/operator_time.hpp"

namespace kairos {

namespace {

/// True if, from any element, the routes to all other elements of a cluster are equal.
bool has_equal_routes_into_clusters(const Platform& platform) {
  const auto others_are_equal = [&](ElementId from, const Cluster& cluster) {
    const Route* first = nullptr;
    for (const ElementId to : cluster.elements) {
      if (to == from) continue;
      const Route& route = platform.interconnect.route(from, to);
      if (first != nullptr && route != *first) return false;
      first = &route;
    }
    return true;
  };
  for (const ElementId from : ids<ElementId>(platform.elements.size())) {
    for (const Cluster& cluster : platform.clusters) {
      if (!others_are_equal(from, cluster)) return false;
    }
  }
  return true;
}

InputError believes_in_other_elements() {
  return InputError(
      "the cost model under 'belief' runs some tasks on other elements than the true cost model; "
      "choose a model that knows the same elements, such as 'estimator'");
}

}  // namespace

SystemState::SystemState(const Scenario& of)
    : scenario(of),
      costs(scenario.platform, scenario.workload, *scenario.cost),
      elements(scenario.platform.elements.size()),
      free_at(scenario.platform.elements.size()),
      energy(scenario.platform),
      overheads(scenario.platform, scenario.workload),
      memory(scenario.platform, scenario.workload),
      has_cluster_routes(has_equal_routes_into_clusters(scenario.platform)) {
  for (const ElementId e : ids<ElementId>(elements.size())) {
    elements[e].cluster = scenario.platform.elements[e].cluster;
    const QueueRule rule = scenario.platform.cluster_of(e).queue_rule;
    elements[e].passes_waiting = rule != QueueRule::in_order;
    elements[e].oldest_first = rule == QueueRule::ready_first;
    slots.resize(slots.size() + scenario.platform.elements[e].slots, Slot{.element = e});
  }
  std::size_t first_slot = 0;
  for (const ElementId e : ids<ElementId>(elements.size())) {
    elements[e].free_at = &free_at[e];
    elements[e].first_slot = first_slot;
    elements[e].slots = std::span(slots).subspan(first_slot, scenario.platform.elements[e].slots);
    first_slot += elements[e].slots.size();
  }
  for (const Cluster& cluster : scenario.platform.clusters) {
    points.push_back(cluster.points.size() - 1);
    has_operation_energies =
        has_operation_energies || cluster.compute.energy.is_on() || !cluster.kernel_energy.empty();
    has_idle_states = has_idle_states || !cluster.idle_states.empty();
  }
  set_belief();
  find_places();
  if (scenario.foresees_contention) {
    contention = std::make_unique<ForeseenContention>(scenario.platform);
  }
  tells_equals_apart_by_data =
      has_cluster_routes && !has_idle_states && !overheads.is_on() && contention == nullptr;
  if (scenario.platform.thermal) {
    temperatures.emplace(scenario.platform, energy);
  } else {
    leak_at_room_temperature();
  }
}

Joules SystemState::energy_of_operations(const Task& task, ElementId element,
                                         std::size_t point) const {
  const Cluster& cluster = scenario.platform.cluster_of(element);
  const Volts highest = cluster.points.back().voltage, present = cluster.points[point].voltage;
  const double scale = highest > Volts{} ? present / highest : 1;
  Joules sum = operation_energy(task, cluster.compute);
  const auto of_kernel = cluster.kernel_energy.find(task.kernel);
  if (of_kernel != cluster.kernel_energy.end()) sum += of_kernel->second;
  return sum * (scale * scale);
}

Duration SystemState::foreseen_duration(std::size_t row, ElementId element, double speed) const {
  const CostTable& believed = believed_costs();
  const Duration alone = believed.alone(row, element, speed);
  const MemoryUse own = kairos::memory_use(believed.cost(row, element), element, speed);
  if (own.traffic == Bytes{}) return alone;
  const bool is_full = elements[element].running >= elements[element].slots.size();
  uses_now_.clear();
  for (const Slot& slot : slots) {
    if (!slot.task || (is_full && slot.element == element)) continue;
    uses_now_.push_back(memory_use(slot.task.row(), slot.element));
  }
  return std::max(alone, believed.launch(element) + contention->duration(own, uses_now_));
}

/// Makes the table of costs that policies see, if it is not the true one.
void SystemState::set_belief() {
  if (!scenario.belief) return;
  other_belief.emplace(scenario.platform, scenario.workload, *scenario.belief);
  believed_costs_ = &*other_belief;
  for (std::size_t row = 0; row < costs.rows(); ++row) {
    if (std::ranges::equal(costs.candidates(row), believed_costs_->candidates(row))) continue;
    throw believes_in_other_elements();
  }
}

void SystemState::find_places() {
  const Platform& platform = scenario.platform;
  for (const ElementId e : ids<ElementId>(elements.size())) {
    const std::optional<ClusterId> shared = platform.cluster_of(e).shares_memory_with;
    places.push_back(shared ? platform.clusters[*shared].elements.front() : e);
  }
}

/// Sets the leakage at 25 C, or at the temperature at which the platform's powers were measured.
void SystemState::leak_at_room_temperature() {
  for (const Cluster& cluster : scenario.platform.clusters) {
    if (cluster.leakage.is_none()) continue;
    const Temperature at = cluster.leakage.included_at.value_or(Temperature::celsius(25));
    for (const ElementId e : cluster.elements) {
      energy.set_leakage(e, cluster.leakage.current(at), now);
    }
  }
}

std::size_t SystemState::add_with_copies(const JobGraph& graph, ApplicationId application) {
  overheads.add_with_copies(graph, costs.first_row(application));
  const std::size_t first_row = costs.add_with_copies(graph, application);
  if (other_belief) other_belief->add_with_copies(graph, application);
  if (elements_down > 0) add_up_candidates();
  return first_row;
}

std::size_t SystemState::add_graph(const JobGraph& graph, ApplicationId id,
                                   std::optional<std::size_t> instead) {
  const Application& application = scenario.workload.applications[id];
  const auto rows = costs.rows_of(graph, application, scenario.platform, *scenario.cost);
  std::vector<CostTable::Row> believed;
  if (other_belief) {
    believed = other_belief->rows_of(graph, application, scenario.platform, *scenario.belief);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].candidates != believed[i].candidates) throw believes_in_other_elements();
    }
  }
  // Rows of both tables have equal numbers.
  const bool is_replaced = instead && costs.can_replace(*instead, rows) &&
                           (!other_belief || other_belief->can_replace(*instead, believed));
  if (!is_replaced) instead.reset();
  const std::size_t first_row = costs.put(rows, instead);
  if (other_belief) other_belief->put(believed, instead);
  overheads.add(graph, costs.first_row(id), first_row);
  if (elements_down > 0) add_up_candidates();
  return first_row;
}

void SystemState::update_candidates() {
  up_candidates.clear();
  up_candidate_begin.assign(1, 0);
  strands_tasks_ = false;
  add_up_candidates();
}

/// Adds the candidates of the rows that the table of costs has got since the last call.
void SystemState::add_up_candidates() {
  const std::size_t rows = costs.rows();
  for (std::size_t row = up_candidate_begin.size() - 1; row < rows; ++row) {
    for (const ElementId e : costs.candidates(row)) {
      if (elements[e].up) up_candidates.push_back(e);
    }
    strands_tasks_ = strands_tasks_ || up_candidates.size() == up_candidate_begin.back();
    up_candidate_begin.push_back(static_cast<std::uint32_t>(up_candidates.size()));
  }
}

}  // namespace kairos
