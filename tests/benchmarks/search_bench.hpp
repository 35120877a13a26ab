// Measures the speed of plan evaluation and the quality of annealing.
#pragma once

namespace kairos {

/// The rate at which random plans of one job of 50 tasks on 8 elements are evaluated from scratch.
double plan_evaluations_per_second();

struct AnnealingQuality {
  double percent_over_optimum = 0;  ///< Mean over the instances with a proved optimum.
  double percent_under_heft = 0;    ///< Mean over all instances.
  double proved_share = 0;
};

/// The quality of annealing for one second each on random graphs of 10 to 30 tasks with
/// communication ratios from 0.2 to 5.
AnnealingQuality annealing_quality();

}  // namespace kairos
