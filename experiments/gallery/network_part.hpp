// Finds the application and the operators that a row of `expect` names with 'of'.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiments/experiment/experiment_config.hpp"

namespace kairos {

/// An application, or one of its forms, and a pattern for the names of its operators or tasks.
struct ChosenNetwork {
  ApplicationConfig application;
  std::string pattern = "*";  ///< A * stands for any text.

  [[nodiscard]] bool is_whole() const { return pattern == "*"; }
  /// True if the pattern fits the name of an operator or task.
  [[nodiscard]] bool has(std::string_view name) const;
  /// The error if none of these names fits.
  [[nodiscard]] InputError unknown_operator(const std::vector<std::string>& names) const;
};

/// Finds APPLICATION, APPLICATION/FORM, APPLICATION/OPERATOR or APPLICATION/FORM/OPERATOR. An empty
/// text stands for the only application. Throws InputError without a place.
ChosenNetwork choose_network(const std::string& of, const ExperimentConfig& experiment);

}  // namespace kairos
