#include "policies/search/lower_bound.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "policies/search/machine_bound.hpp"

namespace kairos {
namespace {

/// Number of operations allowed for the parts that grow faster than the graph.
constexpr double affordable = 3e7;

struct Window {
  double head = 0, tail = 0, bound = 0;
};

class LoadBound {
 public:
  LoadBound(const SearchProblem& problem, const PathBounds& bounds)
      : problem_(problem),
        heads_(problem.tasks()),
        tails_(problem.tasks()),
        priced_(problem.tasks()),
        share_(problem.elements(), 1 / static_cast<double>(problem.elements())) {
    const auto infinite = static_cast<double>(never);
    for (std::uint32_t t = 0; t < problem.tasks(); ++t) {
      heads_[t] = tails_[t] = infinite;
      for (const std::uint32_t q : problem.candidates(t)) {
        heads_[t] = std::min(heads_[t], static_cast<double>(bounds.head(t, q)));
        tails_[t] = std::min(tails_[t], static_cast<double>(bounds.tail(t, q)));
      }
      by_tail_.push_back(t);
    }
    std::ranges::stable_sort(by_tail_, std::greater{}, [&](std::uint32_t t) { return tails_[t]; });
  }

  double best() {
    Window best = best_window();  // Prices are equal at first.
    // Improve the prices for the window that binds, until another window binds.
    constexpr int rounds = 4;
    for (int round = 0; round < rounds; ++round) {
      improve_prices(round == 0 ? Window{} : best);
      const Window window = best_window();
      if (round > 0 && window.bound <= best.bound) break;
      if (window.bound > best.bound) best = window;
    }
    return best.bound;
  }

 private:
  [[nodiscard]] double slots(std::size_t q) const {
    return static_cast<double>(problem_.first_lane(q + 1) - problem_.first_lane(q));
  }
  [[nodiscard]] double price(std::size_t q) const { return share_[q] / slots(q); }

  /// The element on which a task costs least at the present prices, and that cost.
  [[nodiscard]] std::pair<double, std::uint32_t> cheapest(std::uint32_t task) const {
    std::pair<double, std::uint32_t> best{static_cast<double>(never), 0};
    for (const std::uint32_t q : problem_.candidates(task)) {
      const double cost = price(q) * static_cast<double>(problem_.duration(task, q));
      if (cost < best.first) best = {cost, q};
    }
    return best;
  }

  /// Finds the best a and b at the present prices: for every a, tasks are added by descending tail.
  Window best_window() {
    for (const std::uint32_t t : by_tail_) priced_[t] = cheapest(t).first;
    std::vector<double> starts = heads_;
    std::ranges::sort(starts);
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    const auto tasks = static_cast<double>(by_tail_.size());
    const auto stride = static_cast<std::size_t>(
        std::ceil(static_cast<double>(starts.size()) * tasks / affordable));
    Window best;
    for (std::size_t i = 0; i < starts.size(); i += stride) {
      double sum = 0;
      for (const std::uint32_t t : by_tail_) {
        if (heads_[t] < starts[i]) continue;
        sum += priced_[t];
        const double bound = starts[i] + tails_[t] + sum;
        if (bound > best.bound) best = {starts[i], tails_[t], bound};
      }
    }
    return best;
  }

  /// Maximises the sum of the cheapest costs of the tasks in a window, and keeps the best prices
  /// found.
  void improve_prices(const Window& window) {
    std::vector<double> best_share = share_;
    double best = 0;
    const double size =
        static_cast<double>(problem_.tasks()) * static_cast<double>(problem_.elements());
    const int steps = static_cast<int>(std::clamp(affordable / size, 20.0, 600.0));
    std::vector<double> slope(share_.size());
    for (int step = 1; step <= steps; ++step) {
      std::ranges::fill(slope, 0.0);
      double sum = 0;
      for (const std::uint32_t t : by_tail_) {
        if (tails_[t] < window.tail) break;
        if (heads_[t] < window.head) continue;
        const auto [cost, q] = cheapest(t);
        sum += cost;
        slope[q] += static_cast<double>(problem_.duration(t, q)) / slots(q);
      }
      if (sum > best) {
        best = sum;
        best_share = share_;
      }
      climb(slope, 1 / std::sqrt(static_cast<double>(step)));
    }
    share_ = best_share;
  }

  void climb(const std::vector<double>& slope, double rate) {
    const double steepest = *std::ranges::max_element(slope);
    if (steepest <= 0) return;
    double sum = 0;
    for (std::size_t q = 0; q < share_.size(); ++q) {
      share_[q] *= std::exp(rate * slope[q] / steepest);
      sum += share_[q];
    }
    for (double& share : share_) share /= sum;
  }

  const SearchProblem& problem_;
  std::vector<double> heads_, tails_, priced_;  ///< One value for each task.
  std::vector<double> share_;                   ///< Element q has pi(q) slots(q); the sum is one.
  std::vector<std::uint32_t> by_tail_;
};

Picoseconds path_bound(const SearchProblem& problem, const PathBounds& bounds) {
  Picoseconds longest = 0;
  for (std::size_t t = 0; t < problem.tasks(); ++t) {
    Picoseconds shortest = never;
    for (const std::uint32_t q : problem.candidates(t)) {
      shortest = std::min(shortest, bounds.head(t, q) + problem.duration(t, q) + bounds.tail(t, q));
    }
    longest = std::max(longest, shortest);
  }
  return longest;
}

}  // namespace

LowerBound lower_bound(const SearchProblem& problem, const PathBounds& bounds) {
  constexpr double margin = 1e-9;
  const double load = LoadBound(problem, bounds).best() * (1 - margin);
  const Picoseconds grain = time_grain(problem);
  const auto grains = static_cast<Picoseconds>(std::ceil(load / static_cast<double>(grain)));
  LowerBound bound{lower_bound_of_paths(problem, bounds), problem.release() + grains * grain, 0};
  bound.machine = machine_bound(problem, bounds, grain, bound.best());
  return bound;
}

Picoseconds lower_bound_of_paths(const SearchProblem& problem, const PathBounds& bounds) {
  return problem.release() + path_bound(problem, bounds);
}

Picoseconds time_grain(const SearchProblem& problem) {
  const std::size_t m = problem.elements();
  if (static_cast<double>(problem.edges()) * static_cast<double>(m * m) > affordable) return 1;
  Picoseconds grain = 0;
  for (std::size_t t = 0; t < problem.tasks() && grain != 1; ++t) {
    for (const std::uint32_t q : problem.candidates(t)) {
      grain = std::gcd(grain, problem.duration(t, q));
      grain = std::gcd(grain, problem.earliest(t, q) - problem.release());
    }
    for (const SearchEdge& input : problem.inputs(t)) {
      for (std::size_t from = 0; from < m; ++from) {
        for (std::size_t to = 0; to < m; ++to) {
          grain = std::gcd(grain, problem.transfer(input.bytes, from, to));
        }
      }
    }
  }
  for (std::size_t lane = 0; lane < problem.lanes(); ++lane) {
    for (const auto* taken = problem.taken(lane); taken->finish != never; ++taken) {
      grain = std::gcd(grain, taken->finish - problem.release());
      // An interval that begins before the release takes the lane from the release on.
      grain = std::gcd(grain, std::max<Picoseconds>(0, taken->start - problem.release()));
    }
  }
  return std::max<Picoseconds>(grain, 1);
}

}  // namespace kairos
