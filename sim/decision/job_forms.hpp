// The forms that a job may take when it enters the system: the `alternatives` of its application.
//
// A policy may try them one after the other. While the job has a form, the view shows the job with
// the graph of this form, so that durations, energies and elements are those of its tasks. No task
// of the job is ready yet.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "sim/state/system_state.hpp"

namespace kairos {

/// The graphs of jobs whose operators have forms of their own, by the forms chosen, and their first
/// rows in the cost table.
using MixedGraphs = std::map<std::pair<ApplicationId, std::vector<std::uint32_t>>,
                             std::pair<std::shared_ptr<const JobGraph>, std::size_t>>;

class JobForms {
 public:
  /// The job takes the first form. Its application must have forms. `mixed` keeps the graphs that
  /// take_each() makes.
  JobForms(SystemState& state, JobState& job, MixedGraphs& mixed);

  [[nodiscard]] std::size_t count() const { return application_.forms.size(); }
  /// The form as an application; its name is "APPLICATION/FORM".
  [[nodiscard]] const Application& operator[](std::size_t form) const {
    return workload().applications[application_.forms[form]];
  }
  /// Gives the job another form. It keeps the one that it takes last. Throws std::logic_error if
  /// there is no such form.
  void take(std::size_t form);

  /// The units of operators that may have forms of their own; null if all have the same form.
  [[nodiscard]] const FormMix* mix() const {
    return application_.mixed ? workload().applications[*application_.mixed].mix.get() : nullptr;
  }
  /// Gives each unit of operators the form of this number.
  void take_each(const std::vector<std::uint32_t>& form_of_unit);
  /// True if the units have forms of their own. The tasks of the job then stand for tasks of the
  /// graph of its application.
  [[nodiscard]] bool is_mixed() const { return is_mixed_; }

 private:
  [[nodiscard]] const Workload& workload() const { return state_.scenario.workload; }

  SystemState& state_;
  JobState& job_;
  MixedGraphs& mixed_;
  const Application& application_;
  bool is_mixed_ = false;
};

}  // namespace kairos
