// Keeps tensors in the last tier of memory, such as the memory of the host, and not near the
// element that needs them.
//
// Weights and states are read from there each time that a task needs them. Activations are written
// there when they are made, and read back by their readers.
//
// Example: a block of OPT-1.3B has weights of 100.7 MB in fp16. Offloaded over a link of 25 GB/s,
// each task that needs them waits for 4.03 ms (ZO2, arXiv 2503.12668, and DistZO2, arXiv
// 2507.03211, work this way).
// How far to trust it: sizes and traffic are exact. A platform whose memory has only one tier
// keeps the tensors there.
#include <algorithm>
#include <array>

#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

enum class Offloaded : std::uint8_t { weights, state, activations };

template <>
struct EnumNames<Offloaded> {
  static constexpr std::string_view kind = "kind of tensors";
  static constexpr std::array names{EnumName{Offloaded::weights, "weights"},
                                    EnumName{Offloaded::state, "state"},
                                    EnumName{Offloaded::activations, "activations"}};
};

namespace {

class Offload final : public Transform {
 public:
  struct Options {
    std::vector<Offloaded> what{Offloaded::weights};
    std::vector<std::string> operators;

    void describe(Fields& f) {
      f("what", what, "kinds of tensors that are offloaded")
          .must([](const auto& all) { return !all.empty(); }, "at least one kind of tensors");
      f("operators", operators,
        "names of the operators whose weights, states and results are meant (all if absent)");
    }
  };
  explicit Offload(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    OperatorGraph& graph = program.graph;
    program.require_operators(options_.operators);
    for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
      const Operator& op = graph.operators()[id];
      if (op.is_view)
        graph.edit(op.writes.front().tensor).is_offloaded |= shows_offloaded(graph, op);
      if (!is_meant(op)) continue;
      for (const Operand& read : op.reads) {
        if (graph.tensors()[read.tensor].role != TensorRole::activation) offload(graph, read);
      }
      for (const Operand& written : op.writes) offload(graph, written);
    }
  }

 private:
  [[nodiscard]] bool is_meant(const Operator& op) const {
    return options_.operators.empty() || std::ranges::count(options_.operators, op.name) > 0;
  }
  /// True if a view shows a tensor that is offloaded.
  static bool shows_offloaded(const OperatorGraph& graph, const Operator& view) {
    return std::ranges::any_of(view.reads, [&](const Operand& read) {
      const Tensor& tensor = graph.tensors()[read.tensor];
      return tensor.role == TensorRole::activation && tensor.is_offloaded;
    });
  }
  void offload(OperatorGraph& graph, const Operand& operand) const {
    Tensor& tensor = graph.edit(operand.tensor);
    const auto has = [&](Offloaded what) { return std::ranges::count(options_.what, what) > 0; };
    switch (tensor.role) {
      case TensorRole::weight:
        tensor.is_offloaded |= has(Offloaded::weights);
        return;
      case TensorRole::state:
        tensor.is_offloaded |= has(Offloaded::state);
        return;
      case TensorRole::activation:
        tensor.is_offloaded |= has(Offloaded::activations);
        return;
      case TensorRole::constant:
        return;
    }
  }

  Options options_;
};

const Register<Transform, Offload> registered{
    "offload", "keeps weights, states or activations in the last tier of memory"};

}  // namespace
}  // namespace kairos
