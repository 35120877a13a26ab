// The forms that a job may take when it enters the system: the `alternatives` of its application.
//
// A policy may try them one after the other. While the job has a form, the view shows the job with
// the graph of this form, so that durations, energies and elements are those of its tasks. No task
// of the job is ready yet.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "sim/state/system_state.hpp"

namespace kairos {

class JobForms {
 public:
  /// The job takes the first form. Its application must have forms.
  JobForms(SystemState& state, JobState& job)
      : state_(state), job_(job), forms_(workload().applications[job.job.application].forms) {
    take(0);
  }

  [[nodiscard]] std::size_t count() const { return forms_.size(); }
  /// The form as an application; its name is "APPLICATION/FORM".
  [[nodiscard]] const Application& operator[](std::size_t form) const {
    return workload().applications[forms_[form]];
  }
  /// Gives the job another form. It keeps the one that it takes last.
  void take(std::size_t form) {
    if (form >= forms_.size()) {
      throw std::logic_error("form " + std::to_string(form) + " of a job was chosen, but it has " +
                             std::to_string(forms_.size()));
    }
    job_.job.application = forms_[form];
    job_.begin(*(*this)[form].graph, state_.costs.first_row(forms_[form]));
  }

 private:
  [[nodiscard]] const Workload& workload() const { return state_.scenario.workload; }

  SystemState& state_;
  JobState& job_;
  const std::vector<ApplicationId>& forms_;
};

}  // namespace kairos
