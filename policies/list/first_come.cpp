// First come, first served: the oldest ready task for which an element is idle goes to the first
// such element; nothing is sent to a busy one.
#include "policies/policy.hpp"
#include "policies/ready_order.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class FirstCome final : public Policy {
 public:
  void begin(const SystemView& view) override { order_.clear(view.capability_groups()); }

  std::optional<Decision> decide(const SystemView& view) override {
    order_.settle(view);
    order_.follow(view, [&](TaskRef task) {
      order_.add(view.capability_group(task), {static_cast<std::int64_t>(view.ticket(task)), task});
    });
    std::optional<Candidate> oldest;
    for (std::size_t group = 0; group < order_.groups(); ++group) {
      if (order_.is_empty(group)) continue;
      const ReadyOrder::Place place = order_.first(group).place();
      if (oldest && oldest->place < place) continue;
      if (const auto idle = first_idle(place.task, view)) oldest = {group, place, *idle};
    }
    if (!oldest) return std::nullopt;
    order_.answer(oldest->group, oldest->place);
    return Decision{oldest->place.task, oldest->element};
  }

 private:
  struct Candidate {
    std::size_t group = 0;
    ReadyOrder::Place place;
    ElementId element{};
  };

  static std::optional<ElementId> first_idle(TaskRef task, const SystemView& view) {
    for (const ElementId element : view.elements_for(task)) {
      if (view.is_idle(element)) return element;
    }
    return std::nullopt;
  }

  ReadyOrder order_;  ///< By age.
};

const Register<Policy, FirstCome> registered{
    "first_come", "oldest ready task, first idle element, else wait (FCFS)"};

}  // namespace
}  // namespace kairos
