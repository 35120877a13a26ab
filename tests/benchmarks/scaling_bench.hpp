// Measures how the cost of a decision grows with the number of waiting tasks.
#pragma once

#include <string>
#include <vector>

#include "sim/state/scenario.hpp"

namespace kairos {

/// A kind of overload in which the growth of cost is measured.
struct Overload {
  std::string name;  ///< The middle of the benchmark's name; empty for the plainest kind.
  bool noise = false;
  int slots = 1;
  bool graphs = false;  ///< True if a job is a graph of four tasks, not a single task.
};

std::vector<Overload> overloads();
/// The policies whose time per job is measured in overload.
std::vector<std::string> backlog_policies();
/// Chips get jobs twice as fast as they can run them. Returns the time per job of a run that ends
/// with 40,000 waiting tasks, divided by that of a run that ends with 5,000.
double backlog_growth(const Overload& overload, const std::string& policy);

/// The policies whose run of one large graph is measured.
std::vector<std::string> graph_policies();
/// The seconds that the run of one job takes: planning, decisions and simulation.
double graph_seconds(const Scenario& scenario, const std::string& policy);

}  // namespace kairos
