#include "policies/search/plan_moves.hpp"

#include <algorithm>
#include <utility>

namespace kairos {

PlanMoves::PlanMoves(const SearchProblem& problem, Plan plan)
    : problem_(problem),
      plan_(std::move(plan)),
      position_(problem.tasks()),
      task_mark_(problem.tasks()),
      element_mark_(problem.elements()) {
  for (std::uint32_t task = 0; task < problem.tasks(); ++task) {
    if (problem.candidates(task).size() > 1) movable_.push_back(task);
  }
  reset(plan_);
}

void PlanMoves::reset(const Plan& plan) {
  plan_ = plan;
  for (std::size_t i = 0; i < plan_.order.size(); ++i) {
    position_[plan_.order[i]] = static_cast<std::uint32_t>(i);
  }
}

std::size_t PlanMoves::propose(Random& random) {
  // These shares of the moves gave the fastest descent on graphs of 10 to 100 tasks.
  const double which = random.uniform();
  if (which < 0.35 || movable_.empty()) return shift(random);
  if (which < 0.60) return relocate_one(random);
  if (which < 0.80) return join(random);
  return move_cluster(random);
}

void PlanMoves::undo() {
  for (; moved_count_ > 0; --moved_count_) {
    const Moved& moved = moved_[moved_count_ - 1];
    plan_.element[moved.task] = moved.from;
  }
  if (shifted_from_ != shifted_to_) rotate(shifted_to_, shifted_from_);
  shifted_from_ = shifted_to_ = 0;
  if (!segment_.empty()) write_segment(segment_);
  segment_.clear();
}

void PlanMoves::forget_changes() {
  moved_count_ = 0;
  shifted_from_ = shifted_to_ = 0;
  segment_.clear();
}

std::uint32_t PlanMoves::any_task(Random& random) const {
  return static_cast<std::uint32_t>(random.index(problem_.tasks()));
}

std::size_t PlanMoves::neighbours(std::uint32_t task) const {
  return problem_.inputs(task).size() + problem_.outputs(task).size();
}

std::uint32_t PlanMoves::neighbour(std::uint32_t task, std::size_t which) const {
  const auto inputs = problem_.inputs(task);
  return which < inputs.size() ? inputs[which].task
                               : problem_.outputs(task)[which - inputs.size()].task;
}

/// Returns false if nothing changes.
bool PlanMoves::put(std::uint32_t task, std::uint32_t element) {
  if (plan_.element[task] == element || !problem_.can_run(task, element)) return false;
  moved_[moved_count_++] = {task, plan_.element[task]};
  plan_.element[task] = element;
  first_ = std::min<std::size_t>(first_, position_[task]);
  return true;
}

std::size_t PlanMoves::relocate(std::uint32_t task, std::uint32_t element) {
  forget_changes();
  first_ = plan_.order.size();
  put(task, element);
  return first_;
}

std::size_t PlanMoves::relocate_one(Random& random) {
  const std::uint32_t task = movable_[random.index(movable_.size())];
  const auto candidates = problem_.candidates(task);
  return relocate(task, candidates[random.index(candidates.size())]);
}

std::size_t PlanMoves::join(Random& random) {
  const std::uint32_t task = movable_[random.index(movable_.size())];
  const std::size_t count = neighbours(task);
  if (count == 0) return relocate_one(random);
  return relocate(task, plan_.element[neighbour(task, random.index(count))]);
}

/// Collects a task and connected ones on the same element, nearest first, up to a random number.
void PlanMoves::collect_cluster(Random& random) {
  cluster_[0] = movable_[random.index(movable_.size())];
  cluster_size_ = 1;
  const std::size_t size = 2 + random.index(largest_cluster - 1);
  const std::uint32_t element = plan_.element[cluster_[0]];
  for (std::size_t next = 0; next < cluster_size_; ++next) {
    const std::size_t count = neighbours(cluster_[next]);
    for (std::size_t k = 0; k < count && cluster_size_ < size; ++k) {
      const std::uint32_t other = neighbour(cluster_[next], k);
      const auto end = cluster_.begin() + static_cast<std::ptrdiff_t>(cluster_size_);
      if (plan_.element[other] != element || std::find(cluster_.begin(), end, other) != end) {
        continue;
      }
      cluster_[cluster_size_++] = other;
    }
  }
}

std::size_t PlanMoves::move_cluster(Random& random) {
  collect_cluster(random);
  const auto candidates = problem_.candidates(cluster_[0]);
  const std::uint32_t element = candidates[random.index(candidates.size())];
  forget_changes();
  first_ = plan_.order.size();
  for (std::size_t i = 0; i < cluster_size_; ++i) put(cluster_[i], element);
  return first_;
}

void PlanMoves::rotate(std::size_t from, std::size_t to) {
  const auto at = [&](std::size_t i) {
    return plan_.order.begin() + static_cast<std::ptrdiff_t>(i);
  };
  if (from < to) {
    std::rotate(at(from), at(from + 1), at(to + 1));
  } else {
    std::rotate(at(to), at(from), at(from + 1));
  }
  const auto [low, high] = std::minmax(from, to);
  for (std::size_t i = low; i <= high; ++i) {
    position_[plan_.order[i]] = static_cast<std::uint32_t>(i);
  }
}

std::size_t PlanMoves::shift(Random& random) {
  forget_changes();
  const std::uint32_t task = any_task(random);
  std::size_t low = 0;
  std::size_t high = plan_.order.size() - 1;
  for (const SearchEdge& input : problem_.inputs(task)) {
    low = std::max<std::size_t>(low, position_[input.task] + 1);
  }
  for (const SearchEdge& output : problem_.outputs(task)) {
    high = std::min<std::size_t>(high, position_[output.task] - 1);
  }
  const std::size_t from = position_[task];
  const std::size_t to = low + random.index(high - low + 1);
  if (from == to) return plan_.order.size();
  rotate(from, to);
  shifted_from_ = from;
  shifted_to_ = to;
  return std::min(from, to);
}

void PlanMoves::save_segment(std::size_t from, std::size_t to) {
  const auto at = [&](std::size_t i) {
    return plan_.order.begin() + static_cast<std::ptrdiff_t>(i);
  };
  segment_.assign(at(from), at(to + 1));
  segment_begin_ = from;
}

/// Writes tasks into the order, from the begin of the segment on.
void PlanMoves::write_segment(std::span<const std::uint32_t> tasks) {
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    plan_.order[segment_begin_ + i] = tasks[i];
    position_[tasks[i]] = static_cast<std::uint32_t>(segment_begin_ + i);
  }
}

