#include "experiments/gallery/compared_row.hpp"

#include <algorithm>
#include <cmath>

namespace kairos {
namespace {

/// The largest difference from a value that one of the tolerances allows. It includes the rounding
/// of the last digits, so that a value at the limit is within it.
double allowed_around(double value, const std::vector<Tolerance>& tolerance) {
  constexpr double rounding = 1e-14;
  double allowed = 0;
  for (const Tolerance& one : tolerance) {
    const bool is_share = one.unit.empty();
    allowed = std::max(allowed, is_share ? one.amount * std::abs(value) : one.amount);
  }
  return allowed + rounding * std::abs(value);
}

/// The sign of value - other, which is 0 if the tolerance allows the difference.
int direction(double value, double other, const std::vector<Tolerance>& tolerance) {
  const double difference = value - other;
  if (std::abs(difference) <= allowed_around(other, tolerance)) return 0;
  return difference > 0 ? 1 : -1;
}

}  // namespace

std::optional<double> ComparedRow::difference() const {
  if (!published || !simulated) return std::nullopt;
  return *simulated - *published;
}

std::optional<double> ComparedRow::share() const {
  const std::optional<double> absolute = difference();
  if (!absolute || *published == 0) return std::nullopt;
  return *absolute / std::abs(*published);
}

Verdict verdict_of(const ComparedRow& row) {
  if (row.kind == ExpectKind::not_reproducible) return Verdict::not_reproducible;
  const std::optional<double> difference = row.difference();
  if (!difference) return Verdict::failed;
  if (row.kind == ExpectKind::same_direction) {
    const bool agrees = direction(*row.simulated, row.than.simulated, row.tolerance) ==
                        direction(*row.published, row.than.published, row.tolerance);
    return agrees ? Verdict::same_direction : Verdict::other_direction;
  }
  const bool is_within = std::abs(*difference) <= allowed_around(*row.published, row.tolerance);
  return is_within ? Verdict::within : Verdict::outside;
}

}  // namespace kairos
