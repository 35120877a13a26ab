#include "workloads/onnx/onnx_import.hpp"

#include <gtest/gtest.h>

#include "tests/support/onnx_models.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

OperatorGraph graph_of(const OnnxBuilder& builder,
                       const std::map<std::string, std::int64_t>& bindings = {}) {
  return import_onnx(builder.model, bindings).build();
}

std::string refusal_of(const OnnxBuilder& builder,
                       const std::map<std::string, std::int64_t>& bindings = {}) {
  try {
    static_cast<void>(graph_of(builder, bindings));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

const Operator& last(const OperatorGraph& graph) {
  return graph.operators().back();
}
Shape shape_of_last(const OperatorGraph& graph) {
  return graph.tensors()[last(graph).writes.front().tensor].shape;
}

/// A convolution whose input is `x` of 1 x 3 x 10 x 10 and whose output is `y`.
OnnxBuilder convolution(const std::map<std::string, OnnxAttribute>& attributes) {
  OnnxBuilder builder;
  builder.input("x", {1, 3, 10, 10}).weight("w", {4, 3, 3, 3});
  return builder.node("Conv", {"x", "w"}, {"y"}, attributes);
}

TEST(OnnxImport, ReadsAConvolution) {
  const OperatorGraph graph = graph_of(convolution({{"strides", onnx_integers({2, 2})}}));
  EXPECT_EQ(last(graph).name, "y");
  EXPECT_EQ(last(graph).kind, "convolution");
  EXPECT_EQ(shape_of_last(graph), (Shape{1, 4, 4, 4}));
  EXPECT_EQ(demand(graph, last(graph), last(graph).whole()).macs(), 4 * 16 * 27);
  EXPECT_EQ(demand(graph, last(graph), last(graph).whole()).weights, Bytes(4 * 27 * 4));
}

TEST(OnnxImport, PadsToTheSameSize) {
  const OperatorGraph graph = graph_of(
      convolution({{"strides", onnx_integers({2, 2})}, {"auto_pad", onnx_text("SAME_UPPER")}}));
  EXPECT_EQ(shape_of_last(graph), (Shape{1, 4, 5, 5}));
}

TEST(OnnxImport, RefusesAttributesBeforeTheyDivideByZero) {
  EXPECT_EQ(refusal_of(convolution({{"strides", onnx_integers({0, 1})}})),
            "Conv 'y_node': the attribute 'strides' must have values from 1 to 2^20");
  EXPECT_NE(refusal_of(convolution({{"dilations", onnx_integers({1, -1})}})).find("'dilations'"),
            std::string::npos);
  EXPECT_NE(refusal_of(convolution({{"group", onnx_integer(0)}})).find("'groups'"),
            std::string::npos);
  EXPECT_NE(refusal_of(convolution({{"pads", onnx_integers({1, 1})}})).find("'pads' has 2 values"),
            std::string::npos);
  EXPECT_NE(refusal_of(convolution({{"strides", onnx_integer(1)}})).find("wrong type"),
            std::string::npos);
}

TEST(OnnxImport, ListsUnknownOperatorsAndShapesTogether) {
  OnnxBuilder builder = convolution({{"strides", onnx_integers({0, 1})}});
  builder.node("Magic", {"x"}, {"m"}).node("Magic", {"m"}, {"n"}).node("Relu", {"n"}, {"r"});
  builder.model.nodes[1].domain = builder.model.nodes[2].domain = "com.example";
  EXPECT_EQ(refusal_of(builder),
            "unknown operators: com.example.Magic (2 nodes); Conv 'y_node': the attribute "
            "'strides' must have values from 1 to 2^20");
}

TEST(OnnxImport, IdentityIsAnotherName) {
  OnnxBuilder builder;
  builder.input("x", {2, 3}).weight("w", {3, 4});
  builder.node("Identity", {"w"}, {"v"}).node("MatMul", {"x", "v"}, {"y"});
  const OperatorGraph graph = graph_of(builder);
  ASSERT_EQ(graph.operators().size(), 1U);
  EXPECT_EQ(graph.tensors()[last(graph).reads[1].tensor].name, "w");
}

/// A transposition of weights is no operator, but its output is a weight.
TEST(OnnxImport, WhatSeesOnlyWeightsIsNoTask) {
  OnnxBuilder builder;
  builder.input("x", {2, 3}).weight("w", {4, 3});
  builder.node("Transpose", {"w"}, {"v"}, {{"perm", onnx_integers({1, 0})}});
  builder.node("MatMul", {"x", "v"}, {"y"});
  const OperatorGraph graph = graph_of(builder);
  ASSERT_EQ(graph.operators().size(), 1U);
  EXPECT_EQ(shape_of_last(graph), (Shape{2, 4}));
  EXPECT_EQ(graph.tensors()[last(graph).reads[1].tensor].role, TensorRole::weight);
}

/// x.view(batch, 2, 58, h, w) as PyTorch exports it: Shape, Gather, Div, Unsqueeze, Concat.
TEST(OnnxImport, FoldsTheArithmeticOfShapes) {
  OnnxBuilder builder;
  builder.input("x", {1, 116, 28, 28}).numbers("one", {1}, false).numbers("two", {2}, false);
  builder.numbers("zeros", {0}).numbers("rest", {28, 28});
  builder.node("Shape", {"x"}, {"shape"});
  builder.node("Gather", {"shape", "one"}, {"channels"});
  builder.node("Div", {"channels", "two"}, {"half"});
  builder.node("Unsqueeze", {"half", "zeros"}, {"half_list"});
  builder.node("Unsqueeze", {"two", "zeros"}, {"two_list"});
  builder.node("Slice", {"shape", "zeros", "batch_end"}, {"batch"});
  builder.numbers("batch_end", {1});
  builder.node("Concat", {"batch", "two_list", "half_list", "rest"}, {"wanted"},
               {{"axis", onnx_integer(0)}});
  builder.node("Reshape", {"x", "wanted"}, {"y"});
  const OperatorGraph graph = graph_of(builder);
  ASSERT_EQ(graph.operators().size(), 1U);
  EXPECT_EQ(shape_of_last(graph), (Shape{1, 2, 58, 28, 28}));
}

/// Where(Equal(s, -1), ones, s) is how PyTorch writes expand(-1, ...).
TEST(OnnxImport, FoldsConditions) {
  OnnxBuilder builder;
  builder.input("x", {1, 4}).numbers("s", {-1, 4, 4}).numbers("minus", {-1}).numbers("n", {3});
  builder.node("ConstantOfShape", {"n"}, {"zeros"});
  builder.numbers("one", {1});
  builder.node("Cast", {"zeros"}, {"whole"}, {{"to", onnx_integer(7)}});
  builder.node("Add", {"whole", "one"}, {"ones"});
  builder.node("Equal", {"s", "minus"}, {"open"});
  builder.node("Where", {"open", "ones", "s"}, {"wanted"});
  builder.node("Expand", {"x", "wanted"}, {"y"});
  EXPECT_EQ(shape_of_last(graph_of(builder)), (Shape{1, 4, 4}));
}

TEST(OnnxImport, RefusesShapesThatDependOnData) {
  OnnxBuilder builder;
  builder.input("x", {4}).input("n", {1}, onnx_int64).node("Reshape", {"x", "n"}, {"y"});
  EXPECT_EQ(refusal_of(builder),
            "Reshape 'y_node': the shape depends on the values of input 1, which are not known");
}

TEST(OnnxImport, BindsOpenExtents) {
  OnnxBuilder builder;
  builder.input("x", {1, 8}).weight("w", {8, 4}).node("MatMul", {"x", "w"}, {"y"});
  builder.model.inputs[0].shape[0] = {std::nullopt, "N"};
  EXPECT_EQ(shape_of_last(graph_of(builder, {{"N", 5}})), (Shape{5, 4}));
  EXPECT_EQ(refusal_of(builder),
            "the file leaves 1 extent open: 'N'; give every one a number, as in '--bind N=1'");
  EXPECT_EQ(refusal_of(builder, {{"N", 1}, {"M", 2}}),
            "unknown open extent 'M'; did you mean 'N'?");
}

TEST(OnnxImport, KnowsWeightsThatAreInputs) {
  OnnxBuilder builder;
  builder.input("x", {2, 8}).input("token", {1, 8}).input("fc.weight", {8, 4});
  builder.input("ids", {2}, onnx_int64);
  builder.node("Add", {"x", "token"}, {"a"}).node("MatMul", {"a", "fc.weight"}, {"y"});
  const NetworkDocument network = import_onnx(builder.model, {});
  std::map<std::string, TensorRole> roles;
  for (const TensorConfig& tensor : network.tensors) roles[tensor.name] = tensor.role;
  EXPECT_EQ(roles.at("x"), TensorRole::activation);
  EXPECT_EQ(roles.at("token"), TensorRole::weight);
  EXPECT_EQ(roles.at("fc.weight"), TensorRole::weight);
  EXPECT_EQ(roles.at("ids"), TensorRole::activation);
}

TEST(OnnxImport, InputsAreDataIfTheFileHasWeights) {
  OnnxBuilder builder;
  builder.input("a", {2, 8}).input("b.weight", {2, 8}).weight("w", {8, 8});
  builder.node("Add", {"a", "b.weight"}, {"y"});
  const NetworkDocument network = import_onnx(builder.model, {});
  ASSERT_EQ(network.tensors.size(), 2U);
  EXPECT_EQ(network.tensors[1].role, TensorRole::activation);
}

TEST(OnnxImport, AKnownIndexIsASliceAndATableAnEmbedding) {
  OnnxBuilder builder;
  builder.input("x", {1, 197, 768}).numbers("first", {0}, false);
  builder.node("Gather", {"x", "first"}, {"y"}, {{"axis", onnx_integer(1)}});
  EXPECT_EQ(last(graph_of(builder)).kind, "gather");
  OnnxBuilder table;
  table.input("ids", {1, 6}, onnx_int64).weight("table", {100, 8});
  table.node("Gather", {"table", "ids"}, {"y"});
  EXPECT_EQ(last(graph_of(table)).kind, "embedding");
  EXPECT_EQ(shape_of_last(graph_of(table)), (Shape{1, 6, 8}));
}

TEST(OnnxImport, RefusesWhatIsWrittenTwiceOrNever) {
  OnnxBuilder builder;
  builder.input("x", {1}).node("Relu", {"x"}, {"x"});
  EXPECT_EQ(refusal_of(builder), "Relu 'x_node': another node already writes 'x'");
  OnnxBuilder late;
  late.input("x", {1}).node("Relu", {"y"}, {"z"});
  EXPECT_EQ(refusal_of(late), "Relu 'z_node': no node before it writes 'y'");
}

TEST(OnnxImport, RefusesVersionsThatItDoesNotKnow) {
  OnnxBuilder builder = convolution({});
  builder.model.opset = 23;
  EXPECT_EQ(refusal_of(builder),
            "the model uses version 23 of ONNX's operators (its 'opset'); versions 1 to 22 are "
            "known");
}

TEST(OnnxImport, ReadsAttributesOfOldVersionsAndInputsOfNewOnes) {
  OnnxBuilder old;
  old.model.opset = 11;
  old.input("x", {1, 6, 4})
      .node("Split", {"x"}, {"a", "b"},
            {{"axis", onnx_integer(1)}, {"split", onnx_integers({2, 4})}});
  EXPECT_EQ(shape_of_last(graph_of(old)), (Shape{1, 2, 4}));
  OnnxBuilder reduced;
  reduced.model.opset = 18;
  reduced.input("x", {1, 6, 4}).numbers("axes", {-1});
  reduced.node("ReduceMean", {"x", "axes"}, {"y"}, {{"keepdims", onnx_integer(0)}});
  EXPECT_EQ(shape_of_last(graph_of(reduced)), (Shape{1, 6}));
}

TEST(OnnxImport, ResizesByScalesOrSizes) {
  OnnxBuilder builder;
  builder.input("x", {1, 3, 8, 8}).numbers("scales", {1, 1, 2, 2});
  builder.node("Resize", {"x", "", "scales"}, {"y"}, {{"mode", onnx_text("linear")}});
  EXPECT_EQ(shape_of_last(graph_of(builder)), (Shape{1, 3, 16, 16}));
  OnnxBuilder sized;
  sized.model.opset = 18;
  sized.input("x", {1, 3, 8, 8}).numbers("sizes", {12, 12});
  sized.node("Resize", {"x", "", "", "sizes"}, {"y"}, {{"axes", onnx_integers({2, 3})}});
  EXPECT_EQ(shape_of_last(graph_of(sized)), (Shape{1, 3, 12, 12}));
}

TEST(OnnxImport, SlicesBackwards) {
  OnnxBuilder builder;
  builder.input("x", {1, 9}).numbers("start", {-1}).numbers("end", {-9e18}).numbers("axis", {1});
  builder.numbers("step", {-2}).node("Slice", {"x", "start", "end", "axis", "step"}, {"y"});
  EXPECT_EQ(shape_of_last(graph_of(builder)), (Shape{1, 5}));
}

}  // namespace
}  // namespace kairos
