#include "experiments/gallery/network_part.hpp"

#include <optional>

#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

/// True if `text` is `pattern`, in which * stands for any text. When the rest of the pattern does
/// not fit, the last * takes one more character.
bool fits(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, after_star = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      after_star = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++after_star;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

/// All applications and their forms, which are called "APPLICATION/FORM".
std::vector<ApplicationConfig> applications_of(const ExperimentConfig& experiment) {
  std::vector<ApplicationConfig> all;
  for (const ApplicationConfig& application : experiment.workload.applications) {
    all.push_back(application);
    for (const FormConfig& form : application.alternatives.forms) {
      if (form.shares.empty()) all.push_back(application.in_form(form));
    }
  }
  return all;
}

}  // namespace

bool ChosenNetwork::has(std::string_view name) const {
  return fits(name, pattern);
}

InputError ChosenNetwork::unknown_operator(const std::vector<std::string>& names) const {
  return InputError(unknown_name("operator of '" + application.name + "'", pattern, names,
                                 " (see 'kairos operators')"));
}

ChosenNetwork choose_network(const std::string& of, const ExperimentConfig& experiment) {
  const std::vector<ApplicationConfig>& listed = experiment.workload.applications;
  if (of.empty()) {
    if (listed.size() == 1) return ChosenNetwork{listed.front()};
    throw InputError("the workload has several applications; choose one with 'of': " +
                     one_of(names_in(listed)));
  }
  std::optional<ChosenNetwork> best;
  for (const ApplicationConfig& application : applications_of(experiment)) {
    const std::string& name = application.name;
    const bool is_longer = !best || name.size() > best->application.name.size();
    if (of == name && is_longer) best = ChosenNetwork{application};
    if (of.starts_with(name + "/") && is_longer) {
      best = ChosenNetwork{application, of.substr(name.size() + 1)};
    }
  }
  if (best) return *best;
  throw InputError(unknown_name("application", of.substr(0, of.find('/')), names_in(listed)));
}

}  // namespace kairos
