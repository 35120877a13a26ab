// Energy-delay product over elements and operating points: the oldest ready task goes to the
// element, and sets its cluster to the operating point, with the lowest product of energy and
// delay:
//
//   energy(element, point) * delay(element, point)^exponent           (policies/energy_delay.hpp)
//
// An operating point applies to a whole cluster. An idle cluster may take any point. A busy one may
// take only the point that was asked for last or a faster one, so that no later decision slows
// tasks already sent. Ties go to the faster point.
//
// Lee, Zomaya: Energy conscious scheduling for distributed computing systems under different
// operating conditions, IEEE Trans. Parallel and Distributed Systems 22(8), 2011. Their ECS chooses
// processor and voltage of a task together, by its relative gains in energy and in finish time.
// Departures: a product instead of the sum of gains, clusters instead of processors with clocks of
// their own, decisions at every event instead of a plan, and no slowing down afterwards.
//
// Example: one element draws 2 W at 1 GHz and 1 V, and so 0.64 W at 500 MHz and 0.8 V. A task of 10
// ms gives 200 uJ s at 1 GHz and 12.8 mJ * 20 ms = 256 uJ s at 500 MHz, so 1 GHz wins. With
// exponent 0.5, 500 MHz wins.
//
// How far to trust it: the energy contains neither leakage, which slow points draw for longer, nor
// the additional energy that a faster point costs other elements of the cluster. Estimates assume
// that the new point is allowed and in force at once; a transition, a thermal zone or a rail makes
// them wrong. A governor that follows the load overrides the point at its next call: use userspace
// or performance.
#include <algorithm>
#include <limits>

#include "policies/energy_delay.hpp"
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EnergyDelayDvfs final : public Policy {
 public:
  using Options = EnergyDelay;
  explicit EnergyDelayDvfs(const Options& options) : options_(options) {}

  void begin(const SystemView& view) override {
    asked_for_.assign(view.platform().clusters.size(), 0);
  }

  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    const TaskView looked_at = view.look_at(task);
    Decision best{task};
    EnergyDelay::Score lowest{std::numeric_limits<double>::infinity(), Time::never()};
    for (const ElementId element : looked_at.elements()) {
      const Cluster& cluster = view.platform().cluster_of(element);
      const std::size_t slowest = slowest_point(view.platform().elements[element].cluster, view);
      for (std::size_t point = cluster.points.size(); point-- > slowest;) {
        const Time finish = looked_at.estimate(element, looked_at.duration(element, point)).finish;
        const auto score =
            options_.score(view.energy(task, element, point), view.ready_since(task), finish);
        if (score < lowest) {
          lowest = score;
          best = {task, element, static_cast<std::uint32_t>(point)};
        }
      }
    }
    asked_for_[view.platform().elements[best.element].cluster] = best.point;
    return best;
  }

 private:
  [[nodiscard]] std::size_t slowest_point(ClusterId cluster, const SystemView& view) const {
    const auto has_work = [&](ElementId e) { return view.load(e) > 0; };
    return std::ranges::any_of(view.platform().clusters[cluster].elements, has_work)
               ? asked_for_[cluster]
               : 0;
  }

  Options options_;
  IdVector<ClusterId, std::uint32_t> asked_for_;
};

const Register<Policy, EnergyDelayDvfs> registered{
    "energy_delay_dvfs",
    "oldest ready task, element and operating point with the lowest energy-delay product (Lee and "
    "Zomaya 2011)"};

}  // namespace
}  // namespace kairos
