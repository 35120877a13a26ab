// What the default report of an experiment on a chip of 1,024 elements costs.
#pragma once

namespace kairos {

struct ReportCost {
  double peak_mb = 0;           ///< Of the process that runs the experiment and writes the report.
  double pictures_percent = 0;  ///< Processor time for pictures over that of the whole process.
};

ReportCost report_cost_of_1024_elements();

}  // namespace kairos
