// Matrix products, normalisations, reductions and other arithmetic of ONNX.
#include "workloads/onnx/onnx_translation.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

std::vector<std::size_t> first_inputs(const OnnxNodeView& node, std::size_t most) {
  std::vector<std::size_t> inputs;
  for (std::size_t i = 0; i < most && node.has(i); ++i) inputs.push_back(i);
  return inputs;
}

OnnxTranslation general_matrix_product(const OnnxNodeView& node) {
  OnnxTranslation result{"matrix_product", Value::map(), first_inputs(node, 3)};
  if (node.integer("transA", 0) != 0) result.with_flag("transpose_first", true);
  if (node.integer("transB", 0) != 0) result.with_flag("transpose_second", true);
  return result;
}

OnnxTranslation matrix_product(const OnnxNodeView& /*node*/) {
  return {"matrix_product", Value::map(), {0, 1}};
}

/// Sums, products and others of two or more inputs: one operation for each input after the first.
OnnxTranslation of_all_inputs(const OnnxNodeView& node) {
  return {"pointwise", Value::map(), first_inputs(node, node.input_count())};
}

OnnxTranslation comparison(const OnnxNodeView& node) {
  return of_all_inputs(node).with("type", "int8");
}

/// A limit is one number, which is not worth a read.
OnnxTranslation clip(const OnnxNodeView& /*node*/) {
  return OnnxTranslation{"pointwise"}.with("operations", 2.0);
}

OnnxTranslation cast(const OnnxNodeView& node) {
  const auto type = static_cast<OnnxType>(node.integer("to", 0));
  return OnnxTranslation{"pointwise"}.with("type", name_of(data_type_of(type)));
}

/// Scales and zero points are few numbers for a tensor, or one for each of its channels.
OnnxTranslation quantisation(const OnnxNodeView& node) {
  const DataType type = node.has(2) ? node.input(2).tensor.type : DataType::int8;
  return OnnxTranslation{"pointwise"}.with("operations", 2.0).with("type", name_of(type));
}

OnnxTranslation dequantisation(const OnnxNodeView& node) {
  return OnnxTranslation{"pointwise"}
      .with("operations", 2.0)
      .with("type", name_of(node.input(1).tensor.type));
}

OnnxTranslation batch_normalisation(const OnnxNodeView& node) {
  if (node.integer("training_mode", 0) != 0) {
    throw InputError("the node is in training mode; export the network for inference");
  }
  return OnnxTranslation{"normalisation", Value::map(), first_inputs(node, 5)}.with("rule",
                                                                                    "batch");
}

OnnxTranslation instance_normalisation(const OnnxNodeView& node) {
  if (node.shape(0).size() < 2) throw InputError("the input has no channels");
  return OnnxTranslation{"normalisation", Value::map(), first_inputs(node, 3)}
      .with("rule", "group")
      .with("groups", node.shape(0)[1]);
}

OnnxTranslation group_normalisation(const OnnxNodeView& node) {
  return OnnxTranslation{"normalisation", Value::map(), first_inputs(node, 3)}
      .with("rule", "group")
      .with("groups", node.integer("num_groups", 0));
}

OnnxTranslation layer_normalisation(const OnnxNodeView& node) {
  return OnnxTranslation{"normalisation", Value::map(), first_inputs(node, 3)}
      .with("rule", "layer")
      .with("axis", node.integer("axis", -1));
}

/// Before version 13, the dimensions from the given one on were normalised together.
OnnxTranslation softmax(const OnnxNodeView& node) {
  const bool is_old = node.opset() < 13;
  const Shape& shape = node.shape(0);
  const std::size_t axis = dimension_of(node.integer("axis", is_old ? 1 : -1), shape);
  for (std::size_t d = axis + 1; is_old && d < shape.size(); ++d) {
    if (shape[d] == 1) continue;
    throw InputError("a softmax over several dimensions is not known; export with opset 13");
  }
  return OnnxTranslation{"softmax"}.with("axis", static_cast<std::int64_t>(axis));
}

OnnxTranslation reduced(const OnnxNodeView& node, double operations) {
  const std::vector<std::int64_t> axes = node.integers("axes", 1);
  if (axes.empty() && node.integer("noop_with_empty_axes", 0) != 0) return {};
  OnnxTranslation result{"reduction"};
  if (!axes.empty()) result.with("axes", axes);
  if (operations != 1) result.with("operations", operations);
  return result.with_flag("keep", node.integer("keepdims", 1) != 0);
}

OnnxTranslation reduction(const OnnxNodeView& node) {
  return reduced(node, 1);
}
/// A power or another function of each element, and the sum.
OnnxTranslation reduction_of_functions(const OnnxNodeView& node) {
  return reduced(node, 2);
}

OnnxTranslation position_of_extremum(const OnnxNodeView& node) {
  return OnnxTranslation{"reduction"}
      .with("axes", std::vector{node.integer("axis", 0)})
      .with("type", "int64")
      .with_flag("keep", node.integer("keepdims", 1) != 0);
}

}  // namespace

void add_arithmetic_translators(OnnxTranslators& all) {
  all["Gemm"] = general_matrix_product;
  all["MatMul"] = matrix_product;
  for (const char* name : {"Add", "Mul", "Max", "Min", "Sum", "Mean", "BitShift"}) {
    all[name] = of_all_inputs;
  }
  for (const char* name : {"And", "Or", "Xor"}) all[name] = comparison;
  all["Clip"] = clip;
  all["Cast"] = cast;
  all["QuantizeLinear"] = quantisation;
  all["DequantizeLinear"] = dequantisation;
  all["BatchNormalization"] = batch_normalisation;
  all["InstanceNormalization"] = instance_normalisation;
  all["GroupNormalization"] = group_normalisation;
  all["LayerNormalization"] = layer_normalisation;
  all["Softmax"] = softmax;
  all["LogSoftmax"] = softmax;
  for (const char* name : {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd"}) {
    all[name] = reduction;
  }
  for (const char* name :
       {"ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"}) {
    all[name] = reduction_of_functions;
  }
  all["ArgMax"] = position_of_extremum;
  all["ArgMin"] = position_of_extremum;
}

}  // namespace kairos
