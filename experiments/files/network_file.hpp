// Turns documents into graphs of operators.
#pragma once

#include "sim/base/value.hpp"
#include "workloads/operators/operator_graph.hpp"

namespace kairos {

/// The graph of a network or of a model. Throws InputError for other kinds of documents.
OperatorGraph graph_of(const Value& document);

}  // namespace kairos
