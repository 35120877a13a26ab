// Lets a network compute several times as many requests at once: the batch of its inputs, and of
// all that follows from them, becomes `size` times as large. Weights stay as they are.
//
//   index of the batch's dimension:   i  ->  i + extent * c,   copy c = 0 ... size - 1
//
// A view may merge the batch with the dimension in front of it; then i becomes i * size + c.
//
// Example: MobileNetV2 in an ONNX file for one image of 1 x 3 x 224 x 224 becomes with `size: 8` a
// network for 8 images. It has 8 times the operations and activations, and the same weights.
// How far to trust it: operations and bytes are those that a network written for the larger batch
// has; fourteen ONNX files and the models of images are tests. Reductions over the batch (sums,
// means, maxima) reduce the larger batch. Operators that mix requests in another way are refused.
#include <algorithm>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"
#include "workloads/transforms/batch_place.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

/// The position of the axis whose index alone is the index of a dimension.
std::optional<std::size_t> sole_axis(const Form& form, std::int64_t extent,
                                     const std::vector<Axis>& axes) {
  if (form.access != Form::Access::affine || form.terms.size() != 1 || form.offset != 0) return {};
  const Term& term = *form.terms.begin();
  if (term.factor != 1 || axes[term.axis].extent != extent) return {};
  return term.axis;
}

/// Multiplies the batch of one graph.
class LargerBatch {
 public:
  LargerBatch(Program& program, std::int64_t size)
      : program_(program),
        graph_(program.graph),
        size_(size),
        places_(graph_.tensors().size()),
        old_shapes_(graph_.tensors().size()) {
    for (const TensorId id : ids<TensorId>(graph_.tensors().size())) {
      old_shapes_[id] = graph_.tensors()[id].shape;
    }
  }

  void multiply(TensorId tensor, BatchPlace place) {
    if (places_[tensor] == place) return;
    if (places_[tensor]) throw InputError("its result has two batches");
    places_[tensor] = place;
    Shape& shape = graph_.edit(tensor).shape;
    shape[place.dimension] *= size_;
    require_valid(shape);
  }

  void follow(OperatorId id) {
    Operator& op = graph_.edit(id);
    if (std::ranges::none_of(op.reads, [&](const Operand& r) { return has_batch(r); })) return;
    program_.require_whole(id, "batch");
    if (const auto axis = axis_of_batch(op)) {
      multiply_axis(op, *axis);
    } else {
      add_axis(op);
    }
    program_.partition.resize(id, op.whole());
  }

 private:
  [[nodiscard]] bool has_batch(const Operand& operand) const {
    return places_[operand.tensor].has_value();
  }

  /// The axis of an operator that is its batch, and whether copies are next to each other there.
  struct BatchAxis {
    std::size_t axis = 0;
    bool is_inner = false;
  };

  /// The axis that is the batch of the operator already. Views get a new one, because they may
  /// merge the batch with another dimension.
  [[nodiscard]] std::optional<BatchAxis> axis_of_batch(const Operator& op) const {
    if (op.is_view) return std::nullopt;
    std::optional<BatchAxis> found;
    for (const Operand& read : op.reads) {
      if (!has_batch(read)) continue;
      const BatchPlace& place = *places_[read.tensor];
      const std::size_t d = place.dimension;
      const auto axis = sole_axis(read.dimensions[d], old_shapes_[read.tensor][d], op.axes);
      if (!axis) continue;
      if (found && found->axis != *axis) throw InputError("two of its axes would be the batch");
      found = {*axis, place.is_inner};
    }
    return found ? found : axis_of_broadcast(op);
  }

  /// The axis of an operator whose inputs are all repeated along the batch, as in the sum of two
  /// tensors for one request.
  [[nodiscard]] std::optional<BatchAxis> axis_of_broadcast(const Operator& op) const {
    const Operand& result = op.writes.front();
    for (const Operand& read : op.reads) {
      if (!has_batch(read)) continue;
      const std::size_t d = places_[read.tensor]->dimension;
      const std::size_t from_end = read.dimensions.size() - d;
      if (from_end > result.dimensions.size()) continue;
      const std::size_t to = result.dimensions.size() - from_end;
      const std::int64_t extent = old_shapes_[result.tensor][to];
      if (old_shapes_[read.tensor][d] != 1 || extent != 1) continue;
      if (const auto axis = sole_axis(result.dimensions[to], extent, op.axes)) {
        return BatchAxis{*axis};
      }
    }
    return std::nullopt;
  }

  void multiply_axis(Operator& op, const BatchAxis& batch) {
    const std::size_t axis = batch.axis;
    if (op.axes[axis].kind == AxisKind::sequential) {
      throw InputError("its results for one request depend on the others");
    }
    const std::int64_t extent = op.axes[axis].extent;
    for (Operand& read : op.reads) read_along(read, axis, extent);
    op.axes[axis].extent *= size_;
    for (const Operand& written : op.writes) {
      for (std::size_t d = 0; d < written.dimensions.size(); ++d) {
        for (const Term& term : written.dimensions[d].terms) {
          if (term.axis != axis) continue;
          require_outermost(written.dimensions[d], op.axes, term);
          multiply(written.tensor, {d, batch.is_inner});
        }
      }
    }
  }

