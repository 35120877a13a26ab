#include "workloads/operators/operator_table.hpp"

#include <gtest/gtest.h>

#include "tests/support/operators.hpp"
#include "workloads/operators/graph_width.hpp"
#include "workloads/operators/live_bytes.hpp"

namespace kairos {
namespace {

/// A chain of pointwise operators on 100 values in fp32.
OperatorGraph chain(std::size_t length) {
  OperatorGraph graph("chain");
  TensorId last = graph.add(Tensor{"x", {100}});
  for (std::size_t i = 0; i < length; ++i) {
    last = graph.add(*make_kind("pointwise"), "pointwise", std::to_string(i), {last})[0];
  }
  return graph;
}

/// x -> a -> b, x -> c, and d = b + c.
OperatorGraph diamond() {
  OperatorGraph graph("diamond");
  const auto pointwise = make_kind("pointwise");
  const TensorId x = graph.add(Tensor{"x", {100}});
  const TensorId a = graph.add(*pointwise, "pointwise", "a", {x})[0];
  const TensorId b = graph.add(*pointwise, "pointwise", "b", {a})[0];
  const TensorId c = graph.add(*pointwise, "pointwise", "c", {x})[0];
  graph.add(*pointwise, "pointwise", "d", {b, c});
  return graph;
}

TEST(OperatorTable, CountsWholeTensorsByTheirRoles) {
  OperatorGraph graph("test");
  const TensorId x = graph.add(Tensor{"x", {4, 8}, DataType::int8});
  const TensorId w = graph.add(Tensor{"w", {8, 8}, DataType::fp16, TensorRole::weight});
  const TensorId k = graph.add(Tensor{"k", {8, 8}, DataType::fp16, TensorRole::state});
  const auto product = make_kind("matrix_product");
  const TensorId y = graph.add(*product, "matrix_product", "y", {x, w})[0];
  const TensorId z = graph.add(*product, "matrix_product", "z", {y, w})[0];
  graph.add(*product, "matrix_product", "s", {z, k});
  const OperatorTable table = operator_table(graph);
  ASSERT_EQ(table.rows.size(), 3U);
  EXPECT_EQ(table.rows[0].macs, 4 * 8 * 8);
  EXPECT_EQ(table.rows[0].ops, 2 * 4 * 8 * 8);
  EXPECT_EQ(table.rows[0].weights.elements, 64);
  EXPECT_EQ(table.rows[0].weights.bytes, Bytes(128));
  EXPECT_EQ(table.rows[0].read.bytes, Bytes(32));
  EXPECT_EQ(table.rows[0].shape, (Shape{4, 8}));
  EXPECT_EQ(table.rows[2].state.elements, 64);
  EXPECT_EQ(table.total.weights.elements, 64);  // once, although two operators read it
  EXPECT_EQ(table.total.macs, 3 * 4 * 8 * 8);
}

TEST(GraphWidth, IsOneOfAChain) {
  const GraphWidth width = width_of(chain(200));
  EXPECT_EQ(width.levels, 200U);
  EXPECT_EQ(width.widest_level, 1U);
  EXPECT_EQ(width.antichain, 1U);
}

TEST(GraphWidth, OfABranchIsTwo) {
  const GraphWidth width = width_of(diamond());
  EXPECT_EQ(width.levels, 3U);
  EXPECT_EQ(width.widest_level, 2U);
  EXPECT_EQ(width.antichain, 2U);
}

/// a -> b -> c -> left and right, and a -> early: the widest levels are {b, early} and {left,
/// right}, but early, left and right need none of each other.
TEST(GraphWidth, AnAntichainMayBeWiderThanAnyLevel) {
  OperatorGraph graph("test");
  const auto pointwise = make_kind("pointwise");
  const auto add = [&](const std::string& name, TensorId from) {
    return graph.add(*pointwise, "pointwise", name, {from})[0];
  };
  const TensorId in = graph.add(Tensor{"in", {4}});
  const TensorId a = add("a", in);
  const TensorId b = add("b", a), c = add("c", b);
  add("early", a);
  add("left", c);
  add("right", c);
  const GraphWidth width = width_of(graph);
  EXPECT_EQ(width.levels, 4U);
  EXPECT_EQ(width.widest_level, 2U);
  EXPECT_EQ(width.antichain, 3U);
}

/// The input and the output of an operator are there at the same time, or one of them in place.
TEST(LivePeak, OfAChainIsTwoTensorsOrOne) {
  const OperatorGraph graph = chain(5);
  EXPECT_EQ(live_peak(graph, false).elements, 200);
  EXPECT_EQ(live_peak(graph, false).bytes, Bytes(800));
  EXPECT_EQ(live_peak(graph, true).elements, 100);
}

/// While a runs: x and a. While b runs: x, a and b, and a may be overwritten. c may overwrite x.
TEST(LivePeak, KeepsWhatIsStillRead) {
  const OperatorGraph graph = diamond();
  EXPECT_EQ(live_peak(graph, false).elements, 300);
  EXPECT_EQ(index(live_peak(graph, false).at), 1U);
  EXPECT_EQ(live_peak(graph, true).elements, 200);
}

TEST(LivePeak, AViewSharesTheMemoryOfItsInput) {
  OperatorGraph graph("test");
  const TensorId x = graph.add(Tensor{"x", {2, 50}});
  const TensorId flat =
      graph.add(*make_kind("reshape", {{"shape", {"100"}}}), "reshape", "flat", {x})[0];
  const auto pointwise = make_kind("pointwise");
  graph.add(*pointwise, "pointwise", "y", {x});  // The view is read later, so x must stay.
  graph.add(*pointwise, "pointwise", "z", {flat});
  EXPECT_EQ(live_peak(graph, false).elements, 300);
  EXPECT_EQ(live_peak(graph, true).elements, 200);
}

}  // namespace
}  // namespace kairos
