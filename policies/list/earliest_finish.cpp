// Earliest finish time (EFT), also called minimum completion time (MCT): the oldest ready task goes
// to the element on which it will finish first, queues and transfers included.
//
// Maheswaran, Ali, Siegel, Hensgen, Freund: Dynamic mapping of a class of independent tasks onto
// heterogeneous computing systems, JPDC 59, 1999. The baseline every other policy should beat.
#include "policies/placement.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class EarliestFinish final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    return Decision{task, earliest_finish(task, view).element};
  }
};

const Register<Policy, EarliestFinish> registered{
    "earliest_finish", "oldest ready task, element where it finishes first (EFT, MCT)"};

}  // namespace
}  // namespace kairos
