// Shortest time first (STF): the ready task with the shortest execution time on any element goes
// first, to that element; ties go to the least loaded element.
//
// The order of tasks is that of STF in DS3 (Arda et al., IEEE Trans. Computers 69, 2020). DS3 sends
// all tasks to the lowest of equally fast elements, however long its queue; here the load decides.
#include <tuple>

#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class ShortestFirst final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    Decision best;
    std::pair shortest{Duration::max(), std::size_t{0}};
    for (const TaskRef task : view.ready()) {
      for (const ElementId element : view.elements_for(task)) {
        const std::pair key{view.duration(task, element), view.load(element)};
        if (key < shortest) {
          shortest = key;
          best = {task, element};
        }
      }
    }
    return best;
  }
};

const Register<Policy, ShortestFirst> registered{
    "shortest_first",
    "ready task with the shortest execution time first, on its fastest element (STF, Arda et al. "
    "2020)"};

}  // namespace
}  // namespace kairos
