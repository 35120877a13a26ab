#include "workloads/operators/joined_demand.hpp"

#include <algorithm>

namespace kairos {
namespace {

using Parts = std::vector<DemandPart>;

bool are_equal_parts(const DemandPart& a, const DemandPart& b) {
  return a.kernel == b.kernel && are_equal(*a.demand, *b.demand);
}

Axis* axis_of(Demand& demand, std::string_view name) {
  const auto found = std::ranges::find(demand.axes, name, &Axis::name);
  return found == demand.axes.end() ? nullptr : &*found;
}

/// True if an operator treats the rows of all requests alike. One that only reads states, such as
/// attention, has other keys for each request.
bool treats_rows_alike(const Demand& demand) {
  return demand.weights > Bytes{} || demand.state == Bytes{};
}

/// True if two operators differ at most in their number of rows and can run as one.
bool can_run_as_one(const DemandPart& a, const DemandPart& b) {
  const auto are_alike = [](const Axis& x, const Axis& y) {
    return x.name == y.name && (x.name == "rows" || x.extent == y.extent);
  };
  return a.kernel == b.kernel && a.demand->type == b.demand->type && treats_rows_alike(*a.demand) &&
         treats_rows_alike(*b.demand) &&
         std::ranges::equal(a.demand->axes, b.demand->axes, are_alike);
}

/// Adds the amounts of another request, whose weights are the same.
void add_amounts(Demand& sum, const Demand& request) {
  for (std::size_t unit = 0; unit < sum.operations.size(); ++unit) {
    sum.operations[unit] += request.operations[unit];
  }
  sum.read += request.read;
  sum.written += request.written;
  sum.weights = std::max(sum.weights, request.weights);
  sum.state += request.state;
}

Parts parts_of(const std::string& kernel, const SharedDemand& demand) {
  if (demand->parts.empty()) return {{kernel, with_rows_of_batch(demand)}};
  Parts parts = demand->parts;
  for (DemandPart& part : parts) part.demand = with_rows_of_batch(part.demand);
  return parts;
}

/// Adds the same operator of all requests: once for those that can run as one, and once for each of
/// the others.
void add_joined(std::span<const DemandPart> same, Parts& result) {
  const std::size_t first = result.size();
  for (const DemandPart& request : same) {
    const auto own = result.begin() + static_cast<std::ptrdiff_t>(first);
    const auto found = std::find_if(
        own, result.end(), [&](const DemandPart& part) { return can_run_as_one(part, request); });
    if (found == result.end()) {
      result.push_back(request);
      continue;
    }
    Demand sum = *found->demand;
    add_amounts(sum, *request.demand);
    if (Axis* rows = axis_of(sum, "rows")) rows->extent += request.demand->extent("rows");
    found->demand = std::make_shared<const Demand>(std::move(sum));
  }
}

}  // namespace

bool are_equal(const Demand& a, const Demand& b) {
  const auto is_same_axis = [](const Axis& x, const Axis& y) {
    return x.name == y.name && x.extent == y.extent;
  };
  return a.operations == b.operations && a.read == b.read && a.written == b.written &&
         a.weights == b.weights && a.state == b.state && a.type == b.type &&
         a.is_view == b.is_view && std::ranges::equal(a.axes, b.axes, is_same_axis) &&
         std::ranges::equal(a.parts, b.parts, are_equal_parts);
}

SharedDemand with_rows_of_batch(SharedDemand demand) {
  if (!treats_rows_alike(*demand) || demand->extent("batch") == 1) return demand;
  Demand flat = *demand;
  Axis* const batch = axis_of(flat, "batch");
  Axis* const rows = axis_of(flat, "rows");
  if (rows == nullptr) return demand;
  rows->extent *= std::exchange(batch->extent, 1);
  return std::make_shared<const Demand>(std::move(flat));
}

SharedDemand joined(const std::string& kernel, std::span<const SharedDemand> requests) {
  Demand sum = *requests.front();
  for (const SharedDemand& request : requests.subspan(1)) add_amounts(sum, *request);
  std::vector<Parts> parts;
  std::size_t longest = 0;
  bool are_aligned = true;
  for (const SharedDemand& request : requests) {
    parts.push_back(parts_of(kernel, request));
    longest = std::max(longest, parts.back().size());
    are_aligned = are_aligned && parts.back().size() == parts.front().size();
  }
  sum.parts.clear();
  if (are_aligned) {
    Parts same;
    for (std::size_t i = 0; i < longest; ++i) {
      same.clear();
      for (const Parts& of_request : parts) same.push_back(of_request[i]);
      add_joined(same, sum.parts);
    }
  } else {
    for (const Parts& of_request : parts) {
      sum.parts.insert(sum.parts.end(), of_request.begin(), of_request.end());
    }
  }
  if (sum.parts.size() == 1 && requests.front()->parts.empty()) return sum.parts.front().demand;
  return std::make_shared<const Demand>(std::move(sum));
}

}  // namespace kairos
