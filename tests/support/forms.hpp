// Scenarios whose jobs may take several forms, for tests.
#pragma once

#include <string>

#include "tests/support/builders.hpp"

namespace kairos::testing {

/// Adds a form to the first application of a scenario. Its jobs then take one of the forms added,
/// the first of which is preset.
inline void add_form(Scenario& scenario, const std::string& name,
                     const std::shared_ptr<const JobGraph>& graph) {
  auto& applications = scenario.workload.applications;
  Application form{applications.front().name + "/" + name, graph, {}};
  form.form_of = ApplicationId{0};
  Application& owner = applications.front();
  if (owner.forms.empty()) owner.graph = graph;
  owner.forms.push_back(applications.next_id());
  applications.push_back(std::move(form));
}

/// The name of the form that a job had when one of its tasks ran.
inline const std::string& form_of(const Scenario& scenario, const RunResult& result,
                                  std::uint32_t job = 0) {
  for (const TaskFinished& task : result.tasks) {
    if (index(task.task.job) == job) {
      return scenario.workload.applications[task.application].name;
    }
  }
  throw std::logic_error("no such job");
}

}  // namespace kairos::testing
