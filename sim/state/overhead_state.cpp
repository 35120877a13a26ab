#include "sim/state/overhead_state.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace kairos {
namespace {

/// The region that holds the kernel, otherwise the one unused longest, among the allowed regions.
template <class Regions, class Kernel, class Allowed>
std::size_t best_region(const Regions& regions, Kernel kernel, Allowed is_allowed) {
  std::size_t best = regions.size();
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!is_allowed(i)) continue;
    if (regions[i].kernel == kernel) return i;
    if (best == regions.size() || regions[i].used < regions[best].used) best = i;
  }
  return best;
}

}  // namespace

OverheadState::OverheadState(const Platform& platform, const Workload& workload)
    : platform_(&platform) {
  std::map<std::string, std::size_t> hosts;
  for (const Cluster& cluster : platform.clusters) {
    is_on_ = is_on_ || cluster.overheads.sets_up();
    const std::string& host = cluster.overheads.host;
    host_of_.push_back(host.empty() ? no_host
                                    : hosts.try_emplace(host, hosts.size()).first->second);
  }
  if (!is_on_) return;
  host_free_.resize(hosts.size());
  std::map<std::string, Kernel> kernels;
  for (const Application& application : workload.applications) {
    for (const Task& task : application.graph->tasks()) {
      const auto next = static_cast<Kernel>(kernels.size());
      kernel_of_row_.push_back(kernels.try_emplace(task.kernel, next).first->second);
    }
  }
  kernel_count_ = kernels.size();
  for (const ElementId e : ids<ElementId>(platform.elements.size())) actual_.push_back(blank(e));
  foreseen_ = actual_;
}

void OverheadState::add_with_copies(const JobGraph& graph, std::size_t first_row) {
  for (const TaskId task : ids<TaskId>(is_on_ ? graph.size() : 0)) {
    kernel_of_row_.push_back(kernel_of_row_[first_row + index(graph.original(task))]);
  }
}

void OverheadState::add(const JobGraph& graph, std::size_t first_row, std::size_t own_first_row) {
  if (!is_on_) return;
  kernel_of_row_.resize(std::max(kernel_of_row_.size(), own_first_row + graph.size()));
  for (std::size_t i = 0; i < graph.size(); ++i) {
    kernel_of_row_[own_first_row + i] = kernel_of_row_[first_row + i];
  }
}

OverheadState::Memory OverheadState::blank(ElementId element) const {
  Memory memory;
  memory.prepared.resize(kernel_count_);
  if (!overheads(element).reconfiguration.is_none()) {
    memory.regions.resize(platform_->elements[element].slots);
  }
  return memory;
}

Setup OverheadState::without_regions(const Memory& memory, Kernel kernel, const JobState& job,
                                     TaskId task, ElementId element) const {
  const Overheads& b = overheads(element);
  Setup setup;
  if (memory.last != kernel) setup.duration += b.setup;
  if (!memory.prepared[kernel]) setup.duration += b.preparation;
  if (b.synchronisation > Duration{}) {
    const auto comes_from_elsewhere = [&](const Edge& input) {
      return job.tasks[input.task].element != element && job.is_taken(input);
    };
    if (std::ranges::any_of(job.graph->inputs(task), comes_from_elsewhere)) {
      setup.duration += b.synchronisation;
    }
  }
  return setup;
}

void OverheadState::remember(Memory& memory, Kernel kernel, std::size_t slot) {
  memory.last = kernel;
  memory.prepared[kernel] = true;
  ++memory.tasks;
  if (!memory.regions.empty()) memory.regions[slot] = {kernel, memory.tasks};
}

Setup OverheadState::foreseen(const JobState& job, TaskId task, ElementId element) const {
  const Memory& memory = foreseen_[element];
  const Kernel kernel = kernel_of(job, task);
  Setup setup = without_regions(memory, kernel, job, task, element);
  const bool is_held = std::ranges::any_of(
      memory.regions, [&](const Region& region) { return region.kernel == kernel; });
  if (!memory.regions.empty() && !is_held) {
    const Reconfiguration& reconfiguration = overheads(element).reconfiguration;
    setup.duration += reconfiguration.time;
    setup.energy = reconfiguration.energy;
    setup.reconfigures = true;
  }
  return setup;
}

Time OverheadState::launched(ElementId element, Time now) const {
  const std::size_t host = host_of_[platform_->elements[element].cluster];
  return host == no_host ? now : std::max(host_free_[host], now) + overheads(element).launch;
}

void OverheadState::send(TaskHandle task, ElementId element, Time now) {
  TaskState& state = task.state();
  state.setup = foreseen(task.job(), task.id(), element).duration;
  state.launched = launched(element, now);
  const std::size_t host = host_of_[platform_->elements[element].cluster];
  if (host != no_host) host_free_[host] = state.launched;
  Memory& memory = foreseen_[element];
  const Kernel kernel = kernel_of(task.job(), task.id());
  remember(memory, kernel, best_region(memory.regions, kernel, [](std::size_t) { return true; }));
}

std::size_t OverheadState::choose_slot(TaskHandle task, ElementId element,
                                       std::span<const Slot> slots) const {
  const auto is_free = [&](std::size_t i) { return !slots[i].task; };
  const Memory& memory = actual_[element];
  if (!memory.regions.empty()) {
    return best_region(memory.regions, kernel_of(task.job(), task.id()), is_free);
  }
  std::size_t first = 0;
  while (!is_free(first)) ++first;
  return first;
}

Setup OverheadState::start(TaskHandle task, ElementId element, std::size_t slot, Time now) {
  const Overheads& b = overheads(element);
  Memory& memory = actual_[element];
  const Kernel kernel = kernel_of(task.job(), task.id());
  Setup setup = without_regions(memory, kernel, task.job(), task.id(), element);
  if (b.host.empty()) setup.duration += b.launch;
  if (!memory.regions.empty() && memory.regions[slot].kernel != kernel) {
    memory.port_free = std::max(memory.port_free, now) + b.reconfiguration.time;
    setup.duration += memory.port_free - now;
    setup.energy = b.reconfiguration.energy;
    setup.reconfigures = true;
  }
  remember(memory, kernel, slot);
  return setup;
}

void OverheadState::forget(ElementId element) {
  actual_[element] = foreseen_[element] = blank(element);
}

}  // namespace kairos
