// The rates at which the units of an element execute the operations of operators.
//
//   time of a unit = operations * padding / (rate(unit, data type) * efficiency(kind, work))
//   efficiency     = peak(kind) * work / (work + half_work(kind))
//   padding        = product over axes with a grain of ceil(extent / grain) * grain / extent
//
// Example: an array of 32 x 32 multipliers has `grain: {rows: 32, columns: 32}`. A product of one
// row with 4096 x 4096 weights takes as long as one of 32 rows.
// A depthwise convolution is a kind of its own if `efficiency` or `half_work` names
// `depthwise_convolution`. Its groups are then rounded up to the grain of channels. With a grain of
// 16 channels and 16 filters and an efficiency of 1 / 16 it uses one filter of the array.
//
// How far to trust it: efficiencies are to be measured, for each kind of operator. Vendors' peak
// rates alone are 1.2 to 5 times too fast for most networks. `half_work` describes small operators,
// which do not fill the element; it is a fit, not a mechanism.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "sim/base/compute_unit.hpp"
#include "sim/base/data_type.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

/// The energy of one operation by unit and data type ("any" for all others), at the highest
/// operating point. It comes on top of the power of the element.
struct OperationEnergies {
  std::map<std::string, JoulesPerOperation> matrix, vector, special;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  [[nodiscard]] bool is_on() const {
    return !matrix.empty() || !vector.empty() || !special.empty();
  }
  /// The energy of one operation; zero if none is given.
  [[nodiscard]] JoulesPerOperation of(ComputeUnit unit, DataType type) const;
};

struct ComputeRates {
  /// The rates of the units by the name of the data type; "any" stands for all others.
  std::map<std::string, OperationsPerSecond> matrix, vector, special;
  /// The share of the rate that an operator of a kind reaches; "any" stands for all others. If the
  /// map has entries but no "any", the element runs only the kinds in it.
  std::map<std::string, double> efficiency;
  /// The operations at which an operator of a kind reaches half of its efficiency.
  std::map<std::string, Operations> half_work;
  std::map<std::string, std::uint64_t> grain;  ///< Indexed by the name of the axis.
  bool overlap = true;                         ///< Whether the units work at the same time.
  std::optional<Bytes> scratch;                ///< The memory on the element.
  OperationEnergies energy;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;

  /// Multiplies all rates by a factor.
  void scale(double factor);
  [[nodiscard]] bool is_on() const {
    return !matrix.empty() || !vector.empty() || !special.empty();
  }
  /// The unit that executes the operations of a unit. Special operations go to the vector unit if
  /// the element has no special unit, and vector operations to the matrix unit, and the other way
  /// round. At least one unit must have rates.
  [[nodiscard]] ComputeUnit executing(ComputeUnit unit) const;
  /// The rate of a unit that has rates; empty if the element cannot compute in this data type.
  [[nodiscard]] std::optional<OperationsPerSecond> rate(ComputeUnit unit, DataType type) const;
  /// Whether depthwise convolutions have an efficiency of their own.
  [[nodiscard]] bool tells_depthwise_apart() const {
    return efficiency.contains("depthwise_convolution") ||
           half_work.contains("depthwise_convolution");
  }
  /// The efficiency of an operator; empty if the element cannot run its kind.
  [[nodiscard]] std::optional<double> efficiency_of(const std::string& kind, Operations work) const;

 private:
  [[nodiscard]] const std::map<std::string, OperationsPerSecond>& rates(ComputeUnit unit) const;
};

}  // namespace kairos
