#include "policies/search/local_search.hpp"

#include <algorithm>

#include "policies/search/plan_walk.hpp"

namespace kairos {
namespace {

class LocalSearch {
 public:
  LocalSearch(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
              const LocalSearchOptions& options, Random random, Picoseconds good_enough)
      : options_(options),
        good_enough_(good_enough),
        walk_(problem, bounds, seed, random),
        budget_(options, problem),
        patience_(options.patience * problem.tasks()),
        kicks_left_(options.evaluations_for(problem)),
        home_{seed, walk_.makespan()} {}

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
    return is_spent_ || std::min(walk_.makespan(), home_.makespan) <= good_enough_;
  }

  void descend() {
    std::uint64_t in_vain = 0;
    while (in_vain < patience_ && walk_.makespan() > good_enough_) {
      if (!budget_.goes_on()) {
        is_spent_ = true;
        return;
      }
      const Picoseconds before = walk_.makespan();
      walk_.step([&] { return before; });
      in_vain = walk_.makespan() < before ? 0 : in_vain + 1;
    }
  }

  void accept() {
    if (walk_.makespan() <= home_.makespan) {
      home_ = {walk_.plan(), walk_.makespan()};
    } else {
      walk_.go_to(home_.plan);
    }
  }

  void kick() {
    for (std::uint64_t i = 0; i < options_.kicks && kicks_left_ > 0 && !budget_.is_late(); ++i) {
      --kicks_left_;
      walk_.step([] { return never - 1; });
    }
  }

  const LocalSearchOptions& options_;
  Picoseconds good_enough_;
  PlanWalk walk_;
  SearchBudget budget_;
  std::uint64_t patience_;
  std::uint64_t kicks_left_;  ///< Kicks left in all; at most as many as evaluations.
  bool is_spent_ = false;
  Annealed home_;  ///< The best plan.
};

}  // namespace

Annealed search_locally(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                        const LocalSearchOptions& options, Random random, Picoseconds good_enough) {
  return LocalSearch(problem, bounds, seed, options, random, good_enough).run();
}

}  // namespace kairos
