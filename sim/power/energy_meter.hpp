// Energy, exact between events: joules per element and task from the power of each cluster.
//
// In a cluster with k busy elements every busy one draws b(k) and every idle one i(k) watts
// (platforms/platform.hpp). The meter keeps the integrals B of b(k) and I of i(k) over time for
// each cluster; an element's energy over an interval in which it stayed busy is the difference of
// B.
//
// Worked example: DS3's four A15 cores at 2 GHz draw 3.32 W with one busy and 5.05 W with two. Core
// 0 runs from 0 to 2 s and core 1 from 1 to 2 s: core 0 takes 3.32 + 2.525 = 5.845 J, core 1 2.525
// J, together 8.37 J, the integral of the cluster's power. How far to trust it: as far as the
// powers given; leakage does not follow temperature here.
#pragma once

#include <vector>

#include "platforms/platform.hpp"

namespace kairos {

class EnergyMeter {
 public:
  explicit EnergyMeter(const Platform& platform);

  /// A task starts or ends on an element. started() returns a mark for task_energy().
  Joules started(ElementId element, Time now);
  void ended(ElementId element, Time now);
  /// Energy of a task since its mark, just before or after ended(); shared equally between the
  /// tasks that run on one element at the same time.
  [[nodiscard]] Joules task_energy(ElementId element, Joules mark) const {
    return elements_[element].per_task - mark;
  }
  void set_point(ClusterId cluster, std::size_t point, Time now);
  void set_up(ElementId element, bool up, Time now);

  /// Brings every total to `now`.
  void settle_all(Time now);
  [[nodiscard]] Joules of_element(ElementId element) const { return elements_[element].total; }
  [[nodiscard]] Watts power(ClusterId cluster) const;
  /// What a busy element of this cluster would draw if one more were busy than now.
  [[nodiscard]] Watts power_of_one_more(ClusterId cluster) const;
  /// The integral of the clusters' total power, kept separately from the elements' energies.
  [[nodiscard]] Joules integral() const { return integral_; }

 private:
  struct ClusterMeter {
    const Cluster* cluster = nullptr;
    const PowerShare* shares = nullptr;  ///< Of its operating point, by busy elements.
    Watts off;
    std::uint32_t size = 0, busy = 0, down = 0;  ///< Elements.
    Time last;
    PowerShare share;                 ///< In force since `last`.
    Watts power;                      ///< Of all its elements, likewise.
    Joules busy_energy, idle_energy;  ///< B and I.
  };
  struct ElementMeter {
    ClusterId cluster{};
    bool up = true;
    std::size_t running = 0;
    Time last;
    Joules mark;  ///< Of B or I, whichever applies, when last settled.
    Joules total;
    Joules per_task;  ///< The integral of power over the number of running tasks.
  };

  void bring_to(ClusterMeter& meter, Time now);
  void settle(ElementMeter& meter, ClusterMeter& cluster, Time now);
  void refresh(ClusterMeter& meter);

  IdVector<ClusterId, ClusterMeter> clusters_;
  IdVector<ElementId, ElementMeter> elements_;
  Joules integral_;
};

}  // namespace kairos
