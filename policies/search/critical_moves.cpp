#include "policies/search/critical_moves.hpp"

#include <algorithm>

namespace kairos {

CriticalMoves::CriticalMoves(const SearchProblem& problem)
    : problem_(problem),
      can_estimate_(problem.lanes() == problem.elements()),
      start_(problem.tasks()),
      duration_(problem.tasks()),
      data_ready_(problem.tasks()),
      data_tail_(problem.tasks()),
      tail_(problem.tasks()),
      before_(problem.tasks()),
      after_(problem.tasks()),
      is_critical_(problem.tasks()),
      last_of_lane_(problem.lanes()) {
  for (std::size_t lane = 0; lane < problem.lanes(); ++lane) {
    can_estimate_ = can_estimate_ && problem.taken(lane)->start == never;
  }
}

void CriticalMoves::examine(const Plan& plan, const PlanEvaluator& evaluator) {
  link(plan, evaluator);
  measure_tails(plan);
  collect_arcs(plan);
}

void CriticalMoves::link(const Plan& plan, const PlanEvaluator& evaluator) {
  std::ranges::fill(last_of_lane_, none);
  makespan_ = problem_.release();
  for (std::size_t i = 0; i < plan.order.size(); ++i) {
    const std::uint32_t task = plan.order[i];
    const std::uint32_t element = plan.element[task];
    duration_[task] = problem_.duration(task, element);
    start_[task] = evaluator.finish(task) - duration_[task];
    makespan_ = std::max(makespan_, evaluator.finish(task));
    Picoseconds ready = problem_.earliest(task, element);
    for (const SearchEdge& input : problem_.inputs(task)) {
      ready =
          std::max(ready, start_[input.task] + duration_[input.task] +
                              problem_.transfer(input.bytes, plan.element[input.task], element));
    }
    data_ready_[task] = ready;
    std::uint32_t& last = last_of_lane_[evaluator.lane_at(i)];
    before_[task] = last;
    after_[task] = none;
    if (last != none) after_[last] = task;
    last = task;
  }
}

void CriticalMoves::measure_tails(const Plan& plan) {
  for (std::size_t i = plan.order.size(); i-- > 0;) {
    const std::uint32_t task = plan.order[i];
    Picoseconds tail = 0;
    for (const SearchEdge& output : problem_.outputs(task)) {
      tail = std::max(
          tail, problem_.transfer(output.bytes, plan.element[task], plan.element[output.task]) +
                    duration_[output.task] + tail_[output.task]);
    }
    data_tail_[task] = tail;
    const std::uint32_t next = after_[task];
    tail_[task] = next == none ? tail : std::max(tail, duration_[next] + tail_[next]);
  }
}

void CriticalMoves::collect_arcs(const Plan& plan) {
  arcs_.clear();
  for (const std::uint32_t task : plan.order) {
    const std::uint32_t next = after_[task];
    const bool critical = next != none && start_[task] + duration_[task] == start_[next] &&
                          start_[next] + duration_[next] + tail_[next] == makespan_;
    is_critical_[task] = critical;
    if (critical) arcs_.push_back(task);
  }
}

CriticalMoves::Move CriticalMoves::draw(Random& random) const {
  std::uint32_t earlier = arcs_[random.index(arcs_.size())];
  std::uint32_t later = after_[earlier];
  // These shares gave the shortest job shops of 100 to 225 tasks; the rest are exchanges.
  const double which = random.uniform();
  if (which < 0.35) {
    while (before_[earlier] != none && is_critical_[before_[earlier]]) earlier = before_[earlier];
    return {earlier, later, true};
  }
  if (which < 0.7) {
    while (is_critical_[later]) later = after_[later];
    return {earlier, later, false};
  }
  return {earlier, later, true};
}

void CriticalMoves::write_sequence(const Move& move) {
  sequence_.clear();
  if (move.pulls) sequence_.push_back(move.later);
  std::uint32_t task = move.pulls ? move.earlier : after_[move.earlier];
  for (; task != move.later; task = after_[task]) sequence_.push_back(task);
  if (!move.pulls) {
    sequence_.push_back(move.later);
    sequence_.push_back(move.earlier);
  }
}

Picoseconds CriticalMoves::estimate(const Move& move) {
  if (!can_estimate_) return 0;
  write_sequence(move);
  heads_.clear();
  const std::uint32_t before = before_[move.earlier];
  Picoseconds free = before == none ? problem_.release() : start_[before] + duration_[before];
  for (const std::uint32_t task : sequence_) {
    heads_.push_back(std::max(free, data_ready_[task]));
    free = heads_.back() + duration_[task];
  }
  const std::uint32_t after = after_[move.later];
  Picoseconds rest = after == none ? 0 : duration_[after] + tail_[after];
  Picoseconds longest = 0;
  for (std::size_t i = sequence_.size(); i-- > 0;) {
    const std::uint32_t task = sequence_[i];
    rest = duration_[task] + std::max(rest, data_tail_[task]);
    longest = std::max(longest, heads_[i] + rest);
  }
  return longest;
}

}  // namespace kairos
