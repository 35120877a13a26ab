// Tests how networks become job graphs: lowering, and each transform.
#include <gtest/gtest.h>

#include "tests/support/networks.hpp"
#include "tests/support/transforms.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Two linear layers of 64 values with a ReLU between them, for 4 rows, in fp32.
OperatorGraph two_layers() {
  NetworkBuilder net("net");
  const TensorId x = net.input("x", {4, 64});
  const TensorId first = net.op("first", "matrix_product", {x, net.weight("a", {64, 64})});
  const TensorId relu = net.op("relu", "pointwise", {first});
  net.op("second", "matrix_product", {relu, net.weight("b", {64, 64})});
  return net.graph();
}

/// Convolutions of 3 x 3 on 8 x 8 pixels: the first one, and then the second one.
OperatorGraph two_convolutions() {
  NetworkBuilder net("image");
  const Value same = Value::list({text("1"), text("1")});
  const TensorId x = net.input("x", {1, 1, 8, 8});
  const TensorId first =
      net.op("first", "convolution", {x, net.weight("a", {1, 1, 3, 3})}, {{"padding", same}});
  net.op("second", "convolution", {first, net.weight("b", {1, 1, 3, 3})}, {{"padding", same}});
  return net.graph();
}

TEST(Lowering, MakesATaskOfEachOperator) {
  const auto graph = lower(two_layers());
  ASSERT_EQ(graph->size(), 3U);
  const Task& first = task_named(*graph, "first");
  EXPECT_EQ(first.kernel, "matrix_product");
  EXPECT_EQ(first.work, Operations(2.0 * 4 * 64 * 64));
  EXPECT_EQ(first.demand->weights, Bytes(64 * 64 * 4));
  EXPECT_EQ(first.demand->read, Bytes(4 * 64 * 4));
  EXPECT_EQ(first.demand->written, Bytes(4 * 64 * 4));
  ASSERT_EQ(graph->residents().size(), 2U);
  EXPECT_EQ(graph->residents().front().name, "net/a");
  EXPECT_EQ(graph->inputs(TaskId{1}).front().bytes, Bytes(4 * 64 * 4));
  EXPECT_EQ(graph->overwritten_by(TaskId{1}), graph->inputs(TaskId{1}).front().tensor);
}

TEST(Lowering, GivesSeveralReadersOneTensor) {
  NetworkBuilder net("fork");
  const TensorId x = net.op("x", "pointwise", {net.input("in", {4, 64})});
  net.op("left", "pointwise", {x});
  net.op("right", "pointwise", {x});
  const auto graph = lower(net.graph());
  EXPECT_EQ(graph->shared_tensors(), 1U);
}

TEST(Lowering, RunsViewsWithTheirMakers) {
  NetworkBuilder net("view");
  const TensorId x = net.op("x", "pointwise", {net.input("in", {4, 64})});
  const TensorId flat =
      net.op("flat", "reshape", {x}, {{"shape", Value::list({text("2"), text("128")})}});
  net.op("y", "pointwise", {flat});
  const auto graph = lower(net.graph());
  EXPECT_EQ(graph->size(), 2U);
  EXPECT_EQ(graph->inputs(TaskId{1}).size(), 1U);
}

TEST(Split, CutsAlongAnAxisInShares) {
  Program program(two_layers());
  transform(
      "split",
      {{"kind", text("matrix_product")}, {"axis", text("columns")}, {"shares", texts({"1", "3"})}})
      ->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  ASSERT_EQ(graph->size(), 5U);
  EXPECT_EQ(task_named(*graph, "first.0").demand->weights, Bytes(64 * 16 * 4));
  EXPECT_EQ(task_named(*graph, "first.1").demand->weights, Bytes(64 * 48 * 4));
  EXPECT_EQ(operations(*graph), operations(*lower(two_layers())));
  // The ReLU reads both tiles of the first layer.
  EXPECT_EQ(graph->inputs(TaskId{2}).size(), 2U);
  EXPECT_EQ(graph->inputs(TaskId{2})[1].bytes, Bytes(4 * 48 * 4));
}

TEST(Split, RefusesAxesWhoseTilesDependOnEachOther) {
  NetworkBuilder net("rows");
  net.op("softmax", "softmax", {net.input("x", {4, 64})});
  EXPECT_THROW(transformed(net.graph(), "split", {{"axis", text("columns")}}), InputError);
  EXPECT_THROW(transformed(net.graph(), "split", {{"axis", text("heads")}}), InputError);
}

/// Along the depth, each part makes partial sums, which an addition brings together.
TEST(Split, AddsPartialSumsAlongTheDepth) {
  const Program program =
      transformed(two_layers(), "split",
                  {{"operators", text("first")}, {"axis", text("depth")}, {"parts", text("4")}});
  const auto graph = job_of(program);
  ASSERT_EQ(graph->size(), 4U + 1 + 2);
  const Task& part = task_named(*graph, "first.3");
  EXPECT_EQ(part.work, Operations(2.0 * 4 * 16 * 64));
  EXPECT_EQ(part.demand->read, Bytes(4 * 16 * 4));
  EXPECT_EQ(part.demand->weights, Bytes(16 * 64 * 4));
  EXPECT_EQ(part.demand->written, Bytes(4 * 64 * 4));
  const Task& sum = task_named(*graph, "first");
  EXPECT_EQ(sum.kernel, "pointwise");
  EXPECT_EQ(sum.work, Operations(3.0 * 4 * 64));
  EXPECT_EQ(sum.demand->read, Bytes(4 * 4 * 64 * 4));
}

