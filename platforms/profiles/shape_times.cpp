#include "platforms/profiles/shape_times.hpp"

#include <map>
#include <utility>

namespace kairos {
namespace {

using Measured = std::vector<const ShapeTime*>;

InterpolatedTime between(const InterpolatedTime& low, const InterpolatedTime& high, double part) {
  InterpolatedTime result{low.picoseconds + part * (high.picoseconds - low.picoseconds), {}};
  if (low.traffic && high.traffic) {
    result.traffic = *low.traffic + (*high.traffic - *low.traffic) * part;
  }
  return result;
}

/// Interpolates along one axis after the other, from `axis` on.
std::optional<InterpolatedTime> along(std::size_t axis, const Measured& rows,
                                      const std::vector<double>& shape) {
  if (rows.empty()) return std::nullopt;
  if (axis == shape.size())
    return InterpolatedTime{rows.front()->picoseconds, rows.front()->traffic};
  std::map<double, Measured> by_extent;
  Measured of_any_extent;
  for (const ShapeTime* row : rows) {
    const std::optional<double>& extent = row->shape[axis];
    (extent ? by_extent[*extent] : of_any_extent).push_back(row);
  }
  std::optional<std::pair<double, InterpolatedTime>> low, high;
  for (const auto& [extent, equal] : by_extent) {
    if (extent > shape[axis] && high) break;
    const auto found = along(axis + 1, equal, shape);
    if (!found) continue;
    if (extent <= shape[axis]) low = {extent, *found};
    if (extent >= shape[axis]) high = {extent, *found};
  }
  if (!low || !high) return along(axis + 1, of_any_extent, shape);
  if (low->first == high->first) return low->second;
  const double part = (shape[axis] - low->first) / (high->first - low->first);
  return between(low->second, high->second, part);
}

}  // namespace

std::optional<InterpolatedTime> interpolate(const std::vector<ShapeTime>& measured,
                                            const std::vector<double>& shape) {
  Measured rows;
  rows.reserve(measured.size());
  for (const ShapeTime& row : measured) rows.push_back(&row);
  return along(0, rows, shape);
}

}  // namespace kairos
