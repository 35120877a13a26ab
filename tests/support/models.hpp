// Makes models from their names and options.
#pragma once

#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

/// Options by dotted paths, as --set takes them: {"latent.rank", "512"}. A text with commas is a
/// list.
using OptionText = std::vector<std::pair<std::string, std::string>>;

inline std::unique_ptr<Model> model(const std::string& name, const OptionText& options = {}) {
  Choice<Model> choice(name);
  for (const auto& [key, text] : options) {
    Value list = Value::list();
    std::istringstream parts(text);
    for (std::string part; std::getline(parts, part, ',');) {
      list.items.push_back(Value::scalar(part));
    }
    set_path(choice.options, key, list.items.size() == 1 ? list.items.front() : list);
  }
  return choice.make();
}

inline Call call_of(ModelPhase phase, std::int64_t rows, std::int64_t context,
                    std::int64_t batch = 1) {
  Call call;
  call.phase = phase;
  call.rows = rows;
  call.context = context;
  call.batch = batch;
  return call;
}

/// The sum of the demands of all operators.
inline Demand total(const OperatorGraph& graph) {
  Demand sum;
  for (const Operator& op : graph.operators()) {
    const Demand each = demand(graph, op, op.whole());
    for (std::size_t u = 0; u < sum.operations.size(); ++u) sum.operations[u] += each.operations[u];
    sum.read += each.read;
    sum.written += each.written;
    sum.weights += each.weights;
    sum.state += each.state;
  }
  return sum;
}

}  // namespace kairos
