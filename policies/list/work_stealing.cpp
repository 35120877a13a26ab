// Work stealing: a ready task belongs to the element that ran the last of its inputs. An idle
// element runs its newest own task; without one it steals the oldest from another, chosen at
// random.
//
// Blumofe, Leiserson: Scheduling multithreaded computations by work stealing, JACM 46(5), 1999.
// Beyond the paper, for elements that differ: a task that its element cannot run, and one without
// inputs, belongs to one of those that can, in turn by job and task; thieves pass over what they
// cannot run and go on to the next victim.
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class WorkStealing final : public Policy {
 public:
  void begin(const SystemView& view) override { random_ = Random::stream(view.seed(), "policy"); }

  std::optional<Decision> decide(const SystemView& view) override {
    idle_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      if (view.is_up(e) && view.is_idle(e)) idle_.push_back(e);
    }
    if (idle_.empty()) return std::nullopt;
    owned_.resize(view.element_count());
    for (auto& tasks : owned_) tasks.clear();
    for (const TaskRef task : view.ready()) owned_[owner(task, view)].push_back(task);
    for (const ElementId element : idle_) {
      if (!owned_[element].empty()) return Decision{owned_[element].back(), element};
    }
    for (const ElementId thief : idle_) {
      if (const auto task = steal(thief, view)) return Decision{*task, thief};
    }
    return std::nullopt;
  }

 private:
  static ElementId owner(TaskRef task, const SystemView& view) {
    std::optional<ElementId> last;
    Time latest;
    for (const Edge& input : view.graph(task.job).inputs(task.task)) {
      const TaskRef producer{task.job, input.task};
      if (last && view.finish_of(producer) <= latest) continue;
      latest = view.finish_of(producer);
      last = view.element_of(producer);
    }
    if (last && view.is_up(*last) && view.can_run(task, *last)) return *last;
    const auto elements = view.elements_for(task);
    return elements[(index(task.job) + index(task.task)) % elements.size()];
  }

  std::optional<TaskRef> steal(ElementId thief, const SystemView& view) {
    const std::size_t victims = view.element_count();
    const std::size_t first = random_.index(victims);
    for (std::size_t i = 0; i < victims; ++i) {
      for (const TaskRef task : owned_[static_cast<ElementId>((first + i) % victims)]) {
        if (view.can_run(task, thief)) return task;
      }
    }
    return std::nullopt;
  }

  Random random_{0};
  std::vector<ElementId> idle_;
  IdVector<ElementId, std::vector<TaskRef>> owned_;  ///< The oldest first.
};

const Register<Policy, WorkStealing> registered{
    "work_stealing", "idle elements run their newest task or steal the oldest"};

}  // namespace
}  // namespace kairos
