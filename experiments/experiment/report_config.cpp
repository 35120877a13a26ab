#include "experiments/experiment/report_config.hpp"

#include "experiments/experiment/sweep_config.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

void ReportConfig::describe(Fields& f) {
  constexpr const char* see_metrics = " (see 'kairos list metrics')";
  const auto known = [this] {
    std::vector<std::string> names = names_in(all_metric_infos());
    names.insert(names.end(), formulas.amounts.begin(), formulas.amounts.end());
    for (const FormulaConfig& formula : formulas) names.push_back(formula.name);
    return names;
  };
  f("folder", folder, "result folder, relative to the working folder (out/NAME if absent)");
  f("warm_up", warm_up,
    "beginning of every run that metrics leave out: a time, or numbers of jobs (none if absent)");
  // The fields are read in this order, so the names of formulas are known for those that follow.
  f("formulas", formulas, "metrics that are computed from other metrics, or from every job");
  f("metrics", metrics, "metrics in the columns of the comparison (see 'kairos list metrics')")
      .one_of("metric", known, see_metrics);
  f("plot", plot, "metric that plot.svg shows over the swept key")
      .one_of("metric", known, see_metrics);
  f("gantt", gantt, "whether a Gantt chart of each policy is drawn");
  f("tasks", tasks, "whether every task of every run is kept, in the database and in tasks.csv");
}

void ReportConfig::check(const SourceLocation& /*where*/) const {
  for (const FormulaConfig& formula : formulas) {
    if (!is_column_of_results(formula.name)) continue;
    throw InputError(formula.place, "formula '" + formula.name +
                                        "': this is already a column of the results; choose "
                                        "another name");
  }
}

}  // namespace kairos
