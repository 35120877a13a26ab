// A row of `expect` that is checked against its experiment, so that it can be evaluated.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/sweep.hpp"
#include "experiments/formulas/expression.hpp"
#include "experiments/gallery/compared_row.hpp"

namespace kairos {

/// A number that a row uses.
struct UsedNumber {
  enum class Kind { metric, amount, row };
  Kind kind;
  std::string name;
  std::size_t row = 0;  ///< The position of the row if `kind` is row.
};

struct ExpectedRow {
  ExpectConfig config;
  std::string label;   ///< Its name, or a description if it has none.
  std::string source;  ///< Its own, or that of a row before it.
  std::string unit;
  std::vector<Tolerance> tolerance;        ///< In `unit`; see ComparedRow.
  std::shared_ptr<Expression> expression;  ///< Null if the row is about a single metric.
  std::vector<UsedNumber> numbers;         ///< Those of the expression, in its order.
  double ratio = 1;                        ///< From the unit of the metric to that of the row.
  /// The runs that it uses, which differ only in their seeds within each group. Empty if it uses
  /// neither metrics nor amounts.
  std::vector<std::vector<std::size_t>> runs;
  std::optional<std::size_t> than;  ///< The position of the other row, if there is one.
  double than_number = 0;           ///< The number to compare with if there is no other row.

  [[nodiscard]] bool uses_metrics() const;
};

/// Checks the rows of an experiment. Throws InputError, with up to ten mistakes together, for
/// unknown metrics, amounts, rows and runs, for units that cannot be converted, and for rows that
/// use each other.
std::vector<ExpectedRow> expected_rows(const Sweep& sweep);

}  // namespace kairos
