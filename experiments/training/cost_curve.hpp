// Measures the cost of a run over time, and from any instant to the end. The reward is minus the
// cost.
//
//   rate(t) = latency n(t) + energy P(t) + tardiness late(t) + heat max(0, T(t) - limit)
//   cost(t) = integral from t to the end of rate(s) exp(-(s - t) / horizon) ds
//
// Here latency, energy, tardiness, heat and limit are those of RewardConfig, n is the number of
// jobs in the system, P the power of the chip, late the number of jobs past their deadlines and T
// the temperature of the hottest element. Undiscounted, the integral of n over a run is the sum of
// the latencies of its jobs (Little's law), that of late is the sum of their tardiness, and that of
// P is the energy.
//
// Example: with the weights 1, 0.1 and 2, a job of 2 ms with a deadline of 1.5 ms at 3 W costs
//   2e-3 + 0.1 * 6e-3 + 2 * 0.5e-3 = 3.6e-3
//
// The cost has two approximations. Energy and tardiness are spread evenly over a step of the
// simulation, and the temperature changes linearly from one step to the next.
#pragma once

#include <map>
#include <vector>

#include "sim/engine/simulator.hpp"

namespace kairos {

/// The weights of the kinds of cost.
struct RewardConfig {
  double latency = 1, energy = 0, tardiness = 0, heat = 0;
  Temperature limit = Temperature::celsius(85);

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

class CostCurve final : public Probe {
 public:
  explicit CostCurve(const RewardConfig& reward = {}) : reward_(reward) {}

  void clear();
  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<JobArrived, JobFinished, JobDropped>();
  }
  /// Adds all costs except latencies up to now. Must be called after every step of the simulation.
  void measure(Simulator& simulator);

  /// Time that jobs have spent in the system, and total undiscounted cost, from the start to `now`.
  [[nodiscard]] Seconds sojourn(Time now) const;
  [[nodiscard]] double total(Time now) const;
  [[nodiscard]] std::size_t jobs() const { return arrived_; }

  /// Must be called once after the end of the run and before cost().
  void discount(Seconds horizon);
  [[nodiscard]] double cost(Time from) const;

 private:
  struct Step {
    double at = 0;    ///< Time in seconds.
    double rate = 0;  ///< Cost per second from this step on.
    double cost = 0;  ///< Discounted cost from this step to the end.
  };
  [[nodiscard]] bool is_latency_only() const {
    return reward_.energy == 0 && reward_.tardiness == 0 && reward_.heat == 0;
  }
  [[nodiscard]] double jobs_now() const { return static_cast<double>(arrived_ - finished_); }
  [[nodiscard]] double lateness(Time deadline, Time until) const;
  [[nodiscard]] double costs_since_last(Simulator& simulator);
  [[nodiscard]] double excess(const Simulator& simulator) const;

  RewardConfig reward_;
  std::vector<Step> steps_;
  std::size_t arrived_ = 0, finished_ = 0;
  double sojourn_ = 0;  ///< Time that jobs spent in the system until the last arrival or departure,
                        ///< at `changed_`.
  double changed_ = 0;
  double horizon_ = 1;

  std::map<JobId, Time> deadlines_;  ///< Deadlines of jobs in the system.
  Time measured_;
  std::size_t first_open_ = 0;  ///< First step whose rate lacks the costs that measure() adds.
  double others_ = 0;           ///< Measured costs except latencies.
  double late_ = 0;             ///< Tardiness since the last measurement of finished jobs.
  Joules drawn_;
  double excess_ = 0;  ///< Kelvins above the limit at the last measurement.
};

}  // namespace kairos
