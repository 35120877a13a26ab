#include "experiments/experiment/amount_names.hpp"

#include <algorithm>

#include "experiments/experiment/sweep_config.hpp"
#include "experiments/formulas/formula.hpp"
#include "sim/base/mistakes.hpp"

namespace kairos {
namespace {

void refuse_taken_name(const std::string& name, const SourceLocation& place) {
  const bool is_amount = std::ranges::find(job_amounts, name) != job_amounts.end();
  const char* const taken = is_amount                    ? "an amount that every job has"
                            : is_column_of_results(name) ? "a metric or a column of the results"
                            : is_function(name)          ? "a function of formulas"
                                                         : nullptr;
  if (taken == nullptr) return;
  throw InputError(place, "amount '" + name + "' has the name of " + taken +
                              "; choose another name, such as 'drawn_" + name + "'");
}

}  // namespace

void add_amount_names(const WorkloadConfig& workload, std::vector<std::string>& names) {
  Mistakes mistakes;
  const auto add_names_of = [&](const std::vector<TaskConfig>& tasks) {
    for (const TaskConfig& task : tasks) {
      if (!task.amount || std::ranges::count(names, task.amount->name) > 0) continue;
      names.push_back(task.amount->name);
      mistakes.attempt([&] { refuse_taken_name(task.amount->name, task.place); });
    }
  };
  for (const ApplicationConfig& application : workload.applications) {
    add_names_of(application.tasks);
    for (const FormConfig& form : application.alternatives.forms) add_names_of(form.tasks);
  }
  mistakes.report();
}

}  // namespace kairos
