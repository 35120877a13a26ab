// The interface of transforms, which change how a network becomes tasks: its data types, the tiles
// that its operators are cut into, and the operators that run together.
#pragma once

#include <string_view>

#include "workloads/operators/partition.hpp"

namespace kairos {

/// A network on its way to a job graph.
struct Program {
  explicit Program(OperatorGraph with) : graph(std::move(with)), partition(graph) {}

  /// Throws InputError if an operator is cut into tiles already. `transform` is the name of the
  /// transform that has to come before.
  void require_whole(OperatorId op, std::string_view transform) const;
  /// Throws InputError if an operator runs together with others, views not counted.
  void require_alone(OperatorId op, std::string_view transform) const;
  /// Throws InputError if the network does not have an operator of one of these names.
  void require_operators(const std::vector<std::string>& names) const;
  /// The operator of this name. Throws InputError if there is none.
  [[nodiscard]] OperatorId find_operator(const std::string& name) const;

  OperatorGraph graph;
  Partition partition;
};

class Transform {
 public:
  static constexpr std::string_view kind = "transform";
  virtual ~Transform() = default;

  /// Throws InputError if the transform does not fit the network.
  virtual void apply(Program& program) const = 0;
};

}  // namespace kairos
