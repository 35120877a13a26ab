#include "workloads/operators/window.hpp"

#include <algorithm>
#include <array>

namespace kairos {
namespace {

constexpr std::uint64_t largest = std::uint64_t{1} << 20U;

std::int64_t at(const std::vector<std::uint64_t>& values, std::size_t dimension) {
  return static_cast<std::int64_t>(values.size() == 1 ? values.front() : values[dimension]);
}

void require_length(const std::vector<std::uint64_t>& values, std::size_t dimensions,
                    const std::string& name) {
  if (values.size() == 1 || values.size() == dimensions) return;
  throw InputError("'" + name + "' has " + std::to_string(values.size()) +
                   " values; write one for all spatial dimensions, or " +
                   std::to_string(dimensions));
}

}  // namespace

std::string_view position_name(std::size_t dimension, std::size_t spatial_dimensions) {
  constexpr std::array<std::string_view, most_spatial_dimensions> names{"plane", "row", "column"};
  return names[names.size() - spatial_dimensions + dimension];
}

std::string_view kernel_name(std::size_t dimension, std::size_t spatial_dimensions) {
  constexpr std::array<std::string_view, most_spatial_dimensions> names{
      "kernel_plane", "kernel_row", "kernel_column"};
  return names[names.size() - spatial_dimensions + dimension];
}

bool all_at_least_one(const std::vector<std::uint64_t>& values) {
  return std::ranges::all_of(values, [](std::uint64_t v) { return v >= 1 && v <= largest; });
}

void Window::describe(Fields& f) {
  const auto not_empty = [](const std::vector<std::uint64_t>& values) {
    return !values.empty() && all_at_least_one(values);
  };
  const auto small = [](const std::vector<std::uint64_t>& values) {
    return std::ranges::all_of(values, [](std::uint64_t v) { return v <= largest; });
  };
  const std::string rule(rule_of_extents), paddings = "whole numbers from 0 to 2^20";
  f("stride", stride,
    "distances between neighbouring positions of the window, one for each spatial dimension or one "
    "for all")
      .must(not_empty, rule);
  f("dilation", dilation,
    "distances between neighbouring points of the window, one for each spatial dimension or one "
    "for all")
      .must(not_empty, rule);
  f("padding", padding,
    "rows or columns added before the image, one number for each spatial dimension or one for all")
      .must([small](const auto& values) { return !values.empty() && small(values); }, paddings);
  f("padding_end", padding_end, "rows or columns added after the image; default: as 'padding'")
      .must(small, paddings);
}

void Window::require_lengths(std::size_t spatial_dimensions) const {
  require_length(stride, spatial_dimensions, "stride");
  require_length(dilation, spatial_dimensions, "dilation");
  require_length(padding, spatial_dimensions, "padding");
  if (!padding_end.empty()) require_length(padding_end, spatial_dimensions, "padding_end");
}

std::int64_t Window::stride_along(std::size_t dimension) const {
  return at(stride, dimension);
}
std::int64_t Window::dilation_along(std::size_t dimension) const {
  return at(dilation, dimension);
}
std::int64_t Window::padding_before(std::size_t dimension) const {
  return at(padding, dimension);
}
std::int64_t Window::padding_after(std::size_t dimension) const {
  return at(padding_end.empty() ? padding : padding_end, dimension);
}

std::int64_t Window::positions(std::size_t dimension, std::int64_t in, std::int64_t kernel,
                               bool round_up) const {
  const std::int64_t before = padding_before(dimension), step = stride_along(dimension);
  const std::int64_t padded = in + before + padding_after(dimension);
  const std::int64_t window = dilation_along(dimension) * (kernel - 1) + 1;
  if (window > padded) {
    throw InputError("a window of " + std::to_string(window) + " points is larger than the " +
                     std::to_string(padded) + " of the padded image");
  }
  std::int64_t steps = (padded - window) / step;
  // A position that is rounded up must still begin inside of the image or of the padding before it.
  if (round_up && steps * step < padded - window && (steps + 1) * step < in + before) ++steps;
  return steps + 1;
}

Form Window::form(std::size_t dimension, std::size_t position_axis, std::size_t kernel_axis) const {
  return {{{static_cast<std::uint8_t>(position_axis), stride_along(dimension)},
           {static_cast<std::uint8_t>(kernel_axis), dilation_along(dimension)}},
          -padding_before(dimension),
          Form::Access::affine};
}

}  // namespace kairos
