#include "workloads/operators/shape.hpp"

#include <algorithm>
#include <array>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

using Names = std::array<std::string_view, most_dimensions>;

/// The names of the axes of a tensor with as many dimensions as the index says.
constexpr std::array<Names, most_dimensions + 1> names_by_rank{
    Names{},
    Names{"columns"},
    Names{"rows", "columns"},
    Names{"batch", "rows", "columns"},
    Names{"batch", "channel", "row", "column"},
    Names{"batch", "channel", "plane", "row", "column"},
    Names{"batch", "channel", "dimension_3", "dimension_4", "dimension_5", "dimension_6"},
    Names{"batch", "channel", "dimension_3", "dimension_4", "dimension_5", "dimension_6",
          "dimension_7"},
    Names{"batch", "channel", "dimension_3", "dimension_4", "dimension_5", "dimension_6",
          "dimension_7", "dimension_8"}};

}  // namespace

std::string shown(const Shape& shape) {
  if (shape.empty()) return "scalar";
  std::string text;
  for (const std::int64_t extent : shape) {
    text += (text.empty() ? "" : " x ") + std::to_string(extent);
  }
  return text;
}

void require_valid(const Shape& shape) {
  if (shape.size() > most_dimensions) {
    throw InputError(counted(shape.size(), "dimension") + " are too many; a tensor has at most " +
                     std::to_string(most_dimensions));
  }
  for (const std::int64_t extent : shape) {
    if (extent < 1 || extent > largest_extent) {
      throw InputError("the shape " + shown(shape) + " is not valid; extents are from 1 to 2^40");
    }
  }
  if (elements(shape) > most_elements) {
    throw InputError("the shape " + shown(shape) +
                     " is too large; a tensor has at most 2^53 elements");
  }
}

void require_inputs(std::span<const Tensor* const> inputs, std::size_t least, std::size_t most,
                    std::string_view what) {
  if (inputs.size() >= least && inputs.size() <= most) return;
  throw InputError("found " + counted(inputs.size(), "input") + ", but it needs " +
                   std::string(what));
}

std::size_t dimension_of(std::int64_t number, const Shape& shape) {
  const auto rank = static_cast<std::int64_t>(shape.size());
  if (number >= -rank && number < rank) {
    return static_cast<std::size_t>(number < 0 ? number + rank : number);
  }
  throw InputError("the shape " + shown(shape) + " does not have a dimension " +
                   std::to_string(number) + "; dimensions count from 0, or backwards from -1");
}

std::vector<Axis> axes_of(const Shape& shape) {
  std::vector<Axis> axes;
  axes.reserve(shape.size());
  for (std::size_t d = 0; d < shape.size(); ++d) {
    axes.push_back({names_by_rank[shape.size()][d], shape[d]});
  }
  return axes;
}

std::vector<Form> one_by_one(std::size_t rank) {
  std::vector<Form> forms;
  forms.reserve(rank);
  for (std::size_t d = 0; d < rank; ++d) forms.push_back(along(d));
  return forms;
}

Shape broadcast(const Shape& a, const Shape& b) {
  const Shape& longer = a.size() >= b.size() ? a : b;
  const Shape& shorter = a.size() >= b.size() ? b : a;
  Shape result = longer;
  const std::size_t missing = longer.size() - shorter.size();
  for (std::size_t d = 0; d < shorter.size(); ++d) {
    std::int64_t& extent = result[missing + d];
    if (extent == 1) extent = shorter[d];
    if (shorter[d] != 1 && shorter[d] != extent) {
      throw InputError("the shapes " + shown(a) + " and " + shown(b) +
                       " do not fit; extents must be equal or 1, from the last dimension on");
    }
  }
  return result;
}

std::vector<Form> broadcast_forms(const Shape& from, const Shape& to) {
  const std::size_t missing = to.size() - from.size();
  std::vector<Form> forms;
  forms.reserve(from.size());
  for (std::size_t d = 0; d < from.size(); ++d) {
    forms.push_back(from[d] == 1 ? whole_dimension() : along(missing + d));
  }
  return forms;
}

}  // namespace kairos
