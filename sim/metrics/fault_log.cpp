#include "sim/metrics/fault_log.hpp"

#include <fmt/format.h>

namespace kairos {
namespace {

/// The text for a part of the speed or bandwidth; empty if all of it is available.
std::string share(double remaining) {
  return remaining >= 1 ? std::string{} : fmt::format("at {:.4g} %", remaining * 100);
}

}  // namespace

void FaultLog::observe(Time now, Event event) {
  const Platform& platform = scenario_.platform;
  const auto element = [&](ElementId e) { return platform.elements[e].name; };
  last_ = now;
  if (const auto* arrived = event.as<JobArrived>()) {
    names_.arrived(arrived->job);
  } else if (const auto* lost = event.as<TaskLost>()) {
    spans_.push_back({fmt::format("{} lost on {}", names_.of(lost->task), element(lost->element)),
                      lost->start, now});
  } else if (const auto* erred = event.as<TaskErred>()) {
    spans_.push_back(
        {fmt::format("{} wrong on {}", names_.of(erred->task), element(erred->element)),
         erred->start, now});
  } else if (const auto* failed = event.as<ElementFailed>()) {
    change(element(failed->element), now, "down");
  } else if (const auto* returned = event.as<ElementReturned>()) {
    change(element(returned->element), now, "");
  } else if (const auto* speed = event.as<SpeedChanged>()) {
    change(element(speed->element) + " speed", now, share(speed->remaining));
  } else if (const auto* bandwidth = event.as<BandwidthChanged>()) {
    change(platform.interconnect.links[bandwidth->link].name + " bandwidth", now,
           share(bandwidth->remaining));
  }
}

/// Records a new state of an element or link; an empty state is the normal one.
void FaultLog::change(const std::string& subject, Time now, const std::string& state) {
  const auto before = open_.find(subject);
  if (before != open_.end()) {
    spans_.push_back({before->second.name, before->second.begin, now});
    open_.erase(before);
  }
  if (!state.empty()) open_[subject] = {now, subject + " " + state};
}

std::vector<FaultSpan> FaultLog::spans() const {
  std::vector<FaultSpan> all = spans_;
  for (const auto& [subject, open] : open_) all.push_back({open.name, open.begin, last_});
  return all;
}

}  // namespace kairos
