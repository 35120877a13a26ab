#include "policies/exact/branch_and_bound.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace kairos {
namespace {

class Search {
 public:
  Search(const SearchProblem& problem, const PathBounds& bounds, const Plan& incumbent,
         Picoseconds good_enough, std::uint64_t nodes, double seconds)
      : problem_(problem),
        bounds_(bounds),
        good_enough_(good_enough),
        nodes_left_(nodes),
        seconds_(seconds),
        plan_{{}, std::vector<std::uint32_t>(problem.tasks())},
        finish_(problem.tasks()),
        shortest_(problem.tasks(), never),
        longest_rest_(problem.tasks(), never),
        placed_(problem.tasks()),
        missing_(problem.tasks()),
        free_(problem.lanes(), problem.release()) {
    PlanEvaluator evaluator(problem, bounds);
    best_ = {incumbent, evaluator.evaluate(incumbent), false};
    for (std::size_t t = 0; t < problem.tasks(); ++t) {
      missing_[t] = problem.inputs(t).size();
      for (const std::uint32_t q : problem.candidates(t)) {
        const Picoseconds w = problem.duration(t, q);
        shortest_[t] = std::min(shortest_[t], w);
        longest_rest_[t] = std::min(longest_rest_[t], w + bounds.tail(t, q));
      }
      work_left_ += shortest_[t];
    }
  }

  BranchAndBoundResult run() {
    descend({problem_.release(), problem_.tasks(), 0});
    best_.proved = !stopped_;
    return std::move(best_);
  }

 private:
  struct Last {
    Picoseconds start;
    std::size_t task;
    Picoseconds duration;
  };
  struct Child {
    std::uint32_t task, element;
    std::size_t lane;
    Picoseconds start, finish, promise;  ///< No descendant ends before it.
  };

  [[nodiscard]] bool out_of_budget() {
    if (nodes_left_-- == 0) return true;
    constexpr std::uint64_t mask = 1023;
    if (seconds_ <= 0 || (nodes_left_ & mask) != 0) return false;
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count() >
           seconds_;
  }

  [[nodiscard]] bool is_hopeless(Picoseconds start) const {
    Picoseconds sum = work_left_;
    for (const Picoseconds free : free_) sum += std::max(free, start) - problem_.release();
    const auto lanes = static_cast<Picoseconds>(free_.size());
    if (problem_.release() + (sum + lanes - 1) / lanes >= best_.makespan) return true;
    for (std::size_t t = 0; t < problem_.tasks(); ++t) {
      if (!placed_[t] && start + longest_rest_[t] >= best_.makespan) return true;
    }
    return false;
  }

  void descend(const Last& last) {
    if (plan_.order.size() == problem_.tasks()) {
      best_.plan = plan_;
      best_.makespan = *std::ranges::max_element(finish_);
      return;
    }
    stopped_ = stopped_ || out_of_budget();
    if (stopped_ || is_hopeless(last.start)) return;
    std::vector<Child> children = this->children(last);
    std::ranges::stable_sort(children, {}, &Child::promise);
    for (const Child& child : children) {
      if (stopped_ || best_.makespan <= good_enough_) return;
      if (child.promise >= best_.makespan) break;
      enter(child);
      descend({child.start, child.task, child.finish - child.start});
      leave(child);
    }
  }

  [[nodiscard]] std::vector<Child> children(const Last& last) const {
    std::vector<Child> all;
    for (std::uint32_t t = 0; t < problem_.tasks(); ++t) {
      if (placed_[t] || missing_[t] > 0) continue;
      for (const std::uint32_t q : problem_.candidates(t)) {
        const Child child = fit(t, q);
        // Of two tasks that start together the lower number goes first, unless one needs the other.
        const bool twin = child.start == last.start && last.duration > 0 && t < last.task &&
                          last.task != problem_.tasks();
        if (child.start < last.start || twin || child.promise >= best_.makespan) continue;
        all.push_back(child);
      }
    }
    return all;
  }

  /// Returns the placement on the slot of an element where the task starts first.
  [[nodiscard]] Child fit(std::uint32_t task, std::uint32_t element) const {
    Picoseconds ready = problem_.earliest(task, element);
    for (const SearchEdge& input : problem_.inputs(task)) {
      ready =
          std::max(ready, finish_[input.task] +
                              problem_.transfer(input.bytes, plan_.element[input.task], element));
    }
    const Picoseconds w = problem_.duration(task, element);
    Child best{task, element, 0, never, never, never};
    for (std::size_t lane = problem_.first_lane(element); lane < problem_.first_lane(element + 1);
         ++lane) {
      Picoseconds start = std::max(ready, free_[lane]);
      for (const auto* taken = problem_.taken(lane); start + w > taken->start; ++taken) {
        start = std::max(start, taken->finish);
      }
      if (start < best.start) {
        best = {task, element, lane, start, start + w, start + w + bounds_.tail(task, element)};
      }
    }
    return best;
  }

  void enter(const Child& child) {
    plan_.order.push_back(child.task);
    plan_.element[child.task] = child.element;
    finish_[child.task] = child.finish;
    placed_[child.task] = true;
    work_left_ -= shortest_[child.task];
    freed_.push_back(free_[child.lane]);
    free_[child.lane] = child.finish;
    for (const SearchEdge& output : problem_.outputs(child.task)) --missing_[output.task];
  }

  void leave(const Child& child) {
    for (const SearchEdge& output : problem_.outputs(child.task)) ++missing_[output.task];
    free_[child.lane] = freed_.back();
    freed_.pop_back();
    work_left_ += shortest_[child.task];
    placed_[child.task] = false;
    finish_[child.task] = 0;
    plan_.order.pop_back();
  }

  const SearchProblem& problem_;
  const PathBounds& bounds_;
  Picoseconds good_enough_;
  std::uint64_t nodes_left_;
  double seconds_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  BranchAndBoundResult best_;
  Plan plan_;
  std::vector<Picoseconds> finish_, shortest_, longest_rest_;  ///< One value for each task.
  std::vector<bool> placed_;
  std::vector<std::size_t> missing_;  ///< Inputs not placed, for each task.
  std::vector<Picoseconds> free_;     ///< The instant at which each slot is free.
  std::vector<Picoseconds> freed_;    ///< Earlier values of free_, for every task placed.
  Picoseconds work_left_ = 0;
  bool stopped_ = false;
};

}  // namespace

BranchAndBoundResult branch_and_bound(const SearchProblem& problem, const PathBounds& bounds,
                                      const Plan& incumbent, Picoseconds good_enough,
                                      std::uint64_t nodes, double seconds) {
  return Search(problem, bounds, incumbent, good_enough, nodes, seconds).run();
}

}  // namespace kairos
