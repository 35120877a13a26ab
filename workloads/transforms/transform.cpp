#include "workloads/transforms/transform.hpp"

#include <algorithm>

#include "sim/base/find_by_name.hpp"

namespace kairos {

void Program::require_whole(OperatorId op, std::string_view transform) const {
  if (partition.tiles(op).size() == 1) return;
  throw InputError("operator '" + graph.operators()[op].name +
                   "' is cut into tiles already; write '" + std::string(transform) +
                   "' before the transform that cuts it");
}

void Program::require_alone(OperatorId op, std::string_view transform) const {
  const OperatorGroup& group = partition.groups()[partition.group_of(op)];
  const auto counts = [&](OperatorId member) { return !graph.operators()[member].is_view; };
  if (std::ranges::count_if(group.operators, counts) < 2) return;
  throw InputError("operator '" + graph.operators()[op].name + "' runs together with others as '" +
                   group.name + "'; write '" + std::string(transform) +
                   "' before the transform that joins them");
}

void Program::require_operators(const std::vector<std::string>& names) const {
  for (const std::string& name : names) static_cast<void>(find_operator(name));
}

OperatorId Program::find_operator(const std::string& name) const {
  const auto found = std::ranges::find(graph.operators(), name, &Operator::name);
  if (found != graph.operators().end()) {
    return static_cast<OperatorId>(found - graph.operators().begin());
  }
  std::vector<std::string> names;
  for (const Operator& op : graph.operators()) names.push_back(op.name);
  throw InputError(unknown_name("operator", name, names));
}

}  // namespace kairos
