#include "policies/learned/round.hpp"

#include <algorithm>

#include "policies/learned/job_slots.hpp"
#include "policies/placement.hpp"

namespace kairos {
namespace {

float picoseconds(Duration duration) {
  return static_cast<float>(duration.picoseconds());
}
float number(std::size_t count) {
  return static_cast<float>(count);
}

/// Returns the remaining work at the precision of a row. Jobs with equal work stay in order of
/// arrival.
std::int64_t urgency_of(Duration work) {
  return static_cast<std::int64_t>(picoseconds(work));
}

/// Returns the number of tasks whose only missing input is this task.
float unlocked_by(TaskRef task, const SystemView& view) {
  float count = 0;
  for (const Edge& output : view.graph(task.job).outputs(task.task)) {
    count += view.missing_inputs({task.job, output.task}) > 1 ? 0.0F : 1.0F;
  }
  return count;
}

}  // namespace

void Round::clear() {
  facts_.clear();
  jobs_.clear();
  has_begun_ = false;
  expected_ready_ = 0;
}

bool Round::goes_on(const SystemView& view) {
  order_.settle(view);
  if (expected_ready_ == 0 || expected_ready_ != view.ready().size() || now_ != view.now()) {
    return false;
  }
  free_[last_] = view.free_at(last_);
  return true;
}

bool Round::begin(const SystemView& view) {
  now_ = view.now();
  expected_ready_ = 0;
  left_ = 0;
  awaited_.assign(view.element_count(), false);
  free_.clear();
  bool any_idle = false;
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    free_.push_back(view.free_at(e));
    any_idle = any_idle || (view.is_up(e) && free_[e] <= now_);
    if (!view.is_up(e)) awaited_[e] = true;
  }
  if (!any_idle && !options_.commits) return false;
  follow(view);
  choose_tasks(most_tasks);
  look_at_jobs(view);
  look_at_clusters(view);
  look_at_round(view);
  tasks_.clear();
  for (const TaskRef task : ready_) describe_task(task, view);
  tasks_.questions = 1;
  tasks_.question_of_row.assign(ready_.size(), 0);
  if (options_.graph) graph_.describe(ready_, options_, facts_, clusters_, view, tasks_.graph);
  left_ = ready_.size();
  taken_.assign(left_, false);
  return true;
}

bool Round::is_open() const {
  if (left_ == 0 || options_.commits) return left_ > 0;
  for (std::size_t i = 0; i < free_.size(); ++i) {
    const auto e = static_cast<ElementId>(i);
    if (!awaited_[e] && free_[e] <= now_) return true;
  }
  return false;
}

/// Updates the order of the ready tasks and the facts about their jobs.
void Round::follow(const SystemView& view) {
  if (!has_begun_) {
    remaining_.begin(view);
    order_.clear();
    has_begun_ = true;
  }
  order_.settle(view);
  remaining_.follow(view, [&](JobId job, Duration before, Duration after) {
    order_.change_urgency(job, urgency_of(before), urgency_of(after));
  });
  jobs_.follow(view.jobs(), [](JobId) { return JobState{}; });
  order_.follow(view, [&](TaskRef task) {
    order_.add(0, {urgency_of(remaining_.of(task.job, view)), task});
    const float to_exit = facts_.of(task.job, view)[task.task].to_exit;
    jobs_[task.job].waits.push({to_exit, view.ticket(task), task.task});
  });
}

/// Chooses the tasks of the jobs with the least remaining work.
void Round::choose_tasks(std::size_t most) {
  ready_.clear();
  order_.for_each_group([&](ReadyOrder::Cursor next) {
    for (; !next.is_at_end() && ready_.size() < most; next.advance()) {
      ready_.push_back(next.place().task);
    }
  });
}

/// Updates the facts about the jobs of the chosen tasks, which are in order of remaining work.
void Round::look_at_jobs(const SystemView& view) {
  common_.shortest_job = picoseconds(remaining_.of(ready_.front().job, view));
  std::ranges::sort(ready_);
  for (const TaskRef task : ready_) {
    auto& [facts, waits] = jobs_[task.job];
    const Duration work = remaining_.of(task.job, view);
    facts.work = picoseconds(work);
    facts.ready = number(order_.count(0, urgency_of(work), task.job));
    while (view.ticket({task.job, waits.top().task}) != waits.top().ticket) waits.pop();
    facts.longest = waits.top().to_exit;
  }
}

void Round::look_at_clusters(const SystemView& view) {
  clusters_.assign(view.platform().clusters.size(), {});
  for (const ElementId e : ids<ElementId>(view.element_count())) {
    if (!view.is_up(e)) continue;
    ClusterFacts& cluster = clusters_[view.platform().elements[e].cluster];
    cluster.size += 1;
    if (free_[e] <= now_) cluster.idle += 1;
  }
  for (const TaskRef task : ready_) {
    const TaskFacts& facts = facts_.of(task.job, view)[task.task];
    clusters_[facts.fastest].demand += facts.shortest;
  }
}

/// Looks at what all rows that are made now have in common.
void Round::look_at_round(const SystemView& view) {
  common_.unit = facts_.unit();
  common_.tasks = number(ready_.size());
  common_.elements = number(view.element_count());
  common_.jobs = number(view.jobs().size());
}

