// Amounts of the networks of an experiment, which rows of `expect` use like metrics: what `kairos
// operators` prints, and the costs of tasks.
#pragma once

#include <string>
#include <vector>

#include "experiments/experiment/sweep.hpp"

namespace kairos {

/// The names, units and meanings of all amounts.
const std::vector<MetricInfo>& network_amounts();

/// True if `name` is one of network_amounts().
bool is_network_amount(const std::string& name);

/// The part of a workload that an amount is about.
struct NetworkPart {
  std::string of;  ///< APPLICATION or APPLICATION/OPERATOR, with * for any text; may be empty if
                   ///< there is one application.
  std::string on;  ///< The cluster for execution times; the first one that can run a task if empty.
};

/// An amount at the sweep point of a run. Throws InputError, without a place, if the application,
/// the operator or the cluster does not exist, or if the application has no network.
double network_amount(const std::string& name, const NetworkPart& part, const RunConfig& run);

}  // namespace kairos
