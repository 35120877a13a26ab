#include "experiments/training/lookahead.hpp"

#include <algorithm>
#include <limits>

namespace kairos {
namespace {

/// The legal rows, best prior first.
std::vector<std::size_t> by_prior(const Environment& environment) {
  const std::vector<float>& prior = environment.observation().prior;
  std::vector<std::size_t> rows;
  rows.reserve(prior.size());
  for (std::size_t row = 0; row < prior.size(); ++row) {
    if (environment.is_legal(row)) rows.push_back(row);
  }
  std::ranges::stable_sort(rows, [&](std::size_t a, std::size_t b) { return prior[a] > prior[b]; });
  return rows;
}

}  // namespace

std::optional<std::size_t> Lookahead::best(const Environment& asked) {
  std::vector<std::size_t> rows = by_prior(asked);
  rows.resize(std::min<std::size_t>(rows.size(), candidates_));
  std::size_t best = rows.front();
  double lowest = std::numeric_limits<double>::infinity();
  double highest = 0;
  for (const std::size_t row : rows) {
    const double found = cost(asked, row);
    highest = std::max(highest, found);
    if (found >= lowest) continue;
    lowest = found;
    best = row;
  }
  if (lowest == highest) return std::nullopt;
  return best;
}

double Lookahead::cost(const Environment& asked, std::size_t row) {
  environment_.follow(asked);
  environment_.step(row);
  while (!environment_.is_over()) environment_.step(by_prior(environment_).front());
  return environment_.costs().total(environment_.now());
}

}  // namespace kairos
