// Evaluates formulas over jobs while a run goes on.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "experiments/formulas/formula.hpp"
#include "experiments/formulas/mean.hpp"
#include "sim/events/probe.hpp"
#include "workloads/workload.hpp"

namespace kairos {

/// Computes the means of formulas over jobs, of the run and of each application, form of an
/// application and named stream.
/// It keeps two numbers for every job in the system that has finished a task. The formulas must be
/// in the order of parse_formulas(); those with another scope are ignored. They and the workload
/// must outlive the probe.
class JobFormulas final : public Probe {
 public:
  JobFormulas(std::span<const Formula> formulas, const Workload& workload);

  [[nodiscard]] bool has_any() const { return !formulas_.empty(); }
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskFinished, JobFinished, JobDropped>();
  }
  void observe(Time now, Event event) override;
  /// Appends the means. A formula that no job has a value of is left out.
  void report(std::vector<Metric>& metrics) const;

 private:
  struct OverJobs {
    const Formula* formula;
    std::vector<std::size_t> inputs;  ///< Positions in `values_`.
    std::size_t own = 0;              ///< Position of its value in `values_`.
  };
  /// An amount that jobs draw, and its position in `values_`.
  struct Drawn {
    std::size_t amount = 0, position = 0;
  };
  /// The finished tasks of a job.
  struct Work {
    double energy = 0, tasks = 0;  ///< The energy is in joules.
  };
  using Means = std::vector<Mean>;  ///< One per formula.

  void find_drawn_amounts(const std::vector<std::string>& names);
  void finish(Time now, const JobFinished& finished);
  void drop(const Job& job);
  /// Adds the value of a formula to the means that the job takes part in.
  void add(std::size_t formula, const Job& job, double value);
  void report(const Means& means, const std::string& subject, std::vector<Metric>& metrics) const;

  const Workload& workload_;
  std::vector<OverJobs> formulas_;
  /// The amounts that formulas use, of those that jobs of each application draw.
  IdVector<ApplicationId, std::vector<Drawn>> drawn_;
  /// The amounts of the last job, followed by the amounts that it has drawn and the values of its
  /// formulas. NaN stands for none.
  std::vector<double> values_;
  std::unordered_map<JobId, Work> work_;  ///< The jobs in the system. It is never iterated.
  Means all_;
  IdVector<ApplicationId, Means> per_application_;
  IdVector<StreamId, Means> per_stream_;
};

}  // namespace kairos
