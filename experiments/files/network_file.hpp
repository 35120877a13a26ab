// Finds the network that a command names.
#pragma once

#include <string>

#include "workloads/operators/operator_graph.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {

/// The network in a file: a network document, or a file that a reader turns into one. Throws
/// InputError.
OperatorGraph load_network(const std::string& file, const Reader::Settings& settings);

}  // namespace kairos
