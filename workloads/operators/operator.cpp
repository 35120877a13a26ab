#include "workloads/operators/operator.hpp"

namespace kairos {
namespace {

/// The number of indices of a dimension that a tile touches through a form with indexed access.
double indexed_points(const Form& form, const Box& tile, std::int64_t size) {
  double points = 1;
  for (const Term& term : form.terms) points *= static_cast<double>(tile[term.axis].size());
  return std::min(points, static_cast<double>(size));
}

Interval affine(const Form& form, const Box& tile, std::int64_t size) {
  Interval result{form.offset, form.offset + 1};
  for (const Term& term : form.terms) {
    const Interval& axis = tile[term.axis];
    if (axis.size() == 0) return {};
    const std::int64_t first = term.factor * axis.from, last = term.factor * (axis.to - 1);
    result.from += std::min(first, last);
    result.to += std::max(first, last);
  }
  return {std::max<std::int64_t>(result.from, 0), std::min(result.to, size)};
}

}  // namespace

double elements(const Shape& shape) {
  double product = 1;
  for (const std::int64_t extent : shape) product *= static_cast<double>(extent);
  return product;
}

double volume(const Box& box) {
  double product = 1;
  for (const Interval& interval : box) product *= static_cast<double>(interval.size());
  return product;
}

Box common(const Box& a, const Box& b) {
  Box result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    result[i] = {std::max(a[i].from, b[i].from), std::min(a[i].to, b[i].to)};
  }
  return result;
}

Box Operator::whole() const {
  Box box;
  for (const Axis& axis : axes) box.push_back({0, axis.extent});
  return box;
}

double Operator::operations(ComputeUnit unit, const Box& tile) const {
  double sum = 0;
  for (const Work& part : work) {
    if (part.unit != unit) continue;
    double points = 1;
    for (std::size_t axis = 0; axis < tile.size(); ++axis) {
      if ((part.axes >> axis & 1U) != 0) points *= static_cast<double>(tile[axis].size());
    }
    sum += part.operations * points;
  }
  return sum;
}

Box region(const Operand& operand, const Tensor& tensor, const Box& tile) {
  Box result(operand.dimensions.size());
  for (std::size_t d = 0; d < result.size(); ++d) {
    const Form& form = operand.dimensions[d];
    const std::int64_t size = tensor.shape[d];
    result[d] = form.access == Form::Access::affine ? affine(form, tile, size) : Interval{0, size};
  }
  return result;
}

double touched(const Operand& operand, const Tensor& tensor, const Box& tile) {
  double product = 1;
  for (std::size_t d = 0; d < operand.dimensions.size(); ++d) {
    const Form& form = operand.dimensions[d];
    const std::int64_t size = tensor.shape[d];
    switch (form.access) {
      case Form::Access::affine:
        product *= static_cast<double>(affine(form, tile, size).size());
        break;
      case Form::Access::whole:
        product *= static_cast<double>(size);
        break;
      case Form::Access::indexed:
        product *= indexed_points(form, tile, size);
        break;
    }
  }
  return product;
}

}  // namespace kairos
