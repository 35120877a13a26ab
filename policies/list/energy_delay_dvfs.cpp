// Energy-delay product over elements and clocks: the oldest ready task goes to the element, and
// sets its cluster to the operating point, with the lowest
//
//   energy(element, point) * delay(element, point)^exponent           (policies/energy_delay.hpp)
//
// A point is of a whole cluster. A cluster at rest may take any; while it has work, only the one
// that was asked for or a faster one, so that no later decision slows what has been sent. Between
// equals the faster point wins.
//
// Lee, Zomaya: Energy conscious scheduling for distributed computing systems under different
// operating conditions, IEEE Trans. Parallel and Distributed Systems 22(8), 2011: ECS chooses
// processor and voltage of a task together, by its relative gains in energy and in finish time.
// Departures: a product in place of the sum of gains, clusters in place of processors with clocks
// of their own, at every event instead of in a plan, and nothing is slowed afterwards.
//
// Example: one element with 2 W at 1 GHz and 1 V, so 0.64 W at 500 MHz and 0.8 V. A task of 10 ms
// takes 200 uJ s fast and 12.8 mJ * 20 ms = 256 uJ s slow: 1 GHz. With exponent 0.5: 500 MHz.
// How far to trust it: what a faster point takes more from the others of its cluster is not in
// `energy`, nor is leakage, which slow points draw for longer. Estimates take the new point for in
// force at once and allowed: a transition, a zone or a rail makes them wrong. A point set here ends
// when a governor that follows the load is next asked: use userspace or performance.
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
    "energy_delay_dvfs", "oldest ready task, element and operating point of the lowest EDP"};

}  // namespace
}  // namespace kairos
