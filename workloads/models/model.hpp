// The interface of models: a model turns a call into the graph of operators that it executes.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "workloads/models/call.hpp"
#include "workloads/operators/operator_graph.hpp"

namespace kairos {

class Model {
 public:
  static constexpr std::string_view kind = "model";
  virtual ~Model() = default;

  /// The phases that the model has, at least one. The first one is the default.
  [[nodiscard]] virtual std::span<const ModelPhase> phases() const = 0;
  /// The largest number of tokens of a context, because the model has learned no more positions; 0
  /// if it has no such limit.
  [[nodiscard]] virtual std::int64_t positions() const { return 0; }
  /// The graph of a call. Graphs with the same name share their weights, so that phases of one
  /// model should have the same one. Throws InputError for a phase that the model does not have,
  /// and for a context that has more tokens than the model has positions.
  [[nodiscard]] OperatorGraph build(const Call& call, std::string title = "model") const {
    return network(completed(call), std::move(title));
  }

 protected:
  /// `call` has a phase of this model, and all of its numbers are greater than zero.
  [[nodiscard]] virtual OperatorGraph network(const Call& call, std::string title) const = 0;

 private:
  [[nodiscard]] Call completed(Call call) const;
  void refuse_long_contexts(const Call& call) const;
};

/// A model whose only phase is a pass from inputs to outputs.
class ForwardModel : public Model {
 public:
  [[nodiscard]] std::span<const ModelPhase> phases() const final {
    static constexpr std::array all{ModelPhase::forward};
    return all;
  }
};

}  // namespace kairos
