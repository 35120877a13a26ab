#include "policies/search/pareto_annealer.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

constexpr std::size_t energy = 0, latency = 1, underuse = 2;

/// Relative objectives beyond these values count as no gain: five times HEFT's energy or latency.
constexpr Objectives reference{5, 5, 1};

DeviceEnergy::Options energy_options(const PgsamOptions& options) {
  constexpr double kelvin_at_zero_celsius = 273.15;
  return {options.capacity.value(), options.temperature_c + kelvin_at_zero_celsius,
          options.static_factors};
}

}  // namespace

void PgsamOptions::describe(Fields& f) {
  SearchEffort::describe(f);
  f("archive", archive, "maximum number of non-dominated plans that are kept").between(1, 1'000);
  f("epochs", epochs, "number of times the weights of the objectives rotate").between(1, 1'000'000);
  f("energy", energy, "weight of energy; 0 ignores energy").not_negative();
  f("latency", latency, "weight of latency").not_negative();
  f("underuse", underuse, "weight of the elements' idle fraction").not_negative();
  f("momentum", momentum, "momentum mu: weight of a placement's earlier gains").between(0.0, 1.0);
  f("hottest", hottest, "initial annealing temperature, in relative objectives").between(1e-9, 1e9);
  f("coldest", coldest, "final annealing temperature, in relative objectives").between(1e-9, 1e9);
  f("temperature_c", temperature_c, "chip temperature in degrees Celsius, for leakage")
      .between(-50.0, 200.0);
  f("capacity", capacity,
    "memory capacity per element, for the memory pressure CPQ; 0 for no pressure")
      .not_negative();
  f("static_factors", static_factors,
    "ablation: energy from peak power alone, without affinity, memory pressure and temperature");
  f("greedy", greedy, "ablation: worse plans are never accepted");
  f("no_verify", no_verify, "ablation: the knee is followed without verification");
}

ParetoAnnealer::ParetoAnnealer(const PlanningProblem& job, const SearchProblem& problem,
                               const PathBounds& bounds, Plan heft, const PgsamOptions& options,
                               Random random)
    : problem_(problem),
      options_(options),
      evaluations_(options.evaluations_for(problem)),
      random_(random),
      energy_(job, energy_options(options)),
      evaluator_(problem, bounds),
      moves_(problem, std::move(heft)),
      archive_(options.archive, reference),
      momentum_(problem.tasks() * problem.elements()) {
  const Plan& plan = moves_.plan();
  const Picoseconds makespan = evaluator_.evaluate(plan);
  heft_joules_ = energy_.joules(plan);
  heft_latency_ = static_cast<double>(makespan - problem.release());
  current_ = heft_ = objectives(plan, makespan);
  archive_.offer(plan, current_);
}

Objectives ParetoAnnealer::objectives(const Plan& plan, Picoseconds makespan) {
  const auto length = static_cast<double>(makespan - problem_.release());
  double busy = 0;
  for (std::size_t t = 0; t < problem_.tasks(); ++t) {
    busy += static_cast<double>(problem_.duration(t, plan.element[t]));
  }
  const double room = length * static_cast<double>(problem_.lanes());
  return {heft_joules_ > 0 ? energy_.joules(plan) / heft_joules_ : 0,
          heft_latency_ > 0 ? length / heft_latency_ : 0, room > 0 ? 1 - busy / room : 0};
}

/// Returns the weighted sum of the changes. The weights rotate from epoch to epoch: each objective
/// in turn has four times its weight, then all have the weights as given.
double ParetoAnnealer::worsening(const Objectives& to) const {
  constexpr double emphasis = 4;
  Objectives weights{options_.energy, options_.latency, options_.underuse};
  const std::uint64_t epoch = done_ * options_.epochs / evaluations_;
  const std::uint64_t turn = epoch % (weights.size() + 1);
  if (turn < weights.size()) weights[turn] *= emphasis;
  const double sum = weights[energy] + weights[latency] + weights[underuse];
  double delta = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    delta += sum > 0 ? weights[k] / sum * (to[k] - current_[k]) : 0;
  }
  return delta;
}

double ParetoAnnealer::temperature() const {
  const double progress = static_cast<double>(done_) / static_cast<double>(evaluations_);
  return options_.hottest * std::pow(options_.coldest / options_.hottest, progress);
}

std::uint32_t ParetoAnnealer::draw_element(std::uint32_t task) {
  constexpr double curiosity = 0.01;  // The weight of an element without momentum.
  const auto candidates = problem_.candidates(task);
  double sum = 0;
  chances_.clear();
  for (const std::uint32_t element : candidates) {
    sum += curiosity + momentum_[task * problem_.elements() + element];
    chances_.push_back(sum);
  }
  const double drawn = random_.uniform() * sum;
  const auto at = std::ranges::upper_bound(chances_, drawn) - chances_.begin();
  return candidates[std::min(static_cast<std::size_t>(at), candidates.size() - 1)];
}

std::size_t ParetoAnnealer::propose() {
  constexpr double guided = 0.4;
  cell_ = no_cell;
  if (random_.uniform() >= guided) return moves_.propose(random_);
  const auto task = static_cast<std::uint32_t>(random_.index(problem_.tasks()));
  const std::uint32_t element = draw_element(task);
  cell_ = task * problem_.elements() + element;
  return moves_.relocate(task, element);
}

void ParetoAnnealer::learn(double improvement) {
  if (cell_ == no_cell) return;
  momentum_[cell_] =
      options_.momentum * momentum_[cell_] + (1 - options_.momentum) * std::max(0.0, improvement);
}

bool ParetoAnnealer::goes_on() {
  if (options_.time_limit <= Duration{}) return done_++ < evaluations_;
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin_;
  const double progress = std::min(1.0, elapsed.count() / options_.time_limit.seconds());
  done_ = static_cast<std::uint64_t>(progress * static_cast<double>(evaluations_));
  return done_ < evaluations_;
}

bool ParetoAnnealer::step() {
  if (!goes_on()) return false;
  const std::size_t first = propose();
  if (first == problem_.tasks()) return true;
  const Picoseconds makespan = evaluator_.try_from(moves_.plan(), first, never);
  const Objectives tried = objectives(moves_.plan(), makespan);
  const double delta = worsening(tried);
  const double chance = options_.greedy ? (delta <= 0 ? 1 : 0) : std::exp(-delta / temperature());
  if (dominates(tried, current_) || random_.uniform() < chance) {
    evaluator_.keep(moves_.plan());
    current_ = tried;
    archive_.offer(moves_.plan(), tried);
    learn(-delta);
  } else {
    evaluator_.drop(moves_.editable());
    moves_.undo();
    learn(0);
  }
  return true;
}

const Plan& ParetoAnnealer::chosen() {
  const auto order = archive_.by_distance({options_.energy, options_.latency, options_.underuse});
  const auto& members = archive_.members();
  for (const std::size_t i : order) {
    const bool fits = energy_.pressure(members[i].plan) <= 1;
    if (options_.no_verify || (fits && !dominates(heft_, members[i].objectives))) {
      return members[i].plan;
    }
  }
  return members[order.front()].plan;
}

}  // namespace kairos
