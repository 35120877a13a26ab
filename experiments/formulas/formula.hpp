// Formulas that can be evaluated, and the metrics that an experiment with formulas has.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "experiments/formulas/expression.hpp"
#include "experiments/formulas/formula_config.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

struct Formula {
  FormulaConfig config;
  Expression expression;

  [[nodiscard]] const std::string& name() const { return config.name; }
};

/// The amounts that every job has and that formulas over jobs use, in the order of JobFormulas.
inline constexpr std::array job_amounts{"latency_s", "lateness_s", "deadline_s", "energy_j",
                                        "tasks"};

/// Parses formulas. Each one follows those that it uses, otherwise they keep their order. Throws
/// InputError for expressions that cannot be read, unknown names and cycles.
std::vector<Formula> parse_formulas(const FormulaList& formulas);

/// The metrics of runs: those of all probes, followed by the amounts that jobs draw and by the
/// formulas in the order written.
std::vector<MetricInfo> known_metrics(const FormulaList& formulas);

}  // namespace kairos
