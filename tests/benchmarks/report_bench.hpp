// Measures whole calls of `kairos run`, including their reports.
#pragma once

namespace kairos {

struct ReportCost {
  /// Peak memory of the process that runs the experiment and writes the report.
  double peak_mb = 0;
  /// Processor time for pictures / processor time of the whole process.
  double pictures_percent = 0;
};

/// The cost of the default report of an experiment on a chip of 1,024 elements.
ReportCost report_cost_of_1024_elements();

/// The peak memory of a sweep of 20,000 short runs with its report.
double peak_mb_of_20000_runs();

}  // namespace kairos
