// Plans none of which is better than another in every objective, all objectives to be minimised.
//
// At most `capacity` of them. When a further one comes, the one that contributes least to the
// dominated volume leaves, which may be the newcomer: the hypervolume (Zitzler, Thiele, IEEE TEVC
// 3(4), 1999) against a fixed reference point therefore never falls. NSGA-II's crowding distance
// would keep the front as wide but lets the volume fall.
#pragma once

#include <array>

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

using Objectives = std::array<double, 3>;

/// No worse in any, better in one.
bool dominates(const Objectives& a, const Objectives& b);

struct ParetoPlan {
  Plan plan;
  Objectives objectives{};
};

class ParetoArchive {
 public:
  ParetoArchive(std::size_t capacity, const Objectives& reference)
      : capacity_(capacity), reference_(reference) {}

  /// Takes a plan in unless a member is as good; what it dominates leaves.
  void offer(const Plan& plan, const Objectives& objectives);

  [[nodiscard]] const std::vector<ParetoPlan>& members() const { return members_; }
  /// Of what the members dominate, up to the reference point.
  [[nodiscard]] double hypervolume() const;
  /// Members by distance from the ideal point, nearest first: objectives scaled to the range that
  /// the members span, and weighted. The first is the knee.
  [[nodiscard]] std::vector<std::size_t> by_distance(const Objectives& weights) const;

 private:
  [[nodiscard]] double hypervolume_without(std::size_t left_out) const;

  std::size_t capacity_;
  Objectives reference_;
  std::vector<ParetoPlan> members_;
};

}  // namespace kairos
