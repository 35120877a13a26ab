// The energy of a plan by one equation that combines workload, memory and temperature:
//
//   E(t, d)   = (P_idle + (P_peak - P_idle) DASI(t, d)) w(t, d) (1 + penalty(CPQ(d))) / Phi(d)
//   DASI(t,d) = min(1, AI(t) / AI_ridge(d)),  AI = work / memory,
//               AI_ridge = throughput / bandwidth
//   CPQ(d)    = bytes of the tasks placed on d / capacity,  penalty = 4 max(0, CPQ - 0.8)^2
//   Phi(d)    = P_peak / (P_peak + P_leak),  P_leak = V c1 T^2 exp(-c2 / T) + I_gate V
//
// This is our reconstruction of the energy equation named in the abstract of Kumar, Jha: QEIL v2,
// arXiv 2602.06057, 2026, with its device-workload affinity (DASI), capacity pressure (CPQ) and
// thermal yield (Phi). The paper's own equations and constants were not accessible. The forms and
// the knee are our own; the leakage and its constants (c1 = 0.002488, c2 = 2660 K, I_gate =
// 0.000519) are those of DS3 (Arda et al., IEEE Trans. Computers 69(8), 2020). Do not compare the
// joules with the paper's.
#pragma once

#include "policies/planning/planning_problem.hpp"
#include "policies/search/plan_evaluator.hpp"

namespace kairos {

/// Returns the attained performance of a task on a cluster as a share of peak performance; 1 if
/// memory is not modelled.
double dasi(const Task& task, const Cluster& cluster, const Interconnect& interconnect);
/// Returns the share of energy that memory pressure adds.
double capacity_penalty(double cpq);
/// Returns the ratio of dynamic to total power at a temperature in kelvin.
double thermal_yield(Watts peak, Volts voltage, double kelvin);

class DeviceEnergy {
 public:
  struct Options {
    double capacity_bytes = 0;  ///< The capacity of every element; zero for unlimited.
    double kelvin = 318.15;
    bool static_factors = false;  ///< DASI = Phi = 1 and no penalty: peak power times time.
  };
  DeviceEnergy(const PlanningProblem& problem, const Options& options);

  [[nodiscard]] double joules(const Plan& plan);
  /// Returns the largest CPQ of any element.
  [[nodiscard]] double pressure(const Plan& plan);

 private:
  void add_up(const Plan& plan);

  Options options_;
  std::size_t elements_;
  /// Energy at task * elements + element, without the penalty.
  std::vector<double> joules_;
  std::vector<double> bytes_;            ///< Memory and inputs of each task.
  std::vector<double> energy_, loaded_;  ///< Sums for each element.
};

}  // namespace kairos