bool PlanMoves::must_move_along(std::uint32_t task) const {
  return task_mark_[task] == mark_ || element_mark_[plan_.element[task]] == mark_;
}

/// Adds a task between the two ends of a segment. Its neighbours, and all tasks that follow on its
/// element, must then move as well.
void PlanMoves::move_along(std::uint32_t task, std::span<const SearchEdge> neighbours) {
  moving_.push_back(task);
  element_mark_[plan_.element[task]] = mark_;
  for (const SearchEdge& edge : neighbours) task_mark_[edge.task] = mark_;
}

std::size_t PlanMoves::pull(std::uint32_t earlier, std::uint32_t later) {
  forget_changes();
  const std::size_t from = position_[earlier];
  const std::size_t to = position_[later];
  ++mark_;
  moving_.assign(1, later);
  staying_.clear();
  for (const SearchEdge& input : problem_.inputs(later)) task_mark_[input.task] = mark_;
  for (std::size_t i = to - 1; i > from; --i) {
    const std::uint32_t task = plan_.order[i];
    if (must_move_along(task)) {
      move_along(task, problem_.inputs(task));
    } else {
      staying_.push_back(task);
    }
  }
  if (must_move_along(earlier)) return plan_.order.size();
  staying_.push_back(earlier);
  save_segment(from, to);
  // Both parts are in reverse order.
  std::ranges::reverse(moving_);
  moving_.insert(moving_.end(), staying_.rbegin(), staying_.rend());
  write_segment(moving_);
  return from;
}

std::size_t PlanMoves::push(std::uint32_t earlier, std::uint32_t later) {
  forget_changes();
  const std::size_t from = position_[earlier];
  const std::size_t to = position_[later];
  ++mark_;
  moving_.assign(1, earlier);
  staying_.clear();
  for (const SearchEdge& output : problem_.outputs(earlier)) task_mark_[output.task] = mark_;
  for (std::size_t i = from + 1; i < to; ++i) {
    const std::uint32_t task = plan_.order[i];
    if (must_move_along(task)) {
      move_along(task, problem_.outputs(task));
    } else {
      staying_.push_back(task);
    }
  }
  if (must_move_along(later)) return plan_.order.size();
  staying_.push_back(later);
  save_segment(from, to);
  staying_.insert(staying_.end(), moving_.begin(), moving_.end());
  write_segment(staying_);
  return from;
}

}  // namespace kairos
