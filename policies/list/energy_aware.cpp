// Energy-aware: the oldest ready task goes to the element that needs the least energy for it.
//
// `rule: eas` is the rule of Linux' energy-aware scheduling. Every cluster proposes its element
// with the most spare capacity, and of those on which the task fits the cheapest is taken. If the
// task fits on none, the chip counts as overutilised and the task goes to the element where it
// finishes first. A task fits if this inequality holds:
//
//   demand of the element + its execution time * ln 2 / half_life <= capacity
// The demand of an element is the sum of the same terms of the tasks sent to it, each halved with
// every half_life since. Under a steady load the demand is the share of time that the element is
// busy. If an element has several slots, the terms are divided by their number.
//
// `rule: energy` takes the cheapest element, however long its queue; ties go to the earlier finish.
//
// Linux kernel documentation, Energy Aware Scheduling, and kernel/sched/fair.c: 80 % capacity, and
// load halved every 32 ms (PELT). There are two departures: demand counts the tasks sent instead of
// sampling those that run; and tasks are short, so there is no previous element to favour.
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
      f("rule", rule,
        "eas: element with the lowest energy that is not overutilised; energy: element with the "
        "lowest energy");
      f("capacity", capacity,
        "with rule eas, an element accepts tasks until its demand reaches this value")
          .positive();
      f("half_life", half_life, "with rule eas, time in which the weight of past demand halves")
          .positive();
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
      // The elements of a cluster have neighbouring ids.
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

const Register<Policy, EnergyAware> registered{"energy_aware",
                                               "oldest ready task, element with the lowest energy "
                                               "that is not overutilised (EAS, as in Linux)"};

}  // namespace
}  // namespace kairos
