// The interface of transforms, which change how a network becomes tasks: its data types, the tiles
// that its operators are cut into, and the operators that run together.
#pragma once

#include <string_view>

#include "workloads/operators/partition.hpp"

namespace kairos {

/// A network on its way to a job graph.
struct Program {
  explicit Program(OperatorGraph with) : graph(std::move(with)), partition(graph) {}

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
