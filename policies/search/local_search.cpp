#include "policies/search/local_search.hpp"

#include "policies/search/search_budget.hpp"

namespace kairos {
namespace {

class LocalSearch {
 public:
  LocalSearch(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
              const LocalSearchOptions& options, Random random, Picoseconds good_enough)
      : options_(options),
        random_(random),
        good_enough_(good_enough),
        evaluator_(problem, bounds),
        moves_(problem, seed),
        budget_(options.evaluations, options.time_limit),
        patience_(options.patience * problem.tasks()) {
    home_ = {seed, evaluator_.evaluate(seed)};
    current_ = home_.makespan;
  }

  Annealed run() {
    descend();
    while (!is_done()) {
      accept();
      kick();
      descend();
    }
    accept();
    return std::move(home_);
  }

 private:
  [[nodiscard]] bool is_done() const {
    return is_spent_ || std::min(current_, home_.makespan) <= good_enough_;
  }

  void descend() {
    std::uint64_t in_vain = 0;
    while (in_vain < patience_ && current_ > good_enough_) {
      if (!budget_.goes_on()) {
        is_spent_ = true;
        return;
      }
      const Picoseconds before = current_;
      try_a_move(current_);
      in_vain = current_ < before ? 0 : in_vain + 1;
    }
  }

  /// Takes a random neighbour that ends by the limit.
  void try_a_move(Picoseconds limit) {
    const std::size_t first = moves_.propose(random_);
    if (first == moves_.plan().order.size()) return;
    const Picoseconds makespan = evaluator_.try_from(moves_.plan(), first, limit);
    if (makespan == never) {
      evaluator_.drop(moves_.editable());
      moves_.undo();
    } else {
      evaluator_.keep(moves_.plan());
      current_ = makespan;
    }
  }

  void accept() {
    if (current_ <= home_.makespan) {
      home_ = {moves_.plan(), current_};
    } else {
      moves_.reset(home_.plan);
      current_ = evaluator_.evaluate(home_.plan);
    }
  }

  void kick() {
    for (std::uint64_t i = 0; i < options_.kicks; ++i) try_a_move(never - 1);
  }

  const LocalSearchOptions& options_;
  Random random_;
  Picoseconds good_enough_, current_ = 0;
  PlanEvaluator evaluator_;
  PlanMoves moves_;
  SearchBudget budget_;
  std::uint64_t patience_;
  bool is_spent_ = false;
  Annealed home_;  ///< The best plan.
};

}  // namespace

Annealed search_locally(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                        const LocalSearchOptions& options, Random random, Picoseconds good_enough) {
  return LocalSearch(problem, bounds, seed, options, random, good_enough).run();
}

}  // namespace kairos
