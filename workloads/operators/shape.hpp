// What operator kinds share: the text of shapes, the usual axes of a tensor, and broadcasting.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "workloads/operators/operator_kind.hpp"

namespace kairos {

/// The most dimensions of a tensor, the largest extent of one, and the most elements, which are
/// still counted exactly in a double.
inline constexpr std::size_t most_dimensions = 8;
inline constexpr std::int64_t largest_extent = std::int64_t{1} << 40U;
inline constexpr double most_elements = 9007199254740992;  // 2^53

/// A shape in messages: "1 x 64 x 56 x 56", or "scalar".
std::string shown(const Shape& shape);
/// Throws InputError if a shape exceeds the limits above or has an extent below 1.
void require_valid(const Shape& shape);

/// Throws InputError if the number of inputs is wrong. `what` completes "needs ...": "a tensor and
/// its weights".
void require_inputs(std::span<const Tensor* const> inputs, std::size_t least, std::size_t most,
                    std::string_view what);
/// The number of a dimension. Negative numbers count from the last one, which is -1.
std::size_t dimension_of(std::int64_t number, const Shape& shape);

/// One axis for each dimension, called as that of an image (batch, channel, row, column) or of a
/// matrix (batch, rows, columns).
std::vector<Axis> axes_of(const Shape& shape);
/// The forms of a tensor whose dimension d is indexed by axis d alone.
std::vector<Form> one_by_one(std::size_t rank);

/// The shape of a pointwise operator: dimensions are matched from the last one, and an extent of 1
/// is repeated. Throws InputError if the shapes do not fit.
Shape broadcast(const Shape& a, const Shape& b);
/// The forms by which an operator with one axis for each dimension of `to` reads a tensor that is
/// broadcast to it.
std::vector<Form> broadcast_forms(const Shape& from, const Shape& to);

}  // namespace kairos
