// First come, first served: the oldest ready task for which an element is idle goes to the first
// such element; nothing is sent to a busy one.
#include <deque>
#include <limits>
#include <map>

#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class FirstCome final : public Policy {
 public:
  void begin(const SystemView& /*view*/) override {
    waiting_.clear();
    next_ticket_ = 0;
  }

  std::optional<Decision> decide(const SystemView& view) override {
    const auto& ready = view.ready();
    for (auto task = ready.from(next_ticket_); task != ready.end(); ++task) {
      waiting_[view.capability_group(*task)].push_back({task.key(), *task});
      next_ticket_ = task.key() + 1;
    }
    std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
    std::optional<Decision> decision;
    for (auto& [number, group] : waiting_) {
      while (!group.empty() && !group.front().is_ready(view)) group.pop_front();
      if (group.empty() || group.front().ticket > oldest) continue;
      const TaskRef task = group.front().task;
      const auto element = first_idle(task, view);
      if (!element) continue;
      oldest = group.front().ticket;
      decision = Decision{task, *element};
    }
    std::erase_if(waiting_, [](const auto& group) { return group.second.empty(); });
    return decision;
  }

 private:
  struct Waiting {
    std::uint64_t ticket = 0;
    TaskRef task;
    /// False once the task has been sent, or all elements that could run it are down.
    [[nodiscard]] bool is_ready(const SystemView& view) const {
      return view.is_in_system(task.job) && view.ticket(task) == ticket;
    }
  };

  static std::optional<ElementId> first_idle(TaskRef task, const SystemView& view) {
    for (const ElementId element : view.elements_for(task)) {
      if (view.is_idle(element)) return element;
    }
    return std::nullopt;
  }

  /// Queues by group of tasks with the same capable elements. Their oldest task comes first, and
  /// only it can be sent.
  std::map<std::size_t, std::deque<Waiting>> waiting_;
  std::uint64_t next_ticket_ = 0;  ///< Ready tasks with smaller tickets are in `waiting_`.
};

const Register<Policy, FirstCome> registered{
    "first_come",
    "oldest ready task that an idle element can run, first such element; else wait (FCFS)"};

}  // namespace
}  // namespace kairos
