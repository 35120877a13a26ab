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
  const auto found = groups_[group].find({place.urgency, place.task.job});
  if (found == groups_[group].end()) return;
  size_ -= found->second.erase(place.task.task);
  if (found->second.empty()) groups_[group].erase(found);
}

void ReadyOrder::change_urgency(JobId job, std::int64_t from, std::int64_t to) {
  if (from == to) return;
  for (Group& group : groups_) {
    auto tasks = group.extract({from, job});
    if (tasks.empty()) continue;
    tasks.key().urgency = to;
    group.insert(std::move(tasks));
  }
}

void ReadyOrder::forget_stranded(const SystemView& view) {
  size_ = 0;
  for (Group& group : groups_) {
    for (auto& [key, tasks] : group) {
      std::erase_if(tasks, [&, job = key.job](TaskId task) {
        return !view.is_in_system(job) || view.ticket({job, task}) == 0;
      });
      size_ += tasks.size();
    }
    std::erase_if(group, [](const auto& entry) { return entry.second.empty(); });
  }
}

}  // namespace kairos
