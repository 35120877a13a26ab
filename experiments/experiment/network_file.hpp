// Finds the network that a command names.
#pragma once

#include <string>
#include <vector>

#include "workloads/operators/operator_graph.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {

/// The network of a model of the library, in a model or network document, or in a file that a
/// reader turns into one. `assignments` such as "call.phase=decode" change the document. Throws
/// InputError.
OperatorGraph load_network(const std::string& name, const Reader::Settings& settings,
                           const std::vector<std::string>& assignments = {});

}  // namespace kairos
