#include "workloads/transforms/shares.hpp"

#include "workloads/operators/partition.hpp"

namespace kairos {

std::vector<Shares::Part> Shares::of(const Interval& whole) const {
  std::vector<Part> parts;
  const std::vector<Interval> intervals = split(whole, sizes, grain);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    if (intervals[i].size() == 0) continue;
    parts.push_back({intervals[i], over.empty() ? std::string() : over[i]});
  }
  return parts;
}

std::vector<std::string> places_of(const std::vector<Shares::Part>& parts) {
  std::vector<std::string> places;
  for (const Shares::Part& part : parts) {
    if (!part.place.empty()) places.push_back(part.place);
  }
  return places;
}

}  // namespace kairos
