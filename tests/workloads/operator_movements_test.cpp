// Tests the operator kinds that move values or give them another shape.
#include <gtest/gtest.h>

#include "tests/support/operators.hpp"

namespace kairos {
namespace {

/// Eight tokens touch eight rows of the table and no more. Requests look up rows of their own, so
/// that these are not weights of all of them.
TEST(Embedding, ReadsTheRowsAlone) {
  OperatorGraph graph("test");
  const TensorId table =
      graph.add(Tensor{"table", {32000, 4096}, DataType::fp16, TensorRole::weight});
  const TensorId tokens = graph.add(Tensor{"tokens", {1, 8}, DataType::int64});
  graph.add(*make_kind("embedding"), "embedding", "it", {table, tokens});
  const Operator& op = graph.operators()[OperatorId{}];
  EXPECT_EQ(graph.tensors()[op.writes[0].tensor].shape, (Shape{1, 8, 4096}));
  EXPECT_EQ(demand(graph, op, op.whole()).weights, Bytes(0));
  EXPECT_EQ(demand(graph, op, op.whole()).read, Bytes(8 * 4096 * 2 + 8 * 8));
}

TEST(Gather, TakesOneSliceOrThoseOfItsIndices) {
  const OneOperator one("gather", {{1, 197, 768}}, {{"axis", {"1"}}, {"index", {"0"}}});
  EXPECT_EQ(one.output(), (Shape{1, 768}));
  EXPECT_EQ(one.demand().read, Bytes(768 * 4));
  const OneOperator some("gather", {{5, 100, 7}, {2, 3}}, {{"axis", {"1"}}});
  EXPECT_EQ(some.output(), (Shape{5, 2, 3, 7}));
  EXPECT_EQ(some.demand().read, Bytes(5 * 6 * 7 * 4));
  EXPECT_NE(refusal_of("gather", {{5}}, {{"index", {"5"}}}).find("no slice 5"), std::string::npos);
}

TEST(Concatenation, ReadsThePartsOfATile) {
  const OneOperator it("concatenation", {{1, 64, 28, 28}, {1, 128, 28, 28}, {1, 64, 28, 28}});
  EXPECT_EQ(it.output(), (Shape{1, 256, 28, 28}));
  const Box tile = it.tile("channel", {0, 128});
  EXPECT_EQ(it.reads(0, tile)[1], (Interval{0, 64}));
  EXPECT_EQ(it.reads(1, tile)[1], (Interval{0, 64}));
  EXPECT_EQ(it.reads(2, tile)[1].size(), 0);
  EXPECT_NE(refusal_of("concatenation", {{1, 2, 3}, {1, 2, 4}}).find("do not fit"),
            std::string::npos);
}

TEST(Split, WritesThePartsOfATile) {
  const OneOperator it("split", {{1, 116, 28, 28}}, {{"sizes", {"58", "58"}}});
  EXPECT_EQ(it.output(1), (Shape{1, 58, 28, 28}));
  const Box tile = it.tile("channel", {50, 60});
  EXPECT_EQ(it.writes(0, tile)[1], (Interval{50, 58}));
  EXPECT_EQ(it.writes(1, tile)[1], (Interval{0, 2}));
  EXPECT_NE(refusal_of("split", {{1, 5}}, {{"sizes", {"2", "2"}}}).find("a sum of 4"),
            std::string::npos);
}

TEST(Slice, StepsForwardsAndBackwards) {
  const OneOperator even("slice", {{4, 9}},
                         {{"axes", {"1"}}, {"starts", {"0"}}, {"sizes", {"4"}}, {"steps", {"2"}}});
  EXPECT_EQ(even.output(), (Shape{4, 4}));
  EXPECT_EQ(even.reads(0, even.tile("columns", {1, 3}))[1], (Interval{2, 5}));
  const OneOperator back("slice", {{9}},
                         {{"axes", {"0"}}, {"starts", {"8"}}, {"sizes", {"9"}}, {"steps", {"-1"}}});
  EXPECT_EQ(back.reads(0, Box{{0, 3}})[0], (Interval{6, 9}));
  EXPECT_NE(refusal_of("slice", {{9}}, {{"axes", {"0"}}, {"starts", {"5"}}, {"sizes", {"5"}}})
                .find("not all from 0 to 8"),
            std::string::npos);
}

TEST(Pad, AddsAndCutsOff) {
  const OneOperator it("pad", {{3, 32}}, {{"before", {"0", "2"}}, {"after", {"0", "-1"}}});
  EXPECT_EQ(it.output(), (Shape{3, 33}));
  EXPECT_EQ(it.reads(0, it.tile("columns", {0, 4}))[1], (Interval{0, 2}));
  EXPECT_NE(refusal_of("pad", {{3}}, {{"before", {"0"}}, {"after", {"-3"}}}).find("not valid"),
            std::string::npos);
}

TEST(Transpose, ExchangesDimensions) {
  const OneOperator it("transpose", {{1, 196, 768}}, {{"permutation", {"0", "2", "1"}}});
  EXPECT_EQ(it.output(), (Shape{1, 768, 196}));
  EXPECT_EQ(it.reads(0, it.tile("rows", {0, 8})), (Box{{0, 1}, {0, 196}, {0, 8}}));
  EXPECT_EQ(OneOperator("transpose", {{2, 3}}).output(), (Shape{3, 2}));
  EXPECT_THROW(OneOperator("transpose", {{2, 3}}, {{"permutation", {"0", "0"}}}), InputError);
}

TEST(Expand, RepeatsExtentsOfOne) {
  const OneOperator it("expand", {{1, 1, 768}}, {{"shape", {"8", "1", "1"}}});
  EXPECT_EQ(it.output(), (Shape{8, 1, 768}));
  EXPECT_EQ(it.demand().read, Bytes(768 * 4));
}

TEST(Resize, ReadsNeighboursAndNoMore) {
  const OneOperator linear("resize", {{1, 64, 28, 28}},
                           {{"scales", {"1", "1", "2", "2"}}, {"mode", {"linear"}}});
  EXPECT_EQ(linear.output(), (Shape{1, 64, 56, 56}));
  EXPECT_EQ(linear.reads(0, linear.tile("row", {0, 14}))[2], (Interval{0, 15}));
  EXPECT_EQ(linear.writes(0, linear.tile("row", {0, 14}))[2], (Interval{0, 28}));
  EXPECT_EQ(linear.demand().of(ComputeUnit::vector), 64.0 * 56 * 56 * 8);
  const OneOperator odd("resize", {{1, 3, 10, 10}}, {{"shape", {"1", "3", "15", "15"}}});
  EXPECT_EQ(odd.reads(0, odd.tile("row", {0, 1}))[2], (Interval{0, 10}));
}

TEST(Reshape, IsExactWhereTheFactorsAllowIt) {
  const OneOperator heads("reshape", {{197, 768}}, {{"shape", {"197", "12", "64"}}});
  EXPECT_TRUE(heads.op().is_view);
  EXPECT_EQ(heads.op().axes.size(), 3U);
  EXPECT_EQ(heads.reads(0, Box{{0, 197}, {3, 5}, {0, 64}}), (Box{{0, 197}, {192, 320}}));
  EXPECT_EQ(heads.writes(0, Box{{0, 197}, {3, 5}, {0, 64}})[1], (Interval{3, 5}));
  const OneOperator flat("reshape", {{1, 512, 1, 1}}, {{"shape", {"1", "-1"}}});
  EXPECT_EQ(flat.output(), (Shape{1, 512}));
  EXPECT_EQ(flat.reads(0, Box{{5, 6}})[1], (Interval{5, 6}));
}

TEST(Reshape, ReadsWholeDimensionsOtherwise) {
  const OneOperator it("reshape", {{4, 6}}, {{"shape", {"6", "4"}}});
  EXPECT_EQ(it.reads(0, Box{{0, 1}, {0, 4}}), (Box{{0, 4}, {0, 6}}));
  EXPECT_EQ(it.writes(0, Box{{0, 1}, {0, 4}}), (Box{{0, 1}, {0, 4}}));
  EXPECT_NE(refusal_of("reshape", {{4, 6}}, {{"shape", {"5", "5"}}}).find("equally many"),
            std::string::npos);
}

}  // namespace
}  // namespace kairos
