// The formulas of a report as in its document: metrics that an experiment defines itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/enum_names.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

/// The items for which a formula is evaluated.
enum class FormulaScope {
  run,      ///< The whole run, and each subject that has all metrics of the formula.
  streams,  ///< The streams with a name, of which the run gets the mean.
  jobs,     ///< Every job; the run, applications and streams get the mean.
};

template <>
struct EnumNames<FormulaScope> {
  static constexpr std::string_view kind = "scope of a formula";
  static constexpr std::array names{EnumName{FormulaScope::run, "run"},
                                    EnumName{FormulaScope::streams, "streams"},
                                    EnumName{FormulaScope::jobs, "jobs"}};
};

struct FormulaConfig {
  std::string name;  ///< The key under which the formula stands.
  std::string is, unit = "1", meaning;
  bool lower_is_better = true;
  FormulaScope over = FormulaScope::run;
  std::optional<double> dropped;  ///< The value of a dropped job, if it has one.
  SourceLocation place;           ///< The place of the key.

  void describe(Fields& f);
};

/// Formulas in the order written.
struct FormulaList : std::vector<FormulaConfig> {
  using vector::vector;
  /// The names of the amounts that jobs of the workload draw. They are metrics of a run and amounts
  /// of a job.
  std::vector<std::string> amounts;
};

/// Reads and writes
///   {name: {is: expression, unit: s, ...}, ...}
template <>
struct Codec<FormulaList> {
  /// Throws InputError if a formula cannot be evaluated; see parse_formulas().
  static void read(const Value& from, FormulaList& to);
  static Value write(const FormulaList& formulas);
  static Schema schema() { return Codec<std::map<std::string, FormulaConfig>>::schema(); }
};

}  // namespace kairos
