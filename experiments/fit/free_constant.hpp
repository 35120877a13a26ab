// A constant of a platform that is fitted: a number in its document, with its unit and its bounds.
//
// The search works on a variable x without a unit, so that the constant v stays within its bounds:
//
//   v = low + (start - low) x^2             with a lower bound only; quantities are at least zero
//   v = low + (high - low) sin(x)^2         between two bounds
//   v = start * x                           without bounds
//
// Example: a capacitance of 300 pF begins at x = 1; x = 1.1 is 363 pF.
#pragma once

#include <string>

#include "sim/base/schema.hpp"
#include "sim/base/units.hpp"
#include "sim/base/value.hpp"

namespace kairos {

class FreeConstant {
 public:
  /// Finds the constant at a path such as "clusters.big.power.capacitance". Throws InputError if
  /// there is no such key, if it is not set, or if it is not a number with a fraction.
  FreeConstant(std::string path, const Value& platform);

  [[nodiscard]] const std::string& path() const { return path_; }
  /// The value in the document, in coherent units.
  [[nodiscard]] double start() const { return start_; }
  [[nodiscard]] const SourceLocation& place() const { return place_; }
  /// The variable at which the search begins.
  [[nodiscard]] double first_variable() const;
  /// The constant for a value of the variable, in coherent units.
  [[nodiscard]] double at(double variable) const;
  /// The constant as text for the document, with its unit.
  [[nodiscard]] std::string text(double constant) const;
  /// The constant with four significant digits, for people.
  [[nodiscard]] std::string shown(double constant) const;

 private:
  void read(const Schema& schema, const Value& written);
  [[nodiscard]] UnitFamily family() const {
    return {schema_.quantity, schema_.example, schema_.units};
  }

  std::string path_;
  Schema schema_;
  Limits limits_;
  double start_ = 0;
  SourceLocation place_;
};

}  // namespace kairos
