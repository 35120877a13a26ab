// A row of `expect` after its comparison with the runs.
//
//   difference = simulated - published
//   within     : |difference| <= share of |published|, or <= the allowed difference
//   same direction: the signs of (simulated - other simulated) and (published - other published)
//                   agree; a difference that the tolerance allows has no sign
//
// Example: 10.15 ms instead of 10 ms differ by +1.5 %, which is within 2 % and outside 0.1 ms. The
// row is within [0.1 ms, 2 %], because one of them holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/expect_config.hpp"

namespace kairos {

enum class Verdict { within, outside, same_direction, other_direction, not_reproducible, failed };

template <>
struct EnumNames<Verdict> {
  static constexpr std::string_view kind = "verdict";
  static constexpr std::array names{EnumName{Verdict::within, "within"},
                                    EnumName{Verdict::outside, "outside"},
                                    EnumName{Verdict::same_direction, "same direction"},
                                    EnumName{Verdict::other_direction, "other direction"},
                                    EnumName{Verdict::not_reproducible, "not reproducible"},
                                    EnumName{Verdict::failed, "failed"}};
};

/// The values from which a row of kind 'same direction' has to differ.
struct OtherValues {
  double published = 0, simulated = 0;
};

struct ComparedRow {
  std::string name;
  ExpectKind kind = ExpectKind::reproduced;
  std::string unit;
  std::optional<double> published, simulated;  ///< Both are in `unit`.
  /// Their units are that of the row, or K if that is C; shares have no unit.
  std::vector<Tolerance> tolerance;
  OtherValues than;
  Verdict verdict = Verdict::failed;
  std::string source, why;

  /// simulated - published; empty if one of them is missing.
  [[nodiscard]] std::optional<double> difference() const;
  /// The difference as a share of the published value; empty if that is zero.
  [[nodiscard]] std::optional<double> share() const;
  /// False for rows that never decide whether everything was reproduced.
  [[nodiscard]] bool counts() const { return kind != ExpectKind::not_reproducible; }
  [[nodiscard]] bool passes() const {
    return verdict == Verdict::within || verdict == Verdict::same_direction;
  }
};

/// The verdict on a row, whose other members are filled in. It is `failed` without a simulated
/// value, except for rows that are not reproducible.
Verdict verdict_of(const ComparedRow& row);

}  // namespace kairos
