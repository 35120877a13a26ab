// An archive of plans that do not dominate each other; all objectives are minimised.
//
// It holds at most `capacity` plans. If there is one more, the plan that contributes least to the
// dominated volume is removed, which may be the new one. The hypervolume (Zitzler, Thiele, IEEE
// TEVC 3(4), 1999) against a fixed reference point therefore never falls. NSGA-II's crowding
// distance would keep the front as wide, but lets the volume fall.
#pragma once

#include <array>

#include "policies/search/plan_evaluator.hpp"

namespace kairos {

using Objectives = std::array<double, 3>;

/// True if `a` is no worse in any objective and better in at least one.
bool dominates(const Objectives& a, const Objectives& b);

struct ParetoPlan {
  Plan plan;
  Objectives objectives{};
};

class ParetoArchive {
 public:
  ParetoArchive(std::size_t capacity, const Objectives& reference)
      : capacity_(capacity), reference_(reference) {}

  /// Adds a plan unless a member is at least as good, and removes the members that it dominates.
  void offer(const Plan& plan, const Objectives& objectives);

  [[nodiscard]] const std::vector<ParetoPlan>& members() const { return members_; }
  /// The volume that the members dominate, up to the reference point.
  [[nodiscard]] double hypervolume() const;
  /// Returns the members by distance from the ideal point, nearest first; objectives are weighted
  /// and scaled to the range that the members span. The first is the knee.
  [[nodiscard]] std::vector<std::size_t> by_distance(const Objectives& weights) const;

 private:
  [[nodiscard]] double hypervolume_without(std::size_t left_out) const;

  std::size_t capacity_;
  Objectives reference_;
  std::vector<ParetoPlan> members_;
};

}  // namespace kairos
