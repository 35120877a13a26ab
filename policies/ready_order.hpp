// The ready tasks in order of urgency, kept up to date as tasks become ready and are sent, so that
// a policy need not sort them at every decision.
//
// Tasks with the same capable elements form a group. Each group has its own order, so that a policy
// can skip tasks whose elements are all taken.
//
// In overload most jobs have one ready task. It needs no memory besides the node of its job,
// because the time of a decision depends on how many waiting jobs fit into the processor's caches.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "sim/decision/system_view.hpp"

namespace kairos {

class ReadyOrder {
 public:
  /// A task's position in the order: the smallest comes first, and equal urgencies go to the lowest
  /// task.
  struct Place {
    std::int64_t urgency = 0;
    TaskRef task;
    auto operator<=>(const Place&) const = default;
  };

 private:
  /// The tasks of one job that have the same urgency.
  struct Key {
    std::int64_t urgency = 0;
    JobId job{};
    auto operator<=>(const Key&) const = default;
  };
  static constexpr TaskId none = static_cast<TaskId>(~std::uint32_t{0});
  /// Some tasks of one job: the lowest, and the others if there are any.
  class Tasks {
   public:
    Tasks() = default;
    Tasks(const Tasks& from)
        : lowest_(from.lowest_),
          others_(from.others_ ? std::make_unique<std::set<TaskId>>(*from.others_) : nullptr) {}
    Tasks(Tasks&&) = default;
    Tasks& operator=(Tasks from) {
      lowest_ = from.lowest_;
      others_ = std::move(from.others_);
      return *this;
    }
    ~Tasks() = default;

    [[nodiscard]] bool empty() const { return lowest_ == none; }
    [[nodiscard]] std::size_t size() const {
      return empty() ? 0 : 1 + (others_ ? others_->size() : 0);
    }
    [[nodiscard]] TaskId lowest() const { return lowest_; }
    /// The lowest task above another one; `none` if there is none.
    [[nodiscard]] TaskId next(TaskId task) const {
      if (lowest_ > task) return lowest_;
      if (!others_) return none;
      const auto found = others_->upper_bound(task);
      return found == others_->end() ? none : *found;
    }
    /// Returns false if the task was there already.
    bool insert(TaskId task);
    /// Returns false if the task was not there.
    bool erase(TaskId task);

   private:
    TaskId lowest_ = none;
    std::unique_ptr<std::set<TaskId>> others_;  ///< Null if there are none.
  };
  using Group = std::map<Key, Tasks>;

 public:
  /// Visits the tasks of one group in order. It stays valid while tasks are added, and while tasks
  /// other than the one it is at are removed.
  class Cursor {
   public:
    explicit Cursor(const Group& group) : key_(group.begin()), end_(group.end()) { enter(); }
    [[nodiscard]] bool is_at_end() const { return key_ == end_; }
    [[nodiscard]] Place place() const { return {key_->first.urgency, {key_->first.job, task_}}; }
    void advance() {
      task_ = key_->second.next(task_);
      if (task_ != none) return;
      ++key_;
      enter();
    }

   private:
    void enter() {
      if (key_ != end_) task_ = key_->second.lowest();
    }

    Group::const_iterator key_, end_;
    TaskId task_ = none;
  };

  void clear() {
    groups_.clear();
    size_ = 0;
    next_ticket_ = 0;
    answered_.reset();
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Number of ready tasks of a job in a group that have a certain urgency.
  [[nodiscard]] std::size_t count(std::size_t group, std::int64_t urgency, JobId job) const {
    const auto& tasks = groups_.at(group);
    const auto found = tasks.find({urgency, job});
    return found == tasks.end() ? 0 : found->second.size();
  }
  /// Calls `visit(Cursor)` with the first task of every group that has one.
  template <class Visit>
  void for_each_group(Visit visit) const {
    for (const auto& [number, group] : groups_) visit(Cursor(group));
  }

  /// Calls `visit(Cursor)` with the first task of a group, if it has one.
  template <class Visit>
  void visit_group(std::size_t group, Visit visit) const {
    const auto found = groups_.find(group);
    if (found != groups_.end()) visit(Cursor(found->second));
  }

  /// Adds the tasks that have become ready since the last call. `add_task(TaskRef)` must call
  /// add().
  template <class AddTask>
  void follow(const SystemView& view, AddTask add_task) {
    const auto& ready = view.ready();
    for (auto task = ready.from(next_ticket_); task != ready.end(); ++task) {
      add_task(*task);
      next_ticket_ = task.key() + 1;
    }
    if (size_ != ready.size()) forget_stranded(view);
  }
  void add(std::size_t group, const Place& place) {
    size_ += groups_[group][{place.urgency, place.task.job}].insert(place.task.task) ? 1 : 0;
  }
  /// Records that the policy answers with this task. The next settle() removes it if it was sent.
  void answer(std::size_t group, const Place& place) { answered_ = std::pair(group, place); }
  /// Must be called before anything else at a decision.
  void settle(const SystemView& view);
  /// Changes the urgency of all tasks of a job, which share one urgency.
  void change_urgency(JobId job, std::int64_t from, std::int64_t to);

 private:
  void remove(std::size_t group, const Place& place);
  /// Removes tasks that are no longer ready because all elements that could run them are down.
  void forget_stranded(const SystemView& view);

  std::map<std::size_t, Group> groups_;  ///< The groups that have tasks, by number.
  std::size_t size_ = 0;
  std::optional<std::pair<std::size_t, Place>> answered_;
  std::uint64_t next_ticket_ = 0;  ///< All ready tasks with smaller tickets have been added.
};

}  // namespace kairos
