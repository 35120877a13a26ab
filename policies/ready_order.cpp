#include "policies/ready_order.hpp"

#include <utility>

namespace kairos {

bool ReadyOrder::Tasks::insert(TaskId task) {
  if (task == lowest_) return false;
  if (empty()) {
    lowest_ = task;
    return true;
  }
  if (!others_) others_ = std::make_unique<std::set<TaskId>>();
  return others_->insert(task < lowest_ ? std::exchange(lowest_, task) : task).second;
}

bool ReadyOrder::Tasks::erase(TaskId task) {
  if (empty() || task < lowest_) return false;
  if (task == lowest_) {
    lowest_ = others_ ? *others_->begin() : none;
    if (others_) others_->erase(others_->begin());
  } else if (!others_ || others_->erase(task) == 0) {
    return false;
  }
  if (others_ && others_->empty()) others_.reset();
  return true;
}

void ReadyOrder::settle(const SystemView& view) {
  if (!answered_) return;
  const auto [group, place] = *answered_;
  answered_.reset();
  // A task that was sent and has become ready again has a new ticket.
  const std::uint64_t ticket = view.is_in_system(place.task.job) ? view.ticket(place.task) : 0;
  if (ticket == 0 || ticket >= next_ticket_) remove(group, place);
}

void ReadyOrder::remove(std::size_t group, const Place& place) {
  const auto of_group = groups_.find(group);
  if (of_group == groups_.end()) return;
  const auto found = of_group->second.find({place.urgency, place.task.job});
  if (found == of_group->second.end()) return;
  size_ -= found->second.erase(place.task.task) ? 1 : 0;
  if (found->second.empty()) of_group->second.erase(found);
  if (of_group->second.empty()) groups_.erase(of_group);
}

void ReadyOrder::change_urgency(JobId job, std::int64_t from, std::int64_t to) {
  if (from == to) return;
  for (auto& [number, group] : groups_) {
    auto tasks = group.extract({from, job});
    if (tasks.empty()) continue;
    tasks.key().urgency = to;
    group.insert(std::move(tasks));
  }
}

void ReadyOrder::forget_stranded(const SystemView& view) {
  size_ = 0;
  for (auto& [number, group] : groups_) {
    for (auto& [key, tasks] : group) {
      const bool is_there = view.is_in_system(key.job);
      for (TaskId task = tasks.lowest(); task != none;) {
        const TaskId next = tasks.next(task);
        if (!is_there || view.ticket({key.job, task}) == 0) tasks.erase(task);
        task = next;
      }
      size_ += tasks.size();
    }
    std::erase_if(group, [](const auto& entry) { return entry.second.empty(); });
  }
  std::erase_if(groups_, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace kairos