void Round::describe_task(TaskRef ref, const SystemView& view) {
  const TaskFacts& task = facts_.of(ref.job, view)[ref.task];
  const JobGraph& graph = view.graph(ref.job);
  const ElementId best = earliest_finish(ref, view).element;
  const Estimate first = view.estimate(ref, best);
  append_task({.round = common_,
               .job = jobs_[ref.job].facts,
               .task = task,
               .fastest = clusters_[task.fastest],
               .job_age = picoseconds(now_ - view.job(ref.job).arrival),
               .wait = picoseconds(now_ - view.ready_since(ref)),
               .size = number(graph.size()),
               .unfinished = number(view.unfinished(ref.job)),
               .outputs = number(graph.outputs(ref.task).size()),
               .unlocked = unlocked_by(ref, view),
               .start = picoseconds(first.start - now_),
               .finish = picoseconds(first.finish - now_),
               .duration = picoseconds(first.finish - first.start),
               .data = picoseconds(view.data_arrival(ref, best) - now_)},
              tasks_);
}

void Round::take(std::size_t row, const SystemView& view) {
  taken_[row] = true;
  --left_;
  chosen_ = row;
  find_places(ready_[row], view);
  places_.clear();
  const Place first = *std::ranges::min_element(open_, {}, &Place::finish);
  look_at_round(view);
  if (options_.joule > 0) price_places(view);
  for (const Place& place : open_) describe_place(place, first, view);
  describe_context(view);
}

/// Describes the properties that all places share.
void Round::describe_context(const SystemView& view) {
  places_.questions = 1;
  places_.question_of_row.assign(open_.size(), 0);
  if (options_.task_row) {
    const float* row = tasks_.features.data() + chosen_ * task_width;
    places_.context.assign(row, row + task_width);
  }
  if (!options_.job_slots) return;
  job_slots::describe(ready_[chosen_], view, facts_.unit(), places_.context);
  for (const Place& place : open_) {
    const ClusterId cluster = view.platform().elements[place.element].cluster;
    places_.cluster_of_row.push_back(static_cast<std::uint32_t>(cluster));
  }
}

void Round::find_places(TaskRef task, const SystemView& view) {
  open_.clear();
  const TaskView candidate = view.look_at(task);
  ClusterId cluster{};
  for (const ElementId e : candidate.elements()) {
    const Duration duration = candidate.duration(e);
    const Time arrival = candidate.data_arrival(e);
    const Time finish = std::max(free_[e], arrival) + duration;
    const Place place{e, free_[e], arrival, finish, duration, 0, 0};
    const ClusterId own = view.platform().elements[e].cluster;
    if (open_.empty() || own != cluster) {
      open_.push_back(place);
      cluster = own;
    } else if (place.finish < open_.back().finish) {
      open_.back() = place;
    }
  }
}

void Round::price_places(const SystemView& view) {
  constexpr double picoseconds_of_second = 1e12;
  least_energy_ = lowest_cost_ = std::numeric_limits<double>::max();
  for (Place& place : open_) {
    place.energy = view.energy(ready_[chosen_], place.element).value();
    place.cost = static_cast<double>((place.finish - now_).picoseconds()) +
                 options_.joule * picoseconds_of_second * place.energy;
    least_energy_ = std::min(least_energy_, place.energy);
    lowest_cost_ = std::min(lowest_cost_, place.cost);
  }
}

void Round::describe_place(const Place& place, const Place& first, const SystemView& view) {
  const TaskRef ref = ready_[chosen_];
  const TaskFacts& task = facts_.of(ref.job, view)[ref.task];
  const ClusterId own = view.platform().elements[place.element].cluster;
  const PriceContext price{.unit = static_cast<double>(common_.unit),
                           .cost = place.cost,
                           .lowest_cost = lowest_cost_,
                           .energy = place.energy,
                           .least_energy = least_energy_};
  append_place({.round = common_,
                .job = jobs_[ref.job].facts,
                .task = task,
                .cluster = clusters_[own],
                .taken = number(ready_.size() - left_),
                .late = picoseconds(place.finish - first.finish),
                .earliest = picoseconds(first.finish - now_),
                .wait = picoseconds(std::max(place.free, now_) - now_),
                .data = picoseconds(place.arrival - now_),
                .duration = picoseconds(place.duration),
                .ends_later = place.finish > place.free,
                .is_idle = place.free <= now_ && !awaited_[place.element],
                .is_awaited = awaited_[place.element],
                .is_earliest = place.element == first.element,
                .is_fastest = own == task.fastest},
               options_.joule > 0 ? &price : nullptr, places_);
}

std::optional<Decision> Round::place(std::size_t row, const SystemView& view) {
  const Place& place = open_[row];
  const TaskRef task = ready_[chosen_];
  if (options_.commits || (!awaited_[place.element] && place.free <= place.arrival)) {
    expected_ready_ = view.ready().size() - 1;
    last_ = place.element;
    order_.answer(0, {urgency_of(remaining_.of(task.job, view)), task});
    remaining_.sent(task, place.element);
    ClusterFacts& cluster = clusters_[view.platform().elements[place.element].cluster];
    if (place.free <= now_) cluster.idle -= 1;
    return Decision{task, place.element};
  }
  wait_for(place, task, view);
  return std::nullopt;
}

void Round::wait_for(const Place& place, TaskRef task, const SystemView& view) {
  const auto slots = static_cast<std::int64_t>(view.platform().elements[place.element].slots);
  const Duration share =
      Duration::picoseconds(view.duration(task, place.element).picoseconds() / slots);
  free_[place.element] = std::max(place.free, place.arrival) + share;
  awaited_[place.element] = true;
}

}  // namespace kairos
