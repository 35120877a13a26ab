// The selective scan of state-space models such as Mamba (arXiv 2312.00752) and Mamba-2 (SSD, arXiv
// 2405.21060). Every head keeps a state of head size x state numbers.
//
//   state = exp(step * decay) * state + step * B * x         for each row, one after the other
//   result = C * state + D * x
//
// Row by row, that is 5 vector operations per (row, head, channel, state), and an exponential per
// (row, head, state), or per (row, head) if the decay is a scalar. With `chunk` = Q, rows are done
// in blocks of Q by the matrix unit, as Mamba-2 does; for each row that is
//
//   2 Q state        per group of heads: products of C and B inside of a block
//   2 Q head size    per head: those products times x
//   4 state * head size  per head: the state of a block, and its part in the result
//   Q                exponentials per head
//
// Inputs: x [batch, rows, heads * head size], steps [batch, rows, heads], B and C [batch, rows,
// groups * state], parameters of the heads (decay, bias, D) [heads, any number], and the state
// before if there is one [batch, heads * head size, state]. Outputs: the result and the new state.
// Example: one row of Mamba-2 780M (48 heads of 64, state 128) needs 5 * 3072 * 128 = 2.0 M vector
// operations, and reads and writes a state of 393,216 numbers.
// How far to trust it: the operations of the chunked form are those of the algorithm without its
// causal mask. A tile of some heads or channels gets its share of the products and exponentials
// that it would have to repeat. Bytes are exact for kernels that keep the state on the chip, as the
// published ones do.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

enum ScanAxis : std::uint8_t { batch, rows, groups, heads, channels, state, chunk };

class StateSpaceScan final : public OperatorKind {
 public:
  struct Options {
    std::uint64_t heads = 1, groups = 1, chunk = 0;
    bool scalar_decay = false;

    void describe(Fields& f) {
      f("heads", heads, "number of heads; each channel of Mamba is a head of its own").at_least(1);
      f("groups", groups, "number of groups of heads that share B and C").at_least(1);
      f("chunk", chunk, "rows of a block of the chunked form; 0 if rows are done one by one");
      f("scalar_decay", scalar_decay, "whether the decay is one number for each head");
    }
    void check(const SourceLocation& where) const {
      if (heads % groups == 0) return;
      throw InputError(where, "'heads' is " + std::to_string(heads) +
                                  ", which is not a multiple of 'groups', " +
                                  std::to_string(groups) + "; use a multiple of it");
    }
  };
  explicit StateSpaceScan(const Options& options)
      : heads_(static_cast<std::int64_t>(options.heads)),
        groups_(static_cast<std::int64_t>(options.groups)),
        chunk_(static_cast<std::int64_t>(options.chunk)),
        scalar_decay_(options.scalar_decay) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes((inputs.size() == 5 || inputs.size() == 6) &&
                       all_have_rank(inputs.first(4), 3) && inputs[4]->shape.size() == 2,
                   inputs, "x, steps, B, C, parameters of the heads and perhaps the state");
    const Shape& x = inputs[0]->shape;
    const std::int64_t size = x[2] / heads_, states = inputs[2]->shape[2] / groups_;
    require_shapes(size * heads_ == x[2] && inputs[1]->shape[2] == heads_ &&
                       inputs[2]->shape == inputs[3]->shape && inputs[4]->shape[0] == heads_,
                   inputs, "one step and one row of parameters for each head");
    const std::int64_t in_group = heads_ / groups_, block = std::min(chunk_, x[1]);

    Inferred result;
    result.axes = {{"batch", x[0]},
                   {"rows", x[1], AxisKind::sequential},
                   {"groups", groups_},
                   {"heads", in_group},
                   {"channels", size},
                   {"state", states, AxisKind::reduction},
                   {"chunk", std::max<std::int64_t>(block, 1), AxisKind::sequential}};
    const Form head{{{groups, in_group}, {heads, 1}}};
    const Form channel{{{groups, in_group * size}, {heads, size}, {channels, 1}}};
    const std::vector<Form> shared{along(batch), along(rows), {{{groups, states}, {state, 1}}}};
    const std::vector<Form> kept{along(batch), channel, along(state)};
    result.reads = {{along(batch), along(rows), channel},
                    {along(batch), along(rows), head},
                    shared,
                    shared,
                    {head, whole_dimension()}};
    if (inputs.size() == 6) result.reads.push_back(kept);
    result.outputs = {{x, {along(batch), along(rows), channel}, inputs[0]->type},
                      {{x[0], x[2], states}, kept, inputs.back()->type}};
    if (inputs.size() == 5) result.outputs[1].type = inputs[0]->type;
    const auto channels_of_head = static_cast<double>(size);
    result.work = block > 1 ? chunked(channels_of_head, static_cast<double>(in_group))
                            : row_by_row(channels_of_head);
    return result;
  }

 private:
  static constexpr std::uint32_t bits(std::initializer_list<ScanAxis> axes) {
    std::uint32_t mask = 0;
    for (const ScanAxis axis : axes) mask |= 1U << axis;
    return mask;
  }
  /// The decays of a head are shared out among its channels, so that tiles add up to the whole.
  [[nodiscard]] std::vector<Work> row_by_row(double size) const {
    const std::uint32_t decays = bits({batch, rows, groups, heads, channels});
    return {{ComputeUnit::vector, 5, bits({batch, rows, groups, heads, channels, state})},
            {ComputeUnit::special, 1 / size, scalar_decay_ ? decays : decays | bits({state})}};
  }
  /// The products of a group are shared out among the channels of its heads.
  [[nodiscard]] static std::vector<Work> chunked(double size, double in_group) {
    const std::uint32_t decays = bits({batch, rows, groups, heads, channels, chunk});
    return {{ComputeUnit::matrix, 2 / (in_group * size),
             bits({batch, rows, groups, heads, channels, state, chunk})},
            {ComputeUnit::matrix, 2, decays},
            {ComputeUnit::matrix, 4, bits({batch, rows, groups, heads, channels, state})},
            {ComputeUnit::special, 1 / size, decays}};
  }

  std::int64_t heads_, groups_, chunk_;
  bool scalar_decay_;
};

const Register<OperatorKind, StateSpaceScan> registered{
    "state_space_scan",
    "selective scan of a state-space model (Mamba, Mamba-2), which keeps a state"};

}  // namespace
}  // namespace kairos
