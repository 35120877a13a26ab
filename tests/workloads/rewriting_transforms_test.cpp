// Tests the transforms batch, recompute, collectives and offload.
#include <gtest/gtest.h>

#include "tests/support/models.hpp"
#include "tests/support/networks.hpp"
#include "tests/support/transforms.hpp"
#include "workloads/operators/live_bytes.hpp"
#include "workloads/operators/operator_table.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

OperatorTable table_of(const OperatorGraph& network, const std::string& size) {
  return operator_table(transformed(network, "batch", {{"size", text(size)}}).graph);
}

/// An image of two channels that becomes 8 features, and these become 3 classes. The batch is in
/// no axis of the views.
TEST(Batch, FollowsViewsAndBroadcasts) {
  NetworkBuilder net("classes");
  const TensorId x = net.input("x", {1, 2, 2, 2});
  const TensorId flat = net.op("flat", "reshape", {x}, {{"shape", texts({"1", "8"})}});
  const TensorId no_batch = net.op("no_batch", "reshape", {flat}, {{"shape", texts({"8"})}});
  const TensorId again = net.op("again", "reshape", {no_batch}, {{"shape", texts({"1", "8"})}});
  const TensorId sum = net.op("sum", "pointwise", {again, net.weight("shift", {1, 8})});
  net.op("classes", "matrix_product", {sum, net.weight("w", {8, 3})});
  const OperatorTable one = operator_table(net.graph());
  const OperatorTable five = table_of(net.graph(), "5");
  EXPECT_EQ(five.total.macs, 5 * one.total.macs);
  EXPECT_EQ(five.total.written.bytes, 5 * one.total.written.bytes);
  EXPECT_EQ(five.total.weights.bytes, one.total.weights.bytes);
  EXPECT_EQ(five.rows.back().shape, (Shape{5, 3}));
  EXPECT_EQ(five.rows[2].shape, (Shape{5, 8})) << five.rows[2].name;
}

TEST(Batch, RefusesWhatMixesTheRequests) {
  NetworkBuilder net("mixed");
  net.op("softmax", "softmax", {net.input("x", {4, 8})}, {{"axis", text("0")}});
  EXPECT_THROW(table_of(net.graph(), "2"), InputError);
}

/// A decode step looks up other rows of its embedding for each request.
TEST(Batch, LooksUpOtherRowsForEachRequest) {
  const auto language = model("transformer", {{"layers", "2"}});
  const OperatorGraph one = language->build(call_of(ModelPhase::decode, 1, 64));
  const OperatorGraph four = language->build(call_of(ModelPhase::decode, 1, 64, 4));
  EXPECT_EQ(table_of(one, "4").total.ops, operator_table(four).total.ops);
  EXPECT_EQ(table_of(one, "4").total.state.bytes, operator_table(four).total.state.bytes);
}

TEST(Batch, ComesBeforeTiles) {
  NetworkBuilder net("net");
  net.op("it", "matrix_product", {net.input("x", {4, 8}), net.weight("w", {8, 8})});
  Program program(net.graph());
  transform("split", {{"axis", text("columns")}})->apply(program);
  EXPECT_THROW(transform("batch", {})->apply(program), InputError);
}

/// Models that are called with a batch make the same operators as the transform.
TEST(Batch, EqualsTheBatchOfACall) {
  for (const char* name : {"resnet", "mobilenet_v2", "efficientnet", "vit", "u_net", "detection"}) {
    const auto made = model(name);
    const OperatorGraph one = made->build(call_of(ModelPhase::forward, 0, 0));
    const OperatorTable expected =
        operator_table(made->build(call_of(ModelPhase::forward, 0, 0, 4)));
    const OperatorTable found = table_of(one, "4");
    ASSERT_EQ(found.rows.size(), expected.rows.size()) << name;
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
      EXPECT_EQ(found.rows[i].ops, expected.rows[i].ops) << name << " " << found.rows[i].name;
      // What is made of weights alone is the same for all requests, so it is made once.
      if (expected.rows[i].read.elements == 0) continue;
      EXPECT_EQ(found.rows[i].shape, expected.rows[i].shape) << name << " " << found.rows[i].name;
    }
  }
}

