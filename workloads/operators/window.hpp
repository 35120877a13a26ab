// A window that slides over the spatial dimensions of an image, as in a convolution or a pooling.
//
//   extent of the output = floor((in + before + after - dilation (kernel - 1) - 1) / stride) + 1
#pragma once

#include <string_view>
#include <vector>

#include "sim/base/fields.hpp"
#include "workloads/operators/operator_kind.hpp"

namespace kairos {

/// The most spatial dimensions of an image.
inline constexpr std::size_t most_spatial_dimensions = 3;

/// The names of the axes of a window's position and of the points inside of it.
std::string_view position_name(std::size_t dimension, std::size_t spatial_dimensions);
std::string_view kernel_name(std::size_t dimension, std::size_t spatial_dimensions);

/// The options of a window. A list has one value for each spatial dimension, or one for all.
struct Window {
  std::vector<std::uint64_t> stride{1}, dilation{1}, padding{0}, padding_end;

  void describe(Fields& f);
  /// Throws InputError if a list has another length than one or `spatial_dimensions`.
  void require_lengths(std::size_t spatial_dimensions) const;

  [[nodiscard]] std::int64_t stride_along(std::size_t dimension) const;
  [[nodiscard]] std::int64_t dilation_along(std::size_t dimension) const;
  [[nodiscard]] std::int64_t padding_before(std::size_t dimension) const;
  [[nodiscard]] std::int64_t padding_after(std::size_t dimension) const;
  /// The number of positions; throws InputError if the window is larger than the padded image.
  [[nodiscard]] std::int64_t positions(std::size_t dimension, std::int64_t in, std::int64_t kernel,
                                       bool round_up = false) const;
  /// The form by which a position and a point of the window index the image.
  [[nodiscard]] Form form(std::size_t dimension, std::size_t position_axis,
                          std::size_t kernel_axis) const;
};

/// The condition of lists of extents, and its text.
bool all_at_least_one(const std::vector<std::uint64_t>& values);
inline constexpr std::string_view rule_of_extents = "whole numbers from 1 to 2^20";

}  // namespace kairos
