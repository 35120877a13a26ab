#include "policies/learned/features.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace kairos {
namespace {

/// The weight of ln(remaining work): a job half as long is 32 times as likely to come first.
constexpr float order_weight = 5;
/// A place that finishes later by this share of the shortest time to a finish is e times as
/// unlikely.
constexpr float place_share = 0.1F;

using Task = const TaskContext&;
using Place = const PlaceContext&;
using Price = const PriceContext&;

float squeezed(float x) {
  return std::log(1 + x);  // This is five times as fast as log1p.
}
float time(const RoundFacts& round, float x) {
  return squeezed(x / round.unit);
}
float compared(const RoundFacts& round, float x, float y) {
  return std::log((x + 0.05F * round.unit) / (y + 0.05F * round.unit));
}
float log_work(const RoundFacts& round, const JobFacts& job) {
  return std::log(job.work / round.unit + 0.05F);
}
float mark(bool is_set) {
  return is_set ? 1.0F : 0.0F;
}

/// Returns the number of elements of a cluster that are up, or one if all are down.
float size_of(const ClusterFacts& cluster) {
  return std::max(1.0F, cluster.size);
}

/// Returns the delay of the finish in units of the prior of a place.
float delay(Place p) {
  return p.late / (place_share * (p.earliest + p.round.unit));
}

/// Returns the cost above that of the cheapest place.
double extra_cost(Price p) {
  return p.cost - p.lowest_cost;
}

constexpr auto task_table = std::to_array<Feature<TaskContext>>({
    {"work", "remaining work of the job, w, as ln(w / u + 0.05)",
     [](Task t) { return log_work(t.round, t.job); }},
    {"work_over_least",
     "remaining work of the job, compared with the least of the jobs in the round",
     [](Task t) { return compared(t.round, t.job.work, t.round.shortest_job); }},
    {"shortest", "execution time of the task on its fastest cluster",
     [](Task t) { return time(t.round, t.task.shortest); }},
    {"path", "length of the longest path from the task to the exit",
     [](Task t) { return time(t.round, t.task.to_exit); }},
    {"longest_over_path",
     "longest path from a ready task of the job to the exit, compared with the path from this task",
     [](Task t) { return compared(t.round, t.job.longest, t.task.to_exit); }},
    {"mean_over_shortest",
     "mean execution time on all elements that can run the task, compared with the shortest",
     [](Task t) { return compared(t.round, t.task.mean, t.task.shortest); }},
    {"second_over_shortest",
     "execution time on the second-best cluster, compared with the shortest",
     [](Task t) { return compared(t.round, t.task.second, t.task.shortest); }},
    {"job_age", "time since the job arrived", [](Task t) { return time(t.round, t.job_age); }},
    {"wait", "time since the task became ready", [](Task t) { return time(t.round, t.wait); }},
    {"unfinished", "count of the job's unfinished tasks",
     [](Task t) { return squeezed(t.unfinished); }},
    {"unfinished_share", "share of the job's tasks that are unfinished",
     [](Task t) { return t.unfinished / t.size; }},
    {"ready", "count of the job's ready tasks", [](Task t) { return squeezed(t.job.ready); }},
    {"outputs", "count of the tasks that need the task's output",
     [](Task t) { return squeezed(t.outputs); }},
    {"unlocked", "count of the tasks that miss only the task's output",
     [](Task t) { return squeezed(t.unlocked); }},
    {"finish", "time from now to the earliest finish of the task",
     [](Task t) { return time(t.round, t.finish); }},
    {"start", "time from now to the start where the task would finish first",
     [](Task t) { return time(t.round, t.start); }},
    {"duration_over_shortest",
     "time from the start to the finish where the task would finish first, compared with the "
     "shortest execution time",
     [](Task t) { return compared(t.round, t.duration, t.task.shortest); }},
    {"tasks_per_element", "count of the tasks in the round, divided by the elements of the chip",
     [](Task t) { return squeezed(t.round.tasks / t.round.elements); }},
    {"jobs", "count of the jobs in the system", [](Task t) { return squeezed(t.round.jobs); }},
    {"idle_share", "share of idle elements among those of the task's fastest cluster that are up",
     [](Task t) { return t.fastest.idle / size_of(t.fastest); }},
    {"demand",
     "time: sum of the shortest execution times of the round's tasks with the same fastest "
     "cluster, per element of it",
     [](Task t) { return squeezed(t.fastest.demand / t.round.unit / size_of(t.fastest)); }},
    {"work_over_path",
     "remaining work of the job, compared with the longest path from the task to the exit",
     [](Task t) { return compared(t.round, t.job.work, t.task.to_exit); }},
    {"data", "time from now until the data are where the task would finish first",
     [](Task t) { return time(t.round, t.data); }},
});

constexpr auto place_table = std::to_array<Feature<PlaceContext>>({
    {"late", "time from the earliest finish of the task to the finish here",
     [](Place p) { return time(p.round, p.late); }},
    {"delay",
     "delay of the finish, divided by the sum of u and the time from now to the earliest finish; "
     "at most 2",
     [](Place p) { return std::min(delay(p), 20.0F) * 0.1F; }},
    {"wait", "time from now until the element is free",
     [](Place p) { return time(p.round, p.wait); }},
    {"data", "time from now until the data are at the element",
     [](Place p) { return time(p.round, p.data); }},
    {"duration", "execution time of the task on the element",
     [](Place p) { return time(p.round, p.duration); }},
    {"duration_over_shortest",
     "execution time of the task on the element, compared with the shortest",
     [](Place p) { return compared(p.round, p.duration, p.task.shortest); }},
    {"is_idle", "mark: the element is idle, and no task of the round waits for it",
     [](Place p) { return mark(p.is_idle); }},
    {"is_awaited", "mark: a task of the round waits for the element",
     [](Place p) { return mark(p.is_awaited); }},
    {"is_earliest", "mark: the task would finish first here",
     [](Place p) { return mark(p.is_earliest); }},
    {"is_fastest", "mark: the task is fastest on this cluster",
     [](Place p) { return mark(p.is_fastest); }},
    {"idle_share", "share of idle elements among those of the cluster that are up",
     [](Place p) { return p.cluster.idle / p.cluster.size; }},
    {"demand",
     "time: sum of the shortest execution times of the round's tasks that are fastest on the "
     "cluster, per element of it",
     [](Place p) { return squeezed(p.cluster.demand / p.round.unit / p.cluster.size); }},
    {"size", "count of the elements of the cluster that are up",
     [](Place p) { return squeezed(p.cluster.size); }},
    {"shortest", "execution time of the task on its fastest cluster",
     [](Place p) { return time(p.round, p.task.shortest); }},
    {"second_over_shortest",
     "execution time on the second-best cluster, compared with the shortest",
     [](Place p) { return compared(p.round, p.task.second, p.task.shortest); }},
    {"work", "remaining work of the job, w, as ln(w / u + 0.05)",
     [](Place p) { return log_work(p.round, p.job); }},
    {"longest_over_path",
     "longest path from a ready task of the job to the exit, compared with the path from this task",
     [](Place p) { return compared(p.round, p.job.longest, p.task.to_exit); }},
    {"work_over_least",
     "remaining work of the job, compared with the least of the jobs in the round",
     [](Place p) { return compared(p.round, p.job.work, p.round.shortest_job); }},
    {"jobs", "count of the jobs in the system", [](Place p) { return squeezed(p.round.jobs); }},
    {"tasks_per_element", "count of the tasks in the round, divided by the elements of the chip",
     [](Place p) { return squeezed(p.round.tasks / p.round.elements); }},
    {"taken", "count of the tasks that the round has taken, with this one",
     [](Place p) { return squeezed(p.taken); }},
    {"wait_over_duration",
     "time until the element is free, compared with the execution time on it; 0 if it is free",
     [](Place p) {
       return p.ends_later && p.wait > 0 ? compared(p.round, p.wait, p.duration) : 0.0F;
     }},
});

constexpr double no_energy = 1e-15;  ///< A negligible energy in joules.

constexpr auto price_table = std::to_array<Feature<PriceContext>>({
    {"cost", "time by which the cost of the place exceeds that of the cheapest place",
     [](Price p) { return squeezed(static_cast<float>(extra_cost(p) / p.unit)); }},
    {"energy", "energy of the task here, divided by that on the most frugal place, as ln",
     [](Price p) {
       return static_cast<float>(std::log((p.energy + no_energy) / (p.least_energy + no_energy)));
     }},
});

// Networks and files of weights rely on these widths.
static_assert(task_table.size() == task_width);
static_assert(place_table.size() == place_width);
static_assert(price_table.size() == price_width);

/// Appends the values of a table. The compiler sees which functions it calls, so it can inline
/// them. Returns the first value.
template <const auto& table, class Context>
float append(const Context& context, std::vector<float>& to) {
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    const std::array row{table[i].value(context)...};
    to.insert(to.end(), row.begin(), row.end());
    return row.front();
  }
  (std::make_index_sequence<table.size()>{});
}

}  // namespace

std::span<const Feature<TaskContext>, task_width> task_features() {
  return task_table;
}
std::span<const Feature<PlaceContext>, place_width> place_features() {
  return place_table;
}
std::span<const Feature<PriceContext>, price_width> price_features() {
  return price_table;
}

void append_task(const TaskContext& context, Observation& tasks) {
  const float log_work = append<task_table>(context, tasks.features);
  tasks.prior.push_back(-order_weight * log_work);
}

void append_place(const PlaceContext& context, const PriceContext* price, Observation& places) {
  append<place_table>(context, places.features);
  if (price == nullptr) {
    places.prior.push_back(-delay(context));
    return;
  }
  append<price_table>(*price, places.features);
  const double extra = -extra_cost(*price) / (price->lowest_cost + price->unit);
  places.prior.push_back(static_cast<float>(extra) / place_share);
}

}  // namespace kairos
