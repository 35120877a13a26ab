// Computes activations of a training step once more when the backward pass needs them, instead of
// keeping them (Chen et al., Training Deep Nets with Sublinear Memory Cost, arXiv 1604.06174).
//
// The forward pass is all operators before the first loss. Operators whose names begin alike, such
// as those of a layer, form a segment. A result is kept if an operator of another segment of the
// forward pass reads it, or if no operator of the forward pass does. All other results are computed
// again, from the kept ones, when the backward pass needs them. A repeated operator waits for the
// gradients that its first reader reads.
//
// Example: three layers, each with a product, an activation function and a product. The backward
// pass needs the results of the first two operators of each layer; instead of six tensors, two of
// one layer at a time are in memory, besides the results of the layers.
// How far to trust it: work and bytes are exact for the segments chosen. Optimal choices of what to
// keep, as by Checkmate (Jain et al., MLSys 2020), are not searched for.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "workloads/transforms/name_parts.hpp"
#include "workloads/transforms/rewriter.hpp"

namespace kairos {
namespace {

/// Repeats operators of the forward pass while the backward pass is copied.
class Recomputation {
 public:
  Recomputation(Program& program, OperatorId last_forward, std::uint64_t depth)
      : rewriter_(program), last_forward_(last_forward), is_kept_(old().tensors().size()) {
    for (const Operator& op : old().operators()) segments_.push_back(first_parts(op.name, depth));
    IdVector<TensorId, bool> is_read(old().tensors().size());
    for (const OperatorId id : ids<OperatorId>(index(last_forward) + 1)) {
      for (const Operand& read : old().operators()[id].reads) {
        is_read[read.tensor] = true;
        const auto writer = maker(read.tensor);
        if (writer && segments_[*writer] != segments_[id]) is_kept_[read.tensor] = true;
      }
    }
    for (const TensorId id : ids<TensorId>(is_read.size())) {
      if (!is_read[id]) is_kept_[id] = true;
    }
  }

  /// Builds the new graph and returns the number of operators that run again.
  std::size_t run() {
    for (const OperatorId id : ids<OperatorId>(old().operators().size())) {
      if (id > last_forward_) repeat_inputs_of(id);
      rewriter_.copy(id);
    }
    rewriter_.finish();
    return repeated_;
  }

 private:
  [[nodiscard]] const OperatorGraph& old() const { return rewriter_.old(); }

  /// The operator of the forward pass that makes a tensor.
  [[nodiscard]] std::optional<OperatorId> maker(TensorId tensor) const {
    const auto writer = old().writer(tensor);
    return writer && *writer <= last_forward_ ? writer : std::nullopt;
  }

  void repeat_inputs_of(OperatorId reader) {
    std::vector<OperatorId> before;
    for (const Operand& read : old().operators()[reader].reads) {
      const auto writer = old().writer(read.tensor);
      if (writer && *writer > last_forward_) {
        before.push_back(*rewriter_.graph().writer(rewriter_.tensor_for(read.tensor)));
      }
    }
    for (const Operand& read : old().operators()[reader].reads) repeat(read.tensor, before);
  }

  /// Lets the operator that makes a tensor run again, after those that have to end before.
  void repeat(TensorId tensor, const std::vector<OperatorId>& before) {
    const auto writer = maker(tensor);
    if (!writer || is_kept_[tensor]) return;
    for (const Operand& read : old().operators()[*writer].reads) repeat(read.tensor, before);
    Operator op = rewriter_.translated(*writer);
    op.name += ".again";
    op.after = before;
    for (std::size_t i = 0; i < op.writes.size(); ++i) {
      const TensorId original = old().operators()[*writer].writes[i].tensor;
      Tensor again = old().tensors()[original];
      again.name += ".again";
      op.writes[i].tensor = rewriter_.graph().add(std::move(again));
      rewriter_.replace(original, op.writes[i].tensor);
      is_kept_[original] = true;  // The repeated tensor serves all readers that follow.
    }
    rewriter_.graph().add(std::move(op));
    ++repeated_;
  }

  Rewriter rewriter_;
  OperatorId last_forward_;
  IdVector<TensorId, bool> is_kept_;
  IdVector<OperatorId, std::string> segments_;
  std::size_t repeated_ = 0;
};

class Recompute final : public Transform {
 public:
  struct Options {
    std::uint64_t depth = 1;
    std::string until;

    void describe(Fields& f) {
      f("depth", depth,
        "number of parts of the names, separated by dots and slashes, that operators of one "
        "segment have in common")
          .at_least(1);
      f("until", until,
        "name of the last operator of the forward pass (the one before the first loss if absent)");
    }
  };
  explicit Recompute(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    // Tasks of several operators might have to wait for what waits for them.
    for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
      program.require_whole(id, "recompute");
      program.require_alone(id, "recompute");
    }
    const OperatorId last = last_forward(program);
    if (Recomputation(program, last, options_.depth).run() > 0) return;
    throw InputError("no operator behind '" + program.graph.operators()[last].name +
                     "' reads a result from inside a segment, so nothing is computed again; "
                     "choose a smaller 'depth', or an earlier operator for 'until'");
  }

 private:
  [[nodiscard]] OperatorId last_forward(const Program& program) const {
    if (!options_.until.empty()) return program.find_operator(options_.until);
    const auto& operators = program.graph.operators();
    const auto loss = std::ranges::find_if(
        operators, [](const Operator& op) { return op.name.ends_with(".loss"); });
    if (loss == operators.end() || loss == operators.begin()) {
      throw InputError(
          "the network does not have an operator whose name ends in '.loss', so its backward pass "
          "is not known; write the last operator of the forward pass as 'until'");
    }
    return static_cast<OperatorId>(loss - operators.begin() - 1);
  }

  Options options_;
};

const Register<Transform, Recompute> registered{
    "recompute", "computes activations again in the backward pass, instead of keeping them"};

}  // namespace
}  // namespace kairos
