// What whole calls of `kairos run` cost, with their reports.
#pragma once

namespace kairos {

struct ReportCost {
  double peak_mb = 0;           ///< Of the process that runs the experiment and writes the report.
  double pictures_percent = 0;  ///< Processor time for pictures over that of the whole process.
};

/// The default report of an experiment on a chip of 1,024 elements.
ReportCost report_cost_of_1024_elements();

/// The memory that a sweep of 20,000 short runs takes, with its report.
double peak_mb_of_20000_runs();

}  // namespace kairos