/// A training step of ResNet with a batch of 8.
OperatorGraph training_step() {
  Choice<Model> model("training");
  Value inner = Value::map();
  inner.set("name", text("resnet"));
  model.options.set("model", inner);
  Call call;
  call.phase = ModelPhase::train;
  call.batch = 8;
  return model.make()->build(call, "step");
}

TEST(Recompute, NeedsLessMemoryAndMoreWork) {
  const OperatorGraph kept = training_step();
  const OperatorGraph again = transformed(kept, "recompute", {}).graph;
  EXPECT_LT(live_peak(again, false).bytes, live_peak(kept, false).bytes);
  const double before = operator_table(kept).total.macs, after = operator_table(again).total.macs;
  EXPECT_GT(after, before);
  const OperatorGraph forward = model("resnet")->build(call_of(ModelPhase::forward, 0, 0, 8));
  EXPECT_LE(after - before, operator_table(forward).total.macs);
}

TEST(Recompute, WaitsForTheGradient) {
  const Program program = transformed(training_step(), "recompute", {});
  const auto graph = job_of(program);
  std::size_t repeated = 0;
  for (const TaskId id : ids<TaskId>(graph->size())) {
    if (!(*graph)[id].name.ends_with(".again")) continue;
    ++repeated;
    const auto inputs = graph->inputs(id);
    EXPECT_TRUE(std::ranges::any_of(inputs, [&](const Edge& edge) {
      const std::string& name = (*graph)[edge.task].name;
      return name.find("gradient") != std::string::npos || name.ends_with(".loss") ||
             name.ends_with(".again");
    })) << (*graph)[id].name;
  }
  EXPECT_GT(repeated, 10U);
}

TEST(Recompute, NeedsABackwardPass) {
  NetworkBuilder net("net");
  net.op("it", "pointwise", {net.input("x", {4, 8})});
  EXPECT_THROW(transformed(net.graph(), "recompute", {}), InputError);
  EXPECT_THROW(transformed(net.graph(), "recompute", {{"until", text("it")}}), InputError);
}

OperatorGraph collective(const std::string& operation, const Shape& shape) {
  NetworkBuilder net("ranks");
  const TensorId x = net.op("make", "pointwise", {net.input("x", shape)});
  net.op("collective", "collective", {x},
         {{"operation", text(operation)}, {"ranks", text(std::to_string(shape[0]))}});
  return net.graph();
}

/// Operations, and bytes of the results of the steps, by hand for 4 ranks of 32 values each.
TEST(Collectives, HaveTheWorkOfTheirAlgorithms) {
  const auto steps = [](const std::string& operation, const std::string& algorithm) {
    const Program program = transformed(collective(operation, {4, 32}), "collectives",
                                        {{"algorithm", text(algorithm)}});
    const auto graph = job_of(program);
    return std::pair(graph->size() - 1 - 4, operations(*graph) - 4 * 32);
  };
  using Steps = std::pair<std::size_t, double>;
  EXPECT_EQ(steps("all_reduce", "ring"), (Steps{2 * 3 * 4, 3 * 32}));
  EXPECT_EQ(steps("all_reduce", "one_shot"), (Steps{4, 4 * 3 * 32}));
  EXPECT_EQ(steps("all_reduce", "two_shot"), (Steps{4, 3 * 32}));
  EXPECT_EQ(steps("all_reduce", "tree"), (Steps{3 + 3, 3 * 32}));
  EXPECT_EQ(steps("reduce_scatter", "ring"), (Steps{3 * 4, 3 * 32}));
  EXPECT_EQ(steps("reduce_scatter", "one_shot"), (Steps{4, 3 * 32}));
  EXPECT_EQ(steps("all_gather", "ring"), (Steps{3 * 4, 0}));
  EXPECT_EQ(steps("all_gather", "one_shot"), (Steps{0, 0}));
  EXPECT_EQ(steps("all_to_all", "ring"), (Steps{2 * 3 * 4 + 4, 0}));
  EXPECT_EQ(steps("all_to_all", "one_shot"), (Steps{3 * 4 + 4, 0}));
}

