// What the search policies are worth, measured.
#pragma once

namespace kairos {

/// Random plans of one job of 50 tasks on 8 elements, each evaluated whole.
double plan_evaluations_per_second();

struct AnnealingQuality {
  double percent_over_optimum = 0;  ///< Mean over the instances with a proved optimum.
  double percent_under_heft = 0;    ///< Mean over all.
  double proved_share = 0;
};

/// Annealing for one second each on random graphs of 10 to 30 tasks with communication ratios from
/// 0.2 to 5.
AnnealingQuality annealing_quality();

}  // namespace kairos
