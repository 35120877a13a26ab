// Energy-aware: the oldest ready task goes where it costs the least energy.
//
// `rule: eas` is the rule of Linux' energy-aware scheduling. Every cluster proposes its element
// with the most spare capacity; of those on which the task fits the cheapest is taken. When it fits
// nowhere the chip counts as overutilised and the task goes where it finishes first. It fits when
//
//   demand of the element + its execution time * ln 2 / half_life <= capacity
// where demand is the sum of what was sent there, each halved with every half_life since, in the
// same unit: under a steady load it is the share of time that the element is busy.
// `rule: energy` is the cheapest element, however long its queue; between equals the earlier
// finish.
//
// Linux kernel documentation, Energy Aware Scheduling, and kernel/sched/fair.c: 80 % capacity, and
// load halved every 32 ms (PELT). Departures: demand counts what was sent instead of sampling what
// runs; tasks are short, so there is no previous element to favour.
#include <cmath>
#include <numbers>

#include "policies/placement.hpp"
#include "policies/policy.hpp"
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"

namespace kairos {

enum class EnergyRule : std::uint8_t { eas, energy };

template <>
struct EnumNames<EnergyRule> {
  static constexpr std::string_view kind = "rule";
  static constexpr std::array names{EnumName{EnergyRule::eas, "eas"},
                                    EnumName{EnergyRule::energy, "energy"}};
};

namespace {

class EnergyAware final : public Policy {
 public:
  struct Options {
    EnergyRule rule = EnergyRule::eas;
    double capacity = 0.8;
    Duration half_life = Duration::picoseconds(32'000'000'000);

    void describe(Fields& f) {
      f("rule", rule, "eas: the cheapest of what is not overutilised; energy: the cheapest");
      f("capacity", capacity, "eas: up to what demand an element takes tasks").positive();
      f("half_life", half_life, "eas: how fast past demand is forgotten").positive();
    }
  };
  explicit EnergyAware(const Options& options) : options_(options) {}

  void begin(const SystemView& view) override { demand_.assign(view.element_count(), {}); }

  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    if (options_.rule == EnergyRule::energy) return Decision{task, cheapest(task, view)};
    const auto fitting = cheapest_that_fits(task, view);
    const ElementId element = fitting ? *fitting : earliest_finish(task, view).element;
    demand_[element] = {demand(element, view) + share(task, element, view), view.now()};
    return Decision{task, element};
  }

 private:
  struct Demand {
    double share = 0;
    Time at;
  };

  static ElementId cheapest(TaskRef task, const SystemView& view) {
    return *std::ranges::min_element(view.elements_for(task), {}, [&](ElementId e) {
      return std::pair(view.energy(task, e), view.estimate(task, e).finish);
    });
  }

  [[nodiscard]] std::optional<ElementId> cheapest_that_fits(TaskRef task,
                                                            const SystemView& view) const {
    const auto elements = view.elements_for(task);
    std::optional<ElementId> best;
    for (std::size_t i = 0; i < elements.size();) {
      // Elements of a cluster have neighbouring ids.
      const ClusterId cluster = view.platform().elements[elements[i]].cluster;
      ElementId idlest = elements[i];
      for (; i < elements.size() && view.platform().elements[elements[i]].cluster == cluster; ++i) {
        if (demand(elements[i], view) < demand(idlest, view)) idlest = elements[i];
      }
      if (demand(idlest, view) + share(task, idlest, view) > options_.capacity) continue;
      if (!best || view.energy(task, idlest) < view.energy(task, *best)) best = idlest;
    }
    return best;
  }

  [[nodiscard]] double demand(ElementId element, const SystemView& view) const {
    const Demand& demand = demand_[element];
    return demand.share *
           std::exp2(-((view.now() - demand.at).seconds() / options_.half_life.seconds()));
  }
  [[nodiscard]] double share(TaskRef task, ElementId element, const SystemView& view) const {
    return view.duration(task, element).seconds() * std::numbers::ln2 /
           options_.half_life.seconds() /
           static_cast<double>(view.platform().elements[element].slots);
  }

  Options options_;
  IdVector<ElementId, Demand> demand_;
};

const Register<Policy, EnergyAware> registered{
    "energy_aware", "oldest ready task, cheapest element that is not overutilised (EAS)"};

}  // namespace
}  // namespace kairos
