// The part of an experiment that says what is reported about its runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/warm_up_config.hpp"
#include "experiments/formulas/formula_config.hpp"

namespace kairos {

struct ReportConfig {
  std::string folder;
  std::optional<WarmUpConfig> warm_up = {};  ///< Metrics count the whole run if it is absent.
  FormulaList formulas;
  std::vector<std::string> metrics;
  std::string plot = "latency_mean_s";
  bool gantt = true;
  bool tasks = false;

  void describe(Fields& f);
  /// Throws InputError if a formula has the name of another column of the results.
  void check(const SourceLocation& where) const;
};

}  // namespace kairos
