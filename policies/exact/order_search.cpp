#include "policies/exact/order_search.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <tuple>

#include "policies/search/deadline_windows.hpp"

namespace kairos {
namespace {

using Order = DeadlineWindows::Order;

class OrderSearch {
 public:
  OrderSearch(const SearchProblem& problem, const PathBounds& bounds, const Plan& incumbent,
              Picoseconds good_enough, Picoseconds grain, const OrderSearchLimits& limits)
      : problem_(problem),
        good_enough_(good_enough),
        grain_(grain),
        limits_(limits),
        windows_(problem, bounds),
        evaluator_(problem, bounds),
        is_placed_(problem.tasks()),
        machines_(problem.elements()) {
    best_ = {incumbent, evaluator_.evaluate(incumbent), false, 0};
    for (std::uint32_t t = 0; t < problem.tasks(); ++t) {
      machines_[problem.candidates(t).front()].push_back(t);
    }
  }

  OrderSearchResult run() {
    now_ = windows_.widest();
    bool is_open = windows_.narrow(now_, {}, deadline());
    while (is_open && !is_over()) {
      ++best_.nodes;
      is_open = go_on();
    }
    best_.proved = (!is_open && is_complete_) || best_.makespan <= good_enough_;
    return std::move(best_);
  }

 private:
  /// A node, whose children are the tasks that may come first, or last, among the tasks of an
  /// element that have no place yet.
  struct Frame {
    Windows windows;
    std::size_t element = 0;
    bool is_first = false;
    std::vector<std::uint32_t> candidates;  ///< Those not tried yet; the last one is next.
    std::size_t orders = 0;                 ///< Orders chosen above this node.
    std::uint32_t placed = none;            ///< The candidate that is being explored.
  };
  static constexpr std::uint32_t none = 0xFFFF'FFFF;

  [[nodiscard]] Picoseconds deadline() const {
    return best_.makespan - grain_ - problem_.release();
  }
  [[nodiscard]] Picoseconds slack(const Order& order) const {
    return deadline() - now_.heads[order.first] - duration(order.first) - duration(order.second) -
           now_.tails[order.second];
  }
  [[nodiscard]] Picoseconds duration(std::uint32_t task) const {
    return windows_.option(task).duration;
  }

  [[nodiscard]] bool is_over() const {
    constexpr std::size_t most_bytes = std::size_t{256} << 20U;
    constexpr std::uint64_t work_per_step = 100;
    if (best_.makespan <= good_enough_) return true;
    if (frames_.size() * problem_.tasks() * 2 * sizeof(Picoseconds) > most_bytes) return true;
    if (limits_.seconds <= 0) return windows_.work() / work_per_step >= limits_.steps;
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - begin_).count() >= limits_.seconds;
  }

  /// Goes to the next node. Returns false if there is none.
  bool go_on() {
    Frame frame = choose_branches();
    if (!is_conflicting_) take_plan();
    if (frame.candidates.empty()) return go_back();
    frame.windows = std::move(now_);
    frame.orders = orders_.size();
    frames_.push_back(std::move(frame));
    return go_back();
  }

  /// Returns to the last node with a candidate that has not been tried, and tries it.
  bool go_back() {
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      orders_.resize(frame.orders);
      if (frame.placed != none) is_placed_[frame.placed] = false;
      if (frame.candidates.empty()) {
        frames_.pop_back();
        continue;
      }
      frame.placed = frame.candidates.back();
      frame.candidates.pop_back();
      is_placed_[frame.placed] = true;
      now_ = frame.windows;
      for (const std::uint32_t other : machines_[frame.element]) {
        if (is_placed_[other]) continue;
        orders_.push_back(frame.is_first ? Order{frame.placed, other} : Order{other, frame.placed});
      }
      if (windows_.narrow(now_, orders_, deadline())) return true;
    }
    return false;
  }

  /// Returns the element with the least room, and the end of its order with fewer candidates.
  [[nodiscard]] Frame choose_branches() {
    Frame best;
    std::pair<Picoseconds, std::size_t> least;
    is_conflicting_ = false;
    for (std::size_t element = 0; element < machines_.size(); ++element) {
      if (!overlaps(machines_[element])) continue;
      for (const bool is_first : {true, false}) {
        std::vector<std::uint32_t> candidates = this->candidates(element, is_first);
        const std::pair rank(room(), candidates.size());
        if (is_conflicting_ && rank >= least) continue;
        is_conflicting_ = true;
        least = rank;
        best.element = element;
        best.is_first = is_first;
        best.candidates = std::move(candidates);
      }
    }
    return best;
  }

