#include "sim/cost/cost_table.hpp"

#include <algorithm>

#include "sim/base/find_by_name.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

/// Picoseconds per byte of the slowest link on the memory route; 0 if the route is empty.
double memory_pace(const Platform& platform, ElementId element) {
  double pace = 0;
  for (const LinkId link : platform.memory_route(element)) {
    pace = std::max(pace,
                    picoseconds_per_second / platform.interconnect.links[link].bandwidth.value());
  }
  return pace;
}

Duration slower_of(Duration compute, double speed, double memory_picoseconds) {
  const double computing = static_cast<double>(compute.picoseconds()) / speed;
  return whole_picoseconds(std::max(computing, memory_picoseconds));
}

InputError runs_nowhere(const Application& application, const Task& task,
                        const Platform& platform) {
  if (std::ranges::none_of(platform.clusters,
                           [&](const Cluster& cluster) { return may_run(task, cluster); })) {
    std::vector<std::string> known;
    for (const Cluster& cluster : platform.clusters) {
      for (const std::string& name : {cluster.name, cluster.kind}) {
        if (!std::ranges::count(known, name)) known.push_back(name);
      }
    }
    return InputError("task '" + task.name + "' of application '" + application.name +
                      "' names a place where it runs: " +
                      unknown_name("cluster or kind of clusters", task.runs_on, known));
  }
  if (task.demand) {
    const std::string where = task.runs_on.empty() ? "any element" : "'" + task.runs_on + "'";
    return InputError("task '" + task.name + "' of application '" + application.name +
                      "' cannot run on " + where + " of platform '" + platform.name +
                      "': there are no rates or times for the operator kind '" + task.kernel +
                      "' in " + std::string(name_of(task.demand->type)) +
                      "; add them, let it run elsewhere, or change its data type with the "
                      "transform 'quantise'");
  }
  return InputError("task '" + task.name + "' of application '" + application.name +
                    "' cannot run on any element of platform '" + platform.name +
                    "': no cluster has kernel '" + task.kernel +
                    "' and the task has no time of its own there; add the kernel to a cluster's "
                    "'kernels' or 'throughput', give the task 'times', or choose another cost "
                    "model");
}

}  // namespace

CostTable::CostTable(const Platform& platform, const Workload& workload, const CostModel& model)
    : elements_(platform.elements.size()), clusters_(platform.clusters.size()) {
  for (const ProcessingElement& element : platform.elements) {
    cluster_of_.push_back(static_cast<std::uint32_t>(element.cluster));
  }
  for (const ElementId element : ids<ElementId>(elements_)) {
    memory_pace_.push_back(memory_pace(platform, element));
    const Overheads& overheads = platform.cluster_of(element).overheads;
    launch_.push_back(overheads.host.empty() ? overheads.launch : Duration{});
  }
  candidate_begin_.push_back(0);
  equal_begin_.push_back(0);
  for (const Application& application : workload.applications) {
    first_row_.push_back(rows());
    for (const Task& task : application.graph->tasks()) {
      const Row row = row_of(task, platform, model);
      if (row.candidates.empty()) throw runs_nowhere(application, task, platform);
      add_row(row);
    }
  }
}

CostTable::Row CostTable::row_of(const Task& task, const Platform& platform,
                                 const CostModel& model) const {
  Row row;
  row.alone.resize(elements_, Duration::picoseconds(-1));
  for (const Cluster& cluster : platform.clusters) {
    const auto cost = task_cost(model, task, cluster);
    TaskCost kept = cost.value_or(TaskCost{});
    if (cluster.memory_route.empty()) kept.memory = Bytes{};
    row.costs.push_back(kept);
    if (!cost) continue;
    for (const ElementId element : cluster.elements) {
      const double pace = memory_pace_[index(element)];
      row.alone[index(element)] =
          launch(element) + slower_of(kept.compute, 1, kept.memory.value() * pace);
    }
  }
  for (const ElementId element : ids<ElementId>(elements_)) {
    if (row.alone[index(element)] >= Duration{}) row.candidates.push_back(element);
  }
  row.fastest_first = fastest_first_of(row);
  return row;
}

