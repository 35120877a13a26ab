#include "policies/ready_order.hpp"

namespace kairos {

void ReadyOrder::settle(const SystemView& view) {
  if (!answered_) return;
  const auto [group, place] = *answered_;
  answered_.reset();
  const bool is_ready = view.is_in_system(place.task.job) && view.ticket(place.task) != 0;
  if (!is_ready) remove(group, place);
}

void ReadyOrder::remove(std::size_t group, const Place& place) {
  const auto of_group = groups_.find(group);
  if (of_group == groups_.end()) return;
  const auto found = of_group->second.find({place.urgency, place.task.job});
  if (found == of_group->second.end()) return;
  size_ -= found->second.erase(place.task.task);
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
      std::erase_if(tasks, [&, job = key.job](TaskId task) {
        return !view.is_in_system(job) || view.ticket({job, task}) == 0;
      });
      size_ += tasks.size();
    }
    std::erase_if(group, [](const auto& entry) { return entry.second.empty(); });
  }
  std::erase_if(groups_, [](const auto& entry) { return entry.second.empty(); });
}

}  // namespace kairos
