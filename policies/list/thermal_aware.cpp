// Thermal-aware: the oldest ready task goes to an idle element chosen by temperature or power, with
// ties to the one where it finishes first. If none is idle it goes to the element where it finishes
// first.
//
// `rule: coolest` takes the coolest element (coolest first). `rule: power_neighbourhood` takes the
// element with the least power drawn around it: its own and that of all elements that share its
// heat node or sit on a node joined to it. On a chip without temperatures the neighbours are the
// elements of its cluster.
//
// Moore, Chase, Ranganathan, Sharma: Making scheduling "cool": temperature-aware workload placement
// in data centers, USENIX ATC 2005, proposes coolest first for servers. The rule by neighbourhood
// is our own: heat spreads sideways, so a cool element between hot ones does not stay cool.
#include <algorithm>
#include <tuple>

#include "policies/placement.hpp"
#include "policies/policy.hpp"
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"

namespace kairos {

enum class ThermalRule : std::uint8_t { coolest, power_neighbourhood };

template <>
struct EnumNames<ThermalRule> {
  static constexpr std::string_view kind = "rule";
  static constexpr std::array names{
      EnumName{ThermalRule::coolest, "coolest"},
      EnumName{ThermalRule::power_neighbourhood, "power_neighbourhood"}};
};

namespace {

class ThermalAware final : public Policy {
 public:
  struct Options {
    ThermalRule rule = ThermalRule::coolest;

    void describe(Fields& f) {
      f("rule", rule,
        "coolest: the coolest idle element; power_neighbourhood: the idle element with the least "
        "power drawn around it");
    }
  };
  explicit ThermalAware(const Options& options) : by_power_(options.rule != ThermalRule::coolest) {}

  void begin(const SystemView& view) override {
    neighbours_.clear();
    if (by_power_) find_neighbours(view.platform());
  }

  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    std::optional<ElementId> best;
    std::pair<double, Time> lowest;
    for (const ElementId element : view.elements_for(task)) {
      if (!view.is_idle(element)) continue;
      const std::pair score{heat(element, view), view.estimate(task, element).finish};
      if (best && lowest <= score) continue;
      best = element;
      lowest = score;
    }
    return Decision{task, best ? *best : earliest_finish(task, view).element};
  }

 private:
  [[nodiscard]] double heat(ElementId element, const SystemView& view) const {
    if (!by_power_) return view.temperature(element).kelvin();
    Watts sum;
    for (const ElementId other : neighbours_[element]) sum += view.power(other);
    return sum.value();
  }

  void find_neighbours(const Platform& platform) {
    for (const ElementId e : ids<ElementId>(platform.elements.size())) {
      neighbours_.emplace_back();
      for (const ElementId other : ids<ElementId>(platform.elements.size())) {
        if (are_close(platform, e, other)) neighbours_[e].push_back(other);
      }
    }
  }

  static bool are_close(const Platform& platform, ElementId a, ElementId b) {
    if (!platform.thermal) return platform.elements[a].cluster == platform.elements[b].cluster;
    const Thermal& thermal = *platform.thermal;
    const auto heats = [&](ElementId e, std::size_t node) {
      return std::ranges::find(thermal.elements[e], node, &HeatShare::node) !=
             thermal.elements[e].end();
    };
    return std::ranges::any_of(thermal.elements[a],
                               [&](const HeatShare& to) { return heats(b, to.node); }) ||
           std::ranges::any_of(thermal.network.edges, [&](const RcEdge& edge) {
             return (heats(a, edge.from) && heats(b, edge.to)) ||
                    (heats(b, edge.from) && heats(a, edge.to));
           });
  }

  bool by_power_;
  /// The neighbours of each element, itself included.
  IdVector<ElementId, std::vector<ElementId>> neighbours_;
};

const Register<Policy, ThermalAware> registered{
    "thermal_aware",
    "oldest ready task, coolest idle element or idle element with the least power around it (Moore "
    "et al. 2005)"};

}  // namespace
}  // namespace kairos