void CostTable::add_row(const Row& row) {
  const auto append = [](auto& table, const auto& part) {
    table.insert(table.end(), part.begin(), part.end());
  };
  append(cost_, row.costs);
  append(alone_, row.alone);
  append(candidates_, row.candidates);
  candidate_begin_.push_back(static_cast<std::uint32_t>(candidates_.size()));
  add_group(rows() - 1);
  append(fastest_first_, row.fastest_first);
  equal_begin_.push_back(static_cast<std::uint32_t>(fastest_first_.size()));
}

bool CostTable::can_replace(std::size_t first, const std::vector<Row>& by) const {
  for (std::size_t i = 0; i < by.size(); ++i) {
    const bool is_alike = std::ranges::equal(candidates(first + i), by[i].candidates) &&
                          fastest_first(first + i).size() == by[i].fastest_first.size();
    if (!is_alike) return false;
  }
  return true;
}

void CostTable::replace(std::size_t row, const Row& by) {
  std::ranges::copy(by.costs, cost_.begin() + static_cast<std::ptrdiff_t>(row * clusters_));
  std::ranges::copy(by.alone, alone_.begin() + static_cast<std::ptrdiff_t>(row * elements_));
  std::ranges::copy(by.fastest_first,
                    fastest_first_.begin() + static_cast<std::ptrdiff_t>(equal_begin_[row]));
}

std::vector<CostTable::Row> CostTable::rows_of(const JobGraph& graph,
                                               const Application& application,
                                               const Platform& platform,
                                               const CostModel& model) const {
  std::vector<Row> rows;
  const Task* before = nullptr;
  for (const Task& task : graph.tasks()) {
    const bool is_repeated = before != nullptr && task.demand && task.demand == before->demand &&
                             task.kernel == before->kernel && task.runs_on == before->runs_on;
    rows.push_back(is_repeated ? rows.back() : row_of(task, platform, model));
    if (rows.back().candidates.empty()) throw runs_nowhere(application, task, platform);
    before = &task;
  }
  return rows;
}

std::size_t CostTable::put(const std::vector<Row>& added, std::optional<std::size_t> instead) {
  const std::size_t first = instead.value_or(rows());
  for (std::size_t i = 0; i < added.size(); ++i) {
    if (instead) {
      replace(first + i, added[i]);
    } else {
      add_row(added[i]);
    }
  }
  return first;
}

void CostTable::add_group(std::size_t row) {
  const auto own = candidates(row);
  if (row > 0 && std::ranges::equal(own, candidates(row - 1))) {
    group_.push_back(group_.back());
    return;
  }
  const auto next = static_cast<std::uint32_t>(group_of_.size());
  group_.push_back(group_of_.try_emplace({own.begin(), own.end()}, next).first->second);
}

std::vector<EqualElements> CostTable::fastest_first_of(const Row& row) const {
  std::vector<EqualElements> result;
  for (const ElementId element : row.candidates) {
    const Duration shortest = row.alone[index(element)];
    if (!result.empty()) {
      EqualElements& last = result.back();
      if (index(last.first) + last.count == index(element) && last.shortest == shortest &&
          cluster_of_[index(last.first)] == cluster_of_[index(element)]) {
        ++last.count;
        continue;
      }
    }
    result.push_back({element, 1, shortest});
  }
  std::ranges::stable_sort(result, {}, &EqualElements::shortest);
  return result;
}

std::size_t CostTable::add_with_copies(const JobGraph& graph, ApplicationId application) {
  const auto repeat = [](auto& table, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) table.push_back(table[i]);
  };
  const std::size_t first = rows();
  for (const TaskId task : ids<TaskId>(graph.size())) {
    const std::size_t row = first_row(application) + index(graph.original(task));
    repeat(cost_, row * clusters_, (row + 1) * clusters_);
    repeat(alone_, row * elements_, (row + 1) * elements_);
    repeat(candidates_, candidate_begin_[row], candidate_begin_[row + 1]);
    candidate_begin_.push_back(static_cast<std::uint32_t>(candidates_.size()));
    group_.push_back(group_[row]);
    repeat(fastest_first_, equal_begin_[row], equal_begin_[row + 1]);
    equal_begin_.push_back(static_cast<std::uint32_t>(fastest_first_.size()));
  }
  return first;
}

Duration CostTable::alone(const TaskCost& cost, ElementId element, double speed) const {
  return launch(element) +
         slower_of(cost.compute, speed, cost.memory.value() * memory_pace_[index(element)]);
}

Duration CostTable::slowed(std::size_t row, ElementId element, double speed) const {
  return alone(cost(row, element), element, speed);
}

}  // namespace kairos