  /// The idle time that the tasks in open_ can have between the first and the last of them.
  [[nodiscard]] Picoseconds room() const {
    Picoseconds head = never;
    Picoseconds tail = never;
    Picoseconds work = 0;
    for (const std::uint32_t task : open_) {
      head = std::min(head, now_.heads[task]);
      tail = std::min(tail, now_.tails[task]);
      work += duration(task);
    }
    return deadline() - head - work - tail;
  }

  /// The tasks that can run before, or after, all others of an element that have no place yet. The
  /// most promising one is last.
  [[nodiscard]] std::vector<std::uint32_t> candidates(std::size_t element, bool is_first) {
    open_.clear();
    for (const std::uint32_t task : machines_[element]) {
      if (!is_placed_[task]) open_.push_back(task);
    }
    // All orders are chosen, but the windows are not narrow enough yet to show a conflict.
    if (open_.size() < 2) is_complete_ = false;
    std::vector<std::uint32_t> found;
    for (const std::uint32_t task : open_) {
      const bool can = std::ranges::all_of(open_, [&](std::uint32_t other) {
        return other == task || slack(is_first ? Order{task, other} : Order{other, task}) >= 0;
      });
      if (can) found.push_back(task);
    }
    const std::vector<Picoseconds>& near = is_first ? now_.heads : now_.tails;
    const std::vector<Picoseconds>& far = is_first ? now_.tails : now_.heads;
    std::ranges::stable_sort(found, [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(near[a], -far[a]) > std::tuple(near[b], -far[b]);
    });
    return found;
  }

  /// Sorts the tasks of an element by head. Returns true if two of them overlap.
  [[nodiscard]] bool overlaps(std::vector<std::uint32_t>& machine) const {
    std::ranges::sort(machine, [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(now_.heads[a], now_.heads[a] + duration(a), a) <
             std::tuple(now_.heads[b], now_.heads[b] + duration(b), b);
    });
    for (std::size_t i = 1; i < machine.size(); ++i) {
      if (now_.heads[machine[i - 1]] + duration(machine[i - 1]) > now_.heads[machine[i]]) {
        return true;
      }
    }
    return false;
  }

  /// Takes the plan in which every task starts at its head.
  void take_plan() {
    if (!is_schedule()) {
      is_complete_ = false;
      return;
    }
    Plan plan{problem_.topological_order(), best_.plan.element};
    std::ranges::stable_sort(plan.order, [&](std::uint32_t a, std::uint32_t b) {
      return std::tuple(now_.heads[a], now_.heads[a] + duration(a)) <
             std::tuple(now_.heads[b], now_.heads[b] + duration(b));
    });
    const Picoseconds makespan = evaluator_.evaluate(plan);
    if (makespan >= best_.makespan) throw std::logic_error("a plan misses its deadline");
    best_.plan = std::move(plan);
    best_.makespan = makespan;
  }

  /// False only if the number of rounds of narrow() did not suffice.
  [[nodiscard]] bool is_schedule() const {
    for (std::uint32_t task = 0; task < problem_.tasks(); ++task) {
      const std::uint32_t element = problem_.candidates(task).front();
      for (const SearchEdge& input : problem_.inputs(task)) {
        const Picoseconds arrival =
            now_.heads[input.task] + duration(input.task) +
            problem_.transfer(input.bytes, problem_.candidates(input.task).front(), element);
        if (arrival > now_.heads[task]) return false;
      }
    }
    return true;
  }

  const SearchProblem& problem_;
  Picoseconds good_enough_, grain_;
  OrderSearchLimits limits_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  DeadlineWindows windows_;
  PlanEvaluator evaluator_;
  OrderSearchResult best_;
  Windows now_;  ///< The windows of the present node.
  std::vector<Frame> frames_;
  std::vector<Order> orders_;    ///< The orders chosen so far.
  std::vector<bool> is_placed_;  ///< True for a task that is before or after all others left.
  std::vector<std::uint32_t> open_;
  bool is_conflicting_ = false;  ///< True if some tasks overlap at the present node.
  bool is_complete_ = true;      ///< False if a node was left that may hold a better plan.
  std::vector<std::vector<std::uint32_t>> machines_;  ///< The tasks of each element.
};

}  // namespace

bool only_order_is_open(const SearchProblem& problem) {
  for (std::size_t t = 0; t < problem.tasks(); ++t) {
    if (problem.candidates(t).size() != 1) return false;
    const std::uint32_t element = problem.candidates(t).front();
    const std::size_t lane = problem.first_lane(element);
    if (problem.first_lane(element + 1) != lane + 1) return false;
    if (problem.taken(lane)->start != never) return false;
  }
  return true;
}

OrderSearchResult search_orders(const SearchProblem& problem, const PathBounds& bounds,
                                const Plan& incumbent, Picoseconds good_enough, Picoseconds grain,
                                const OrderSearchLimits& limits) {
  return OrderSearch(problem, bounds, incumbent, good_enough, grain, limits).run();
}

}  // namespace kairos
