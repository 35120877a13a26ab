// The place of the requests of a larger batch in a tensor.
#pragma once

#include <cstddef>

#include "workloads/operators/shape.hpp"

namespace kairos {

/// The dimension of a tensor that contains the copies of a request.
struct BatchPlace {
  std::size_t dimension = 0;
  bool is_inner = false;  ///< True if copies are next to each other.
  bool operator==(const BatchPlace&) const = default;
};

/// Returns the place of the batch in the result of a view, given the shapes before the batch grows.
///
/// A view keeps the order of memory, so the batch has equally many elements in front of it. If
/// there is no dimension of its own for it, it merges with the next one, as in (rows, batch,
/// columns) -> (rows, batch * heads, size). The last dimension, whose values belong to one request,
/// stays as it is, as in (rows, batch, columns) -> (rows * batch, columns). Throws InputError if
/// the view mixes the batch with other dimensions.
BatchPlace place_in_view(const Shape& from, const BatchPlace& place, const Shape& to);

}  // namespace kairos
