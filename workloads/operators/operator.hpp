// An operator: a box of named axes. Each operand is a linear form of the axes, so that work, bytes,
// halos and all kinds of splits follow from the extents.
//
//   index of dimension d = offset_d + sum over axes a of factor_da * a
//
// Example: a 3 x 3 convolution with stride 2 and padding 1 has the axes batch, filter, row, column,
// channel, kernel_row and kernel_column. The first dimension of its input is the batch, the second
// the channel, the third 2 row + kernel_row - 1. Rows 0 to 7 of the output thus read the rows 0 to
// 15 of the input, because row -1 lies outside of it. The operator has 2 operations per point.
//
// The same idea is known as projections (Timeloop: Parashar et al., ISPASS 2019) and as affine maps
// (Stream: Symons et al., IEEE Trans. Computers 2025).
#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/compute_unit.hpp"
#include "workloads/operators/box.hpp"
#include "workloads/operators/tensor.hpp"

namespace kairos {

enum class OperatorId : std::uint32_t {};  ///< An operator of a graph, numbered from 0.

enum class AxisKind : std::uint8_t {
  parallel,    ///< Tiles are independent.
  reduction,   ///< Tiles make partial sums, which must be added.
  sequential,  ///< The axis cannot be cut, as the rows that a softmax normalises.
};

struct Axis {
  std::string_view name;  ///< Refers to a string literal of the operator kind.
  std::int64_t extent = 1;
  AxisKind kind = AxisKind::parallel;
};

/// A part of an index: factor * axis.
struct Term {
  std::uint8_t axis = 0;
  std::int64_t factor = 1;
};

/// The terms of a form. Up to three are stored in place, because most forms have one or two and a
/// network has thousands of forms.
class Terms {
 public:
  Terms() = default;
  Terms(std::initializer_list<Term> terms) {
    for (const Term& term : terms) push_back(term);
  }
  void push_back(const Term& term) {
    if (size_ == few_.size()) many_.assign(few_.begin(), few_.end());
    if (size_ >= few_.size()) {
      many_.push_back(term);
    } else {
      few_[size_] = term;
    }
    ++size_;
  }
  [[nodiscard]] const Term* begin() const { return many_.empty() ? few_.data() : many_.data(); }
  [[nodiscard]] const Term* end() const { return begin() + size_; }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  std::array<Term, 3> few_{};
  std::vector<Term> many_;  ///< All terms if there are more than three.
  std::size_t size_ = 0;
};

/// The index of one dimension of an operand.
struct Form {
  using Term = kairos::Term;
  /// How many different indices a tile reads.
  enum class Access : std::uint8_t {
    affine,   ///< Those that the linear form takes.
    whole,    ///< All of the dimension.
    indexed,  ///< As many as the axes in `terms` have points, anywhere in the dimension.
  };
  Terms terms;
  std::int64_t offset = 0;
  Access access = Access::affine;
};

struct Operand {
  TensorId tensor{};
  std::vector<Form> dimensions;
};

/// Operations of one unit at every point of some of the axes.
struct Work {
  ComputeUnit unit = ComputeUnit::vector;
  double operations = 1;     ///< At one point.
  std::uint32_t axes = ~0U;  ///< One bit for each axis that takes part, axis 0 the lowest.
};

struct Operator {
  std::string name;
  std::string kind;  ///< The operator kind, "convolution".
  std::vector<Axis> axes;
  std::vector<Operand> reads, writes;
  std::vector<Work> work;
  /// Operators that must have ended before, besides those whose results it reads.
  std::vector<OperatorId> after;
  DataType type = DataType::fp32;  ///< The data type of the arithmetic.
  bool in_place = false;           ///< May write its first output over its first input.
  bool is_view = false;            ///< Only gives its input another shape; nothing moves.

  /// The tile that contains all points.
  [[nodiscard]] Box whole() const;
  /// The operations of a unit in a tile.
  [[nodiscard]] double operations(ComputeUnit unit, const Box& tile) const;
};

/// The region of a tensor that a tile reads or writes through an operand.
Box region(const Operand& operand, const Tensor& tensor, const Box& tile);
/// The number of elements that a tile reads or writes through an operand. It differs from the
/// volume of the region for operands with indexed access.
double touched(const Operand& operand, const Tensor& tensor, const Box& tile);

}  // namespace kairos