TEST(Split, SaysWhereTilesRun) {
  const auto graph = job_of(transformed(two_layers(), "split",
                                        {{"kind", text("matrix_product")},
                                         {"axis", text("columns")},
                                         {"over", texts({"gpu", "npu"})}}));
  EXPECT_EQ(task_named(*graph, "first.0").runs_on, "gpu");
  EXPECT_EQ(task_named(*graph, "second.1").runs_on, "npu");
  EXPECT_EQ(task_named(*graph, "relu").runs_on, "");
}

/// The ReLU of each half of the product runs together with this half.
TEST(Split, CutsFusedOperatorsTogether) {
  Program program(two_layers());
  transform("fuse", {})->apply(program);
  transform("split", {{"kind", text("matrix_product")}, {"axis", text("columns")}})->apply(program);
  const auto graph = job_of(program);
  ASSERT_EQ(graph->size(), 4U);
  const Task& half = task_named(*graph, "first.1");
  EXPECT_EQ(half.demand->written, Bytes(4 * 32 * 4));
  EXPECT_EQ(half.work, Operations(2.0 * 4 * 64 * 32 + 4 * 32));
}

TEST(Replicate, DividesTheBatch) {
  NetworkBuilder net("batch");
  const TensorId x = net.input("x", {8, 4, 16});
  net.op("product", "matrix_product", {x, net.weight("w", {16, 16})});
  Program program(net.graph());
  transform("replicate", {{"copies", text("2")}})->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  ASSERT_EQ(graph->size(), 2U);
  EXPECT_EQ(graph->tasks().front().demand->read, Bytes(4 * 4 * 16 * 4));
  EXPECT_EQ(graph->tasks().front().demand->weights, Bytes(16 * 16 * 4));
  EXPECT_EQ(graph->residents().size(), 1U) << "both copies use the same weights";
}

TEST(Fuse, KeepsIntermediateResultsOnTheElement) {
  Program program(two_layers());
  transform("fuse", {})->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  ASSERT_EQ(graph->size(), 2U);
  const Task& first = task_named(*graph, "first");
  EXPECT_EQ(first.kernel, "matrix_product");
  EXPECT_EQ(first.demand->read + first.demand->written, Bytes(2 * 4 * 64 * 4));
  EXPECT_EQ(operations(*graph), operations(*lower(two_layers())));
}

TEST(Pipeline, MakesStagesOfAboutEqualCost) {
  Program program(two_layers());
  transform("pipeline", {{"stages", text("2")}})->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  ASSERT_EQ(graph->size(), 2U);
  EXPECT_EQ(graph->tasks().front().name, "stage1");
}

TEST(Coarsen, JoinsOperatorsWithNamesThatBeginAlike) {
  NetworkBuilder net("layers");
  TensorId x = net.input("in", {4, 64});
  for (const std::string layer : {"a", "b"}) {
    x = net.op(layer + ".one", "pointwise", {x});
    x = net.op(layer + ".two", "pointwise", {x});
  }
  Program program(net.graph());
  transform("coarsen", {})->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  ASSERT_EQ(graph->size(), 2U);
  EXPECT_EQ(graph->tasks()[TaskId{0}].name, "a");
}

TEST(Quantise, ChangesSizesOfTensors) {
  Program program(two_layers());
  transform("quantise",
            {{"weights", text("int4")}, {"group", text("64")}, {"activations", text("fp16")}})
      ->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  const Demand& first = *graph->tasks().front().demand;
  EXPECT_EQ(first.weights, Bytes(64 * 64 * (4 + 16.0 / 64) / 8));
  EXPECT_EQ(first.read, Bytes(4 * 64 * 2));
  EXPECT_EQ(first.type, DataType::fp16);
}

/// Weights of 4 bits become 16 bits in front of each product. A fused conversion stays on the
/// element.
TEST(Quantise, ConvertsWhatProductsReadInAnotherType) {
  Program program(two_layers());
  transform("quantise", {{"weights", text("int4")},
                         {"group", text("64")},
                         {"activations", text("fp16")},
                         {"convert", text("true")}})
      ->apply(program);
  const auto apart = job_of(program);
  ASSERT_EQ(apart->size(), 5U);
  const Task& conversion = task_named(*apart, "first.from.a");
  EXPECT_EQ(conversion.kernel, "conversion");
  EXPECT_EQ(conversion.work, Operations(2.0 * 64 * 64));
  EXPECT_EQ(conversion.demand->weights, Bytes(64 * 64 * 4.25 / 8));
  EXPECT_EQ(conversion.demand->written, Bytes(64 * 64 * 2));
  EXPECT_EQ(conversion.demand->type, DataType::fp16);
  EXPECT_EQ(task_named(*apart, "first").demand->weights, Bytes());
  EXPECT_EQ(task_named(*apart, "first").demand->read, Bytes((4 * 64 + 64 * 64) * 2));
  transform("fuse", {})->apply(program);
  const auto together = job_of(program);
  ASSERT_EQ(together->size(), 2U);
  EXPECT_EQ(together->tasks().front().kernel, "matrix_product");
  EXPECT_EQ(together->tasks().front().demand->weights, Bytes(64 * 64 * 4.25 / 8));
  EXPECT_EQ(together->tasks().front().demand->written, Bytes(4 * 64 * 2));
}

/// A corner patch of 4 x 4 results needs 5 x 5 of the convolution before.
TEST(Patch, RecomputesHalos) {
  Program program(two_convolutions());
  transform("patch", {{"until", text("second")}})->apply(program);
  const auto graph = lower(program.graph, program.partition, "job");
  ASSERT_EQ(graph->size(), 4U);
  for (const Task& task : graph->tasks()) {
    EXPECT_EQ(task.work, Operations(2.0 * 9 * (25 + 16)));
    EXPECT_EQ(task.demand->read, Bytes(36 * 4));
    EXPECT_EQ(task.demand->written, Bytes(16 * 4));
  }
}

}  // namespace
}  // namespace kairos
