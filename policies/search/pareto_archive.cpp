#include "policies/search/pareto_archive.hpp"

#include <algorithm>
#include <numeric>

namespace kairos {
namespace {

/// Returns the area that points dominate in the first two objectives; they are sorted by the first.
double area(const std::vector<Objectives>& sorted, const Objectives& reference, double depth) {
  double sum = 0;
  double height = reference[1];
  for (const Objectives& point : sorted) {
    if (point[2] > depth || point[0] >= reference[0] || point[1] >= height) continue;
    sum += (reference[0] - point[0]) * (height - point[1]);
    height = point[1];
  }
  return sum;
}

/// Adds up slices along the third objective.
double volume(std::vector<Objectives> points, const Objectives& reference) {
  std::ranges::sort(points);
  std::vector<double> depths;
  depths.reserve(points.size() + 1);
  for (const Objectives& point : points) depths.push_back(std::min(point[2], reference[2]));
  depths.push_back(reference[2]);
  std::ranges::sort(depths);
  double sum = 0;
  for (std::size_t i = 0; i + 1 < depths.size(); ++i) {
    if (depths[i + 1] > depths[i]) {
      sum += (depths[i + 1] - depths[i]) * area(points, reference, depths[i]);
    }
  }
  return sum;
}

}  // namespace

bool dominates(const Objectives& a, const Objectives& b) {
  bool better = false;
  for (std::size_t k = 0; k < a.size(); ++k) {
    if (a[k] > b[k]) return false;
    better = better || a[k] < b[k];
  }
  return better;
}

void ParetoArchive::offer(const Plan& plan, const Objectives& objectives) {
  const auto as_good = [&](const ParetoPlan& member) {
    return member.objectives == objectives || dominates(member.objectives, objectives);
  };
  if (std::ranges::any_of(members_, as_good)) return;
  std::erase_if(members_,
                [&](const ParetoPlan& member) { return dominates(objectives, member.objectives); });
  members_.push_back({plan, objectives});
  if (members_.size() <= capacity_) return;
  std::size_t least = 0;
  double largest_rest = -1;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    const double rest = hypervolume_without(i);
    if (rest > largest_rest) {
      largest_rest = rest;
      least = i;
    }
  }
  members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(least));
}

double ParetoArchive::hypervolume() const {
  return hypervolume_without(members_.size());
}

double ParetoArchive::hypervolume_without(std::size_t left_out) const {
  std::vector<Objectives> points;
  points.reserve(members_.size());
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i != left_out) points.push_back(members_[i].objectives);
  }
  return volume(std::move(points), reference_);
}

std::vector<std::size_t> ParetoArchive::by_distance(const Objectives& weights) const {
  Objectives ideal = members_.front().objectives;
  Objectives nadir = ideal;
  for (const ParetoPlan& member : members_) {
    for (std::size_t k = 0; k < ideal.size(); ++k) {
      ideal[k] = std::min(ideal[k], member.objectives[k]);
      nadir[k] = std::max(nadir[k], member.objectives[k]);
    }
  }
  std::vector<double> distance;
  distance.reserve(members_.size());
  for (const ParetoPlan& member : members_) {
    double sum = 0;
    for (std::size_t k = 0; k < ideal.size(); ++k) {
      if (nadir[k] <= ideal[k]) continue;
      const double part = weights[k] * (member.objectives[k] - ideal[k]) / (nadir[k] - ideal[k]);
      sum += part * part;
    }
    distance.push_back(sum);
  }
  std::vector<std::size_t> order(members_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return distance[i]; });
  return order;
}

}  // namespace kairos
