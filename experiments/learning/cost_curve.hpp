// What a run costs over time, and from any instant on: what a reward is the negative of.
//
//   rate(t) = latency n(t) + energy P(t) + tardiness late(t) + heat max(0, T(t) - limit)
//   cost(t) = integral from t to the end of rate(s) exp(-(s - t) / horizon) ds
//
// with the weights of RewardSpec, n the number of jobs in the system, P the power of the whole
// chip, late the number of jobs past their deadlines and T the temperature of the hottest element.
// By Little's law the undiscounted integral of n over a run is the sum of the latencies of its
// jobs; that of late is the sum of their tardiness, that of P the energy.
//
// Example: a job of 2 ms with a deadline of 1.5 ms at 3 W costs 2e-3 + 0.1 * 6e-3 + 2 * 0.5e-3 =
// 3.6e-3 with the weights 1, 0.1 and 2. Exact but for two things: within a step of the simulation,
// energy and tardiness are spread evenly; temperature goes straight from one step to the next.
#pragma once

#include <map>
#include <vector>

#include "sim/engine/simulator.hpp"

namespace kairos {

/// How much each kind of cost counts.
struct RewardSpec {
  double latency = 1, energy = 0, tardiness = 0, heat = 0;
  Temperature limit = Temperature::celsius(85);

  void describe(Fields& f);
  void check(const Place& where) const;
};

class CostCurve final : public Probe {
 public:
  explicit CostCurve(const RewardSpec& reward = {}) : reward_(reward) {}

  void clear();
  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobArrived, JobFinished>(); }
  /// Call after every step of the simulation that it watches: takes in all but the latencies.
  void measure(Simulator& simulator);

  /// From the beginning to `now`: the time that jobs have spent, and what it all cost.
  [[nodiscard]] Seconds sojourn(Time now) const;
  [[nodiscard]] double total(Time now) const;
  [[nodiscard]] std::size_t jobs() const { return arrived_; }

  /// Call once when the run is over, before cost().
  void discount(Seconds horizon);
  [[nodiscard]] double cost(Time from) const;

 private:
  struct Step {
    double at = 0;    ///< Seconds.
    double rate = 0;  ///< From here on, per second.
    double cost = 0;  ///< From here on.
  };
  [[nodiscard]] bool is_latency_only() const {
    return reward_.energy == 0 && reward_.tardiness == 0 && reward_.heat == 0;
  }
  [[nodiscard]] double jobs_now() const { return static_cast<double>(arrived_ - finished_); }
  [[nodiscard]] double lateness(Time deadline, Time until) const;
  [[nodiscard]] double costs_since_last(Simulator& simulator);
  [[nodiscard]] double excess(const Simulator& simulator) const;

  RewardSpec reward_;
  std::vector<Step> steps_;
  std::size_t arrived_ = 0, finished_ = 0;
  double sojourn_ = 0;  ///< Up to the last arrival or departure, which was at ...
  double changed_ = 0;
  double horizon_ = 1;

  std::map<JobId, Time> deadlines_;  ///< Of jobs in the system.
  Time measured_;
  std::size_t first_open_ = 0;  ///< Step that is not measured yet.
  double others_ = 0;           ///< All but the latencies, as far as measured.
  double late_ = 0;             ///< Tardiness of jobs that finished since then.
  Joules drawn_;
  double excess_ = 0;  ///< Kelvins over the limit.
};

}  // namespace kairos
