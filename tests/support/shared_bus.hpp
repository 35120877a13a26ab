// A second implementation of transfers over one link, for tests: all transfers that cross it at the
// same time get equal shares of its bandwidth.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos::testing {

class SharedBus {
 public:
  /// Sets the bandwidth from the last advance() on, in bytes per picosecond.
  void set_rate(double rate) { rate_ = rate; }
  /// Sends bytes to a task. They begin to move at an instant, now or later.
  void send(TaskRef reader, Time begins, double bytes) {
    flows_.push_back({reader, static_cast<double>(begins.picoseconds()), bytes});
  }
  /// Forgets the bytes that are on their way to a task and those that have arrived.
  void cancel(TaskRef reader) {
    std::erase_if(flows_, [&](const Flow& flow) { return flow.reader == reader; });
    arrived_.erase(reader);
  }
  /// Moves the bytes that are on their way until an instant.
  void advance(Time to) {
    const auto end = static_cast<double>(to.picoseconds());
    while (now_ < end) {
      const double next = std::min(next_change(), end);
      const double bytes = share() * (next - now_);
      for (Flow& flow : flows_) flow.left -= flow.begins <= now_ ? bytes : 0;
      now_ = next;
      std::erase_if(flows_, [&](const Flow& flow) { return has_arrived(flow); });
    }
  }
  [[nodiscard]] bool is_under_way(TaskRef reader) const {
    return std::ranges::find(flows_, reader, &Flow::reader) != flows_.end();
  }
  /// The instant at which the last bytes for a task arrived, in picoseconds; 0 if none have.
  [[nodiscard]] double last_arrival(TaskRef reader) const {
    const auto found = arrived_.find(reader);
    return found == arrived_.end() ? 0 : found->second;
  }

 private:
  struct Flow {
    TaskRef reader;
    double begins = 0;
    double left = 0;
  };

  [[nodiscard]] double share() const {
    const auto moving =
        std::ranges::count_if(flows_, [&](const Flow& flow) { return flow.begins <= now_; });
    return moving == 0 ? 0 : rate_ / static_cast<double>(moving);
  }
  /// The instant at which the next flow begins or ends at the present shares.
  [[nodiscard]] double next_change() const {
    double next = 1e30;
    for (const Flow& flow : flows_) {
      next = std::min(next, flow.begins > now_ ? flow.begins : now_ + flow.left / share());
    }
    return next;
  }
  bool has_arrived(const Flow& flow) {
    constexpr double rounding = 0.01;  // In bytes, worth some picoseconds at 1 GB/s.
    if (flow.begins > now_ || flow.left > rounding) return false;
    arrived_[flow.reader] = std::max(arrived_[flow.reader], now_);
    return true;
  }

  double now_ = 0;
  double rate_ = 0;
  std::vector<Flow> flows_;
  std::map<TaskRef, double> arrived_;
};

}  // namespace kairos::testing
