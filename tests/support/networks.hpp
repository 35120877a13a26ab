// Builds small networks in a few lines, for tests.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/operators/operator_graph.hpp"

namespace kairos::testing {

class NetworkBuilder {
 public:
  explicit NetworkBuilder(const std::string& name) : graph_(name) {}

  TensorId input(const std::string& name, Shape shape) {
    return graph_.add(Tensor{name, std::move(shape)});
  }
  TensorId weight(const std::string& name, Shape shape) {
    return graph_.add(Tensor{name, std::move(shape), DataType::fp32, TensorRole::weight});
  }
  /// Adds an operator with one output, and returns this output.
  TensorId op(const std::string& name, const std::string& kind, std::vector<TensorId> inputs,
              const std::map<std::string, Value>& options = {}) {
    Value map = Value::map();
    for (const auto& [key, value] : options) map.set(key, value);
    const auto made = Registry<OperatorKind>::find(kind, {}).make(map);
    return graph_.add(*made, kind, name, std::move(inputs)).front();
  }
  [[nodiscard]] OperatorGraph graph() const { return graph_; }

 private:
  OperatorGraph graph_;
};

}  // namespace kairos::testing
