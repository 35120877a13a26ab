#include "workloads/transforms/batch_place.hpp"

#include "sim/base/error.hpp"

namespace kairos {
namespace {

/// The elements in front of a dimension in the order of memory.
std::int64_t blocks_before(const Shape& shape, std::size_t dimension) {
  std::int64_t blocks = 1;
  for (std::size_t d = 0; d < dimension; ++d) blocks *= shape[d];
  return blocks;
}

}  // namespace

BatchPlace place_in_view(const Shape& from, const BatchPlace& place, const Shape& to) {
  const std::int64_t before =
      blocks_before(from, place.dimension + static_cast<std::size_t>(place.is_inner));
  for (std::size_t d = 0; d < to.size(); ++d) {
    if (blocks_before(to, d) != before) continue;
    const bool is_last = d > 0 && d + 1 == to.size() && to[d] > 1;
    return is_last ? BatchPlace{d - 1, true} : BatchPlace{d};
  }
  if (!to.empty() && blocks_before(to, to.size()) == before) return {to.size() - 1, true};
  throw InputError("it mixes the batch with other dimensions");
}

}  // namespace kairos
