#include "sim/decision/job_forms.hpp"

#include <stdexcept>
#include <string>

#include "workloads/form_mix.hpp"

namespace kairos {

JobForms::JobForms(SystemState& state, JobState& job, MixedGraphs& mixed)
    : state_(state),
      job_(job),
      mixed_(mixed),
      application_(workload().applications[job.job.application]) {
  take(0);
}

void JobForms::take(std::size_t form) {
  if (form >= count()) {
    throw std::logic_error("form " + std::to_string(form) + " of a job was chosen, but it has " +
                           std::to_string(count()) + " forms");
  }
  is_mixed_ = false;
  job_.job.application = application_.forms[form];
  job_.begin(*(*this)[form].graph, state_.costs.first_row(application_.forms[form]));
}

void JobForms::take_each(const std::vector<std::uint32_t>& form_of_unit) {
  if (mix() == nullptr || form_of_unit.size() != mix()->units()) {
    throw std::logic_error("forms were chosen for operators of a job that cannot have their own");
  }
  const ApplicationId mixed = *application_.mixed;
  const auto [known, is_new] = mixed_.try_emplace({mixed, form_of_unit});
  auto& [graph, first_row] = known->second;
  if (is_new) {
    graph = mix()->graph(form_of_unit);
    first_row = state_.add_with_copies(*graph, mixed);
  }
  is_mixed_ = true;
  job_.job.application = mixed;
  job_.begin(*graph, first_row);
}

}  // namespace kairos