/// The numbers of members of the gangs, in the order of the graph. A gang of a single rank is an
/// ordinary task.
TEST(Collectives, MakeAGangOfEveryStepOnRequest) {
  const auto sizes = [](const std::string& operation, const std::string& algorithm,
                        const std::string& gangs) {
    const auto graph =
        job_of(transformed(collective(operation, {4, 32}), "collectives",
                           {{"algorithm", text(algorithm)}, {"gangs", text(gangs)}}));
    std::vector<std::size_t> found;
    for (const GangId gang : ids<GangId>(graph->gangs().size())) {
      found.push_back(graph->gangs().members(gang).size());
    }
    return found;
  };
  using Sizes = std::vector<std::size_t>;
  EXPECT_EQ(sizes("all_reduce", "ring", "true"), Sizes(3 + 3 + 1, 4));
  EXPECT_EQ(sizes("all_reduce", "one_shot", "true"), Sizes(2, 4));
  EXPECT_EQ(sizes("all_reduce", "tree", "true"), (Sizes{2, 2, 4}));
  EXPECT_EQ(sizes("all_to_all", "ring", "true"), Sizes(1 + 3 + 3 + 1, 4));
  EXPECT_EQ(sizes("all_gather", "one_shot", "true"), Sizes(1, 4));
  EXPECT_EQ(sizes("all_reduce", "ring", "false"), Sizes{});
}

/// Two operations of the same name have gangs of their own.
TEST(Collectives, TellTheGangsOfEqualNamesApart) {
  NetworkBuilder net("ranks");
  TensorId x = net.op("make", "pointwise", {net.input("x", {4, 32})});
  for (int i = 0; i < 2; ++i) {
    x = net.op("sum", "collective", {x}, {{"operation", text("all_reduce")}, {"ranks", text("4")}});
  }
  const auto graph = job_of(transformed(
      net.graph(), "collectives", {{"algorithm", text("one_shot")}, {"gangs", text("true")}}));
  EXPECT_EQ(graph->gangs().size(), 4U);
}

TEST(Collectives, RefuseWhatDoesNotFit) {
  const auto apply = [](const OperatorGraph& network, const std::string& algorithm,
                        const std::vector<std::string>& over) {
    transformed(network, "collectives", {{"algorithm", text(algorithm)}, {"over", texts(over)}});
  };
  EXPECT_THROW(apply(collective("all_gather", {4, 32}), "tree", {}), InputError);
  EXPECT_THROW(apply(collective("all_reduce", {4, 32}), "ring", {"a", "b"}), InputError);
  EXPECT_THROW(apply(collective("all_reduce", {4, 3}), "ring", {}), InputError);
  EXPECT_NO_THROW(apply(collective("all_reduce", {4, 3}), "one_shot", {}));
  EXPECT_NO_THROW(apply(collective("all_gather", {4, 2}), "ring", {}));
  EXPECT_THROW(apply(training_step(), "ring", {}), InputError);
}

TEST(Offload, MarksTheTensorsMeant) {
  NetworkBuilder net("net");
  const TensorId x = net.input("x", {4, 8});
  const TensorId y = net.op("first", "matrix_product", {x, net.weight("a", {8, 8})});
  net.op("second", "matrix_product", {y, net.weight("b", {8, 8})});
  const auto graph = job_of(
      transformed(net.graph(), "offload",
                  {{"what", texts({"weights", "activations"})}, {"operators", texts({"first"})}}));
  EXPECT_TRUE(graph->residents()[ResidentId{0}].is_offloaded);
  EXPECT_FALSE(graph->residents()[ResidentId{1}].is_offloaded);
  EXPECT_TRUE(graph->is_offloaded(graph->inputs(TaskId{1}).front().tensor));
  EXPECT_THROW(transformed(net.graph(), "offload", {{"operators", texts({"frist"})}}), InputError);
  EXPECT_THROW(transformed(net.graph(), "offload", {{"what", texts({"weight"})}}), InputError);
}

}  // namespace
}  // namespace kairos
