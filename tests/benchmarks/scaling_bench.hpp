// Measures how the cost of a decision grows with the number of waiting tasks.
#pragma once

#include <string>
#include <vector>

#include "sim/state/scenario.hpp"

namespace kairos {

/// The policies whose time per job is measured in overload.
std::vector<std::string> backlog_policies();
/// One element gets jobs twice as fast as it can run them. Returns the time per job of a run that
/// ends with 40,000 waiting jobs, divided by that of a run that ends with 5,000.
double backlog_growth(const std::string& policy);

/// The policies whose run of one large graph is measured.
std::vector<std::string> graph_policies();
/// The seconds that the run of one job takes: planning, decisions and simulation.
double graph_seconds(const Scenario& scenario, const std::string& policy);

}  // namespace kairos
