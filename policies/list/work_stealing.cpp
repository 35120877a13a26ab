// Work stealing: a ready task belongs to the element that produced its last input. An idle element
// runs the newest task that belongs to it; if it has none, it steals the oldest task of another
// element, chosen at random.
//
// Blumofe, Leiserson: Scheduling multithreaded computations by work stealing, JACM 46(5), 1999.
// There are two extensions for elements that differ. A task without inputs, or one that its element
// cannot run, belongs to one of the capable elements, in turn by job and task. Thieves skip tasks
// they cannot run and go on to the next victim.
#include <map>

#include "policies/list/task_owner.hpp"
#include "policies/policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class WorkStealing final : public Policy {
 public:
  void begin(const SystemView& view) override {
    random_ = Random::stream(view.seed(), "policy");
    up_.clear();
    answered_.reset();
  }

  std::optional<Decision> decide(const SystemView& view) override {
    follow(view);
    idle_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      if (view.is_up(e) && view.is_idle(e)) idle_.push_back(e);
    }
    for (const ElementId element : idle_) {
      if (const auto own = newest(element)) return answer(*own, element);
    }
    for (const ElementId thief : idle_) {
      if (const auto task = steal(thief, view)) return answer(*task, thief);
    }
    return std::nullopt;
  }

 private:
  using Tasks = std::map<std::uint64_t, TaskRef>;  ///< Tasks by ticket, so the oldest comes first.
  struct Owned {
    ElementId owner{};
    std::size_t group = 0;  ///< The group of tasks with the same capable elements.
    std::uint64_t ticket = 0;
    TaskRef task;
  };

  /// Updates the owners of tasks. Owners change when an element fails or returns.
  void follow(const SystemView& view) {
    if (answered_ && (!view.is_in_system(answered_->task.job) ||
                      view.ticket(answered_->task) != answered_->ticket)) {
      auto& groups = owned_[answered_->owner];
      size_ -= groups[answered_->group].erase(answered_->ticket);
      if (groups[answered_->group].empty()) groups.erase(answered_->group);
    }
    answered_.reset();
    if (has_changed(view)) forget_all(view);
    add_new(view);
    if (size_ == view.ready().size()) return;
    forget_all(view);  // Some tasks wait for elements that are down.
    add_new(view);
  }
  [[nodiscard]] bool has_changed(const SystemView& view) const {
    if (up_.empty()) return true;
    for (const ElementId e : ids<ElementId>(up_.size())) {
      if (up_[e] != view.is_up(e)) return true;
    }
    return false;
  }
  void forget_all(const SystemView& view) {
    owned_.assign(view.element_count(), {});
    up_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) up_.push_back(view.is_up(e));
    size_ = 0;
    next_ticket_ = 0;
  }
  void add_new(const SystemView& view) {
    const auto& ready = view.ready();
    for (auto task = ready.from(next_ticket_); task != ready.end(); ++task) {
      owned_[owner_of(*task, view)][view.capability_group(*task)].emplace(task.key(), *task);
      next_ticket_ = task.key() + 1;
      ++size_;
    }
  }

  [[nodiscard]] std::optional<Owned> newest(ElementId element) const {
    std::optional<Owned> newest;
    for (const auto& [group, tasks] : owned_[element]) {
      const auto& [ticket, task] = *tasks.rbegin();
      if (!newest || ticket > newest->ticket) newest = {element, group, ticket, task};
    }
    return newest;
  }

  std::optional<Owned> steal(ElementId thief, const SystemView& view) {
    const std::size_t victims = view.element_count();
    const std::size_t first = random_.index(victims);
    for (std::size_t i = 0; i < victims; ++i) {
      const auto victim = static_cast<ElementId>((first + i) % victims);
      if (const auto oldest = oldest_for(thief, victim, view)) return oldest;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::optional<Owned> oldest_for(ElementId thief, ElementId victim,
                                                const SystemView& view) const {
    std::optional<Owned> oldest;
    for (const auto& [group, tasks] : owned_[victim]) {
      const auto& [ticket, task] = *tasks.begin();
      if (oldest && oldest->ticket < ticket) continue;
      if (view.can_run(task, thief)) oldest = {victim, group, ticket, task};
    }
    return oldest;
  }

  Decision answer(const Owned& owned, ElementId element) {
    answered_ = owned;
    return {owned.task, element};
  }

  Random random_{0};
  std::vector<ElementId> idle_;
  /// Tasks by owner and group; no group is empty.
  IdVector<ElementId, std::map<std::size_t, Tasks>> owned_;
  std::size_t size_ = 0;           ///< Number of tasks that are owned.
  std::uint64_t next_ticket_ = 0;  ///< All ready tasks with smaller tickets are owned.
  IdVector<ElementId, bool> up_;   ///< The elements that were up at the last update of owners.
  std::optional<Owned> answered_;
};

const Register<Policy, WorkStealing> registered{"work_stealing",
                                                "idle elements run their own newest task or steal "
                                                "another's oldest (Blumofe and Leiserson 1999)"};

}  // namespace
}  // namespace kairos
