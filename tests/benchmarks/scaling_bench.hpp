// How the cost of a decision grows with the work that waits, measured.
#pragma once

#include <string>
#include <vector>

#include "sim/state/scenario.hpp"

namespace kairos {

/// Policies whose time per job is measured in overload.
std::vector<std::string> backlog_policies();
/// One element gets jobs twice as fast as it can run them: the time per job of a run that ends with
/// 40,000 jobs waiting, over that of a run that ends with 5,000.
double backlog_growth(const std::string& policy);

/// Policies whose run of one large graph is measured.
std::vector<std::string> graph_policies();
/// The seconds of a whole run of one job: planning, decisions and simulation.
double graph_seconds(const Scenario& scenario, const std::string& policy);

}  // namespace kairos