  /// A term may grow if it is the outermost one of its dimension.
  static void require_outermost(const Form& form, const std::vector<Axis>& axes,
                                const Term& grown) {
    std::int64_t others = 1;
    for (const Term& term : form.terms) {
      if (term.axis != grown.axis) others += term.factor * (axes[term.axis].extent - 1);
    }
    if (form.offset == 0 && grown.factor >= others) return;
    throw InputError("it interleaves the requests of a batch");
  }

  /// Lets an operand be read along the axis of the batch, which had an extent before.
  void read_along(Operand& read, std::size_t axis, std::int64_t extent) {
    const TensorRole role = graph_.tensors()[read.tensor].role;
    for (std::size_t d = 0; d < read.dimensions.size(); ++d) {
      Form& form = read.dimensions[d];
      const std::int64_t old = old_shapes_[read.tensor][d];
      if (form.access == Form::Access::indexed && !has_batch(read)) continue;  // Looked up.
      const bool is_along =
          std::ranges::any_of(form.terms, [=](const Term& term) { return term.axis == axis; });
      if (has_batch(read) && places_[read.tensor]->dimension == d) {
        if (!is_along && old == 1 && extent == 1) form = along(axis);
      } else if (is_along && role == TensorRole::state) {
        multiply(read.tensor, {d});
      } else if (is_along && old == 1) {
        form = whole_dimension();
      } else if (is_along) {
        throw InputError("it reads '" + graph_.tensors()[read.tensor].name +
                         "', which is made for the present batch");
      }
    }
  }

  /// Adds the copies as a new axis, for operators that do not have an axis for the batch, such as
  /// reshapes that drop or merge it.
  void add_axis(Operator& op) {
    const auto axis = static_cast<std::uint8_t>(op.axes.size());
    op.axes.push_back({"copies", size_});
    for (Operand& read : op.reads) {
      if (!has_batch(read)) continue;
      const BatchPlace place = *places_[read.tensor];
      add_term(read, place, axis);
      for (Operand& written : op.writes) {
        const BatchPlace to = target(op, read, place, written);
        if (places_[written.tensor] == to) continue;
        add_term(written, to, axis);
        multiply(written.tensor, to);
      }
    }
    for (Work& work : op.work) work.axes |= 1U << axis;
  }

  void add_term(Operand& operand, const BatchPlace& place, std::uint8_t axis) const {
    const std::int64_t extent = old_shapes_[operand.tensor][place.dimension];
    Form& form = operand.dimensions[place.dimension];
    if (form.access == Form::Access::whole && extent == 1) form = Form{};
    if (form.access != Form::Access::affine) {
      throw InputError("it reads the batch in another order");
    }
    if (place.is_inner) {
      Form grown{{}, form.offset * size_};
      for (const Term& term : form.terms) grown.terms.push_back({term.axis, term.factor * size_});
      form = grown;
    }
    form.terms.push_back({axis, place.is_inner ? 1 : extent});
  }

  /// The place of the batch in a result, for its place in an input.
  [[nodiscard]] BatchPlace target(const Operator& op, const Operand& read, const BatchPlace& place,
                                  const Operand& written) const {
    const Shape& from = old_shapes_[read.tensor];
    const Shape& to = old_shapes_[written.tensor];
    const std::size_t from_end = from.size() - place.dimension;
    if (op.is_view) return place_in_view(from, place, to);
    if (from_end <= to.size()) return {to.size() - from_end};
    throw InputError("its result does not have a dimension for the batch");
  }

  Program& program_;
  OperatorGraph& graph_;
  std::int64_t size_;
  IdVector<TensorId, std::optional<BatchPlace>> places_;
  IdVector<TensorId, Shape> old_shapes_;
};

class Batch final : public Transform {
 public:
  struct Options {
    std::uint64_t size = 2;
    std::vector<std::string> inputs;

    void describe(Fields& f) {
      f("size", size, "number by which the batch is multiplied").between(1, 1'000'000);
      f("inputs", inputs,
        "inputs of the network whose first dimension is the batch (all inputs if absent)");
    }
  };
  explicit Batch(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    LargerBatch batch(program, static_cast<std::int64_t>(options_.size));
    for (const TensorId input : batched_inputs(program.graph)) batch.multiply(input, {});
    for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
      try {
        batch.follow(id);
      } catch (const InputError& error) {
        throw InputError("operator '" + program.graph.operators()[id].name +
                         "' cannot compute a larger batch: " + error.what() +
                         "; build the network for the larger batch, or name the inputs that have "
                         "one under 'inputs'");
      }
    }
  }

 private:
  [[nodiscard]] std::vector<TensorId> batched_inputs(const OperatorGraph& graph) const {
    std::vector<TensorId> found;
    std::vector<std::string> names;
    for (const TensorId id : ids<TensorId>(graph.tensors().size())) {
      const Tensor& tensor = graph.tensors()[id];
      if (tensor.role != TensorRole::activation || graph.writer(id) || tensor.shape.empty())
        continue;
      names.push_back(tensor.name);
      const bool is_named = std::ranges::count(options_.inputs, tensor.name) > 0;
      if (options_.inputs.empty() || is_named) found.push_back(id);
    }
    for (const std::string& name : options_.inputs) {
      if (!std::ranges::count(names, name)) throw InputError(unknown_name("input", name, names));
    }
    if (found.empty())
      throw InputError("the network does not have an input that could have a batch");
    return found;
  }

  Options options_;
};

const Register<Transform, Batch> registered{
    "batch", "multiplies the batch of a network, such as an ONNX file for one image"};

}  // namespace
}  // namespace kairos
