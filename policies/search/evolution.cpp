#include "policies/search/evolution.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace kairos {

Evolution::Evolution(const SearchProblem& problem, Plan seed, const EvolutionOptions& options,
                     Random random, Assess assess)
    : options_(options),
      random_(random),
      assess_(std::move(assess)),
      moves_(problem, seed),
      seed_(std::move(seed)),
      budget_(options, problem) {}

std::vector<ParetoPlan> Evolution::run(double good_enough) {
  population_.reserve(2 * options_.population);
  add(seed_);
  bool goes_on = best_ > good_enough;
  while (population_.size() < options_.population && (goes_on = goes_on && budget_.goes_on())) {
    add(mutated(seed_, 1 + random_.index(seed_.order.size())));
    goes_on = best_ > good_enough;
  }
  select();
  while (goes_on) {
    for (std::uint64_t i = 0; i < options_.population; ++i) {
      goes_on = best_ > good_enough && budget_.goes_on();
      if (!goes_on) break;
      add(child());
    }
    select();
  }
  std::vector<ParetoPlan> survivors;
  survivors.reserve(population_.size());
  for (Individual& individual : population_) survivors.push_back(std::move(individual.plan));
  return survivors;
}

void Evolution::add(Plan plan) {
  const Objectives objectives = assess_(plan);
  best_ = std::min(best_, objectives[0]);
  population_.push_back(
      {{std::move(plan), objectives}, std::numeric_limits<std::size_t>::max(), 0});
}

// ---- Variation

/// Chooses among the selected plans; new children wait for the next selection.
const Plan& Evolution::parent() {
  const std::size_t selected = std::min<std::size_t>(options_.population, population_.size());
  const std::size_t a = random_.index(selected);
  const std::size_t b = random_.index(selected);
  return population_[std::min(a, b)].plan.plan;  // They are sorted, the best first.
}

Plan Evolution::child() {
  const Plan& mother = parent();
  if (random_.uniform() >= options_.crossover)
    return mutated(mother, 1 + random_.index(2 * options_.mutations));
  const Plan& father = parent();
  return mutated(cross(mother, father), random_.index(options_.mutations + 1));
}

Plan Evolution::cross(const Plan& mother, const Plan& father) {
  const std::size_t tasks = mother.order.size();
  const std::size_t cut = random_.index(tasks + 1);
  std::vector<bool> taken(tasks);
  Plan child{{}, father.element};
  child.order.reserve(tasks);
  for (std::size_t i = 0; i < cut; ++i) {
    const std::uint32_t task = mother.order[i];
    child.order.push_back(task);
    child.element[task] = mother.element[task];
    taken[task] = true;
  }
  for (const std::uint32_t task : father.order) {
    if (!taken[task]) child.order.push_back(task);
  }
  return child;
}

Plan Evolution::mutated(Plan plan, std::uint64_t moves) {
  if (moves == 0) return plan;
  moves_.reset(plan);
  for (std::uint64_t i = 0; i < moves; ++i) moves_.propose(random_);
  return moves_.plan();
}

// ---- Selection

void Evolution::select() {
  find_fronts();
  measure_crowding();
  std::ranges::stable_sort(population_, {}, [](const Individual& individual) {
    return std::tuple(individual.front, -individual.crowding);
  });
  if (population_.size() > options_.population) {
    population_.erase(population_.begin() + static_cast<std::ptrdiff_t>(options_.population),
                      population_.end());
  }
}

/// In lexicographic order, plans that dominate another precede it. The front of a plan is therefore
/// the one after the last front with a member that dominates it.
void Evolution::find_fronts() {
  std::ranges::stable_sort(population_, {}, [](const Individual& i) { return i.plan.objectives; });
  std::vector<std::vector<const Objectives*>> fronts;
  const Objectives* last = nullptr;
  for (Individual& individual : population_) {
    const Objectives& own = individual.plan.objectives;
    if (last != nullptr && own == *last) {
      individual.front = std::numeric_limits<std::size_t>::max();  // A copy.
      continue;
    }
    last = &own;
    const auto dominated = [&](const std::vector<const Objectives*>& front) {
      return std::ranges::any_of(front, [&](const Objectives* o) { return dominates(*o, own); });
    };
    individual.front = 0;
    while (individual.front < fronts.size() && dominated(fronts[individual.front])) {
      ++individual.front;
    }
    if (individual.front == fronts.size()) fronts.emplace_back();
    fronts[individual.front].push_back(&own);
  }
}

/// Computes the crowding distance: the distance between the neighbours of a plan in its front, as a
/// share of the range of each objective, summed over the objectives.
void Evolution::measure_crowding() {
  for (Individual& individual : population_) individual.crowding = 0;
  std::vector<std::size_t> order(population_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t k = 0; k < Objectives{}.size(); ++k) {
    const auto objective = [&](const Individual& i) { return i.plan.objectives[k]; };
    const double low = objective(*std::ranges::min_element(population_, {}, objective));
    const double high = objective(*std::ranges::max_element(population_, {}, objective));
    std::ranges::stable_sort(order, {}, [&](std::size_t i) {
      return std::tuple(population_[i].front, population_[i].plan.objectives[k]);
    });
    for (std::size_t at = 0; at < order.size(); ++at) {
      Individual& own = population_[order[at]];
      const bool is_first = at == 0 || population_[order[at - 1]].front != own.front;
      const bool is_last = at + 1 == order.size() || population_[order[at + 1]].front != own.front;
      if (is_first || is_last) {
        own.crowding = std::numeric_limits<double>::infinity();
      } else {
        const double apart =
            objective(population_[order[at + 1]]) - objective(population_[order[at - 1]]);
        own.crowding += high > low ? apart / (high - low) : 0;
      }
    }
  }
}

}  // namespace kairos
