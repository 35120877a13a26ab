// The interface of operator kinds: a kind turns the shapes of its inputs into axes, operands, work
// and the shapes of its outputs.
#pragma once

#include <span>
#include <string_view>

#include "workloads/operators/operator.hpp"

namespace kairos {

/// What an operator kind derives from the inputs of an operator.
struct Inferred {
  struct Output {
    Shape shape;
    std::vector<Form> dimensions;
    DataType type = DataType::fp32;
  };
  std::vector<Axis> axes;
  std::vector<std::vector<Form>> reads;  ///< One list of forms for each input, in their order.
  std::vector<Output> outputs;
  std::vector<Work> work;
  bool in_place = false;
  bool is_view = false;
};

class OperatorKind {
 public:
  static constexpr std::string_view kind = "operator";
  virtual ~OperatorKind() = default;

  /// Throws InputError if the inputs do not fit together; the message names their shapes.
  [[nodiscard]] virtual Inferred infer(std::span<const Tensor* const> inputs) const = 0;
};

/// The form of a dimension that is indexed by one axis.
inline Form along(std::size_t axis, std::int64_t factor = 1, std::int64_t offset = 0) {
  return {{{static_cast<std::uint8_t>(axis), factor}}, offset, Form::Access::affine};
}
/// The form of a dimension whose only index is zero, or that is read as a whole.
inline Form whole_dimension() {
  return {{}, 0, Form::Access::whole};
}

}  // namespace kairos
