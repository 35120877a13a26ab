#include <gtest/gtest.h>

#include "tests/support/operators.hpp"

namespace kairos {
namespace {

/// The first layer of ResNet: 64 * 112 * 112 * 3 * 49 MACs.
TEST(Convolution, HasTheShapeAndTheMacsOfResnet) {
  const OneOperator it("convolution", {{1, 3, 224, 224}, {64, 3, 7, 7}, {64}},
                       {{"stride", {"2"}}, {"padding", {"3"}}});
  EXPECT_EQ(it.output(), (Shape{1, 64, 112, 112}));
  EXPECT_EQ(it.demand().macs(), 118'013'952);
  EXPECT_EQ(it.demand().weights, Bytes((64 * 3 * 49 + 64) * 4));
}

/// Rows 0 to 55 of the output read rows -3 to 2 * 55 + 6 - 3 = 113 of the image.
TEST(Convolution, ReadsAHaloAroundATile) {
  const OneOperator it("convolution", {{1, 3, 224, 224}, {64, 3, 7, 7}},
                       {{"stride", {"2"}}, {"padding", {"3"}}});
  const Box tile = it.tile("row", {0, 56});
  EXPECT_EQ(it.reads(0, tile)[2], (Interval{0, 114}));
  EXPECT_EQ(it.reads(0, tile)[3], (Interval{0, 224}));
  EXPECT_EQ(it.writes(0, tile)[2], (Interval{0, 56}));
  const Box below = it.tile("row", {56, 112});
  EXPECT_EQ(it.reads(0, below)[2], (Interval{109, 224}));
}

TEST(Convolution, OfGroupsReadsTheChannelsOfItsGroup) {
  const OneOperator it("convolution", {{1, 8, 5, 5}, {16, 2, 3, 3}}, {{"groups", {"4"}}});
  EXPECT_EQ(it.output(), (Shape{1, 16, 3, 3}));
  EXPECT_EQ(it.demand().macs(), 16 * 9 * 2 * 9);
  const Box tile = it.tile("group", {1, 3});
  EXPECT_EQ(it.reads(0, tile)[1], (Interval{2, 6}));
  EXPECT_EQ(it.reads(1, tile)[0], (Interval{4, 12}));
  EXPECT_EQ(it.writes(0, tile)[1], (Interval{4, 12}));
}

TEST(Convolution, DepthwiseHasOneGroupForEachChannel) {
  const OneOperator it("convolution", {{1, 32, 8, 8}, {32, 1, 3, 3}},
                       {{"groups", {"32"}}, {"padding", {"1"}}});
  EXPECT_EQ(it.demand().macs(), 32 * 64 * 9);
}

TEST(Convolution, HasOneOrThreeSpatialDimensionsToo) {
  const OneOperator line("convolution", {{1, 80, 3000}, {384, 80, 3}},
                         {{"stride", {"2"}}, {"padding", {"1"}}});
  EXPECT_EQ(line.output(), (Shape{1, 384, 1500}));
  const OneOperator space("convolution", {{1, 3, 16, 112, 112}, {64, 3, 3, 7, 7}},
                          {{"stride", {"1", "2", "2"}}, {"padding", {"1", "3", "3"}}});
  EXPECT_EQ(space.output(), (Shape{1, 64, 16, 56, 56}));
}

TEST(Convolution, DilationSpreadsTheKernel) {
  const OneOperator it("convolution", {{1, 1, 10, 10}, {1, 1, 3, 3}}, {{"dilation", {"2"}}});
  EXPECT_EQ(it.output(), (Shape{1, 1, 6, 6}));
  EXPECT_EQ(it.reads(0, it.tile("row", {0, 1}))[2], (Interval{0, 5}));
}

TEST(Convolution, RefusesWhatDoesNotFit) {
  EXPECT_EQ(refusal_of("convolution", {{1, 3, 8, 8}, {4, 2, 3, 3}}),
            "operator 'it': weights of 4 x 2 x 3 x 3 in 1 group do not fit an image of "
            "1 x 3 x 8 x 8; the channels of the image must be groups times the second extent of "
            "the weights, and the filters a multiple of the groups");
  EXPECT_NE(refusal_of("convolution", {{1, 3, 8, 8}, {4, 3, 9, 9}}).find("larger than the 8"),
            std::string::npos);
  EXPECT_THROW(make_kind("convolution", {{"stride", {"0"}}}), InputError);
  EXPECT_NE(refusal_of("convolution", {{1, 3, 8, 8}, {4, 3, 3, 3}}, {{"stride", {"1", "1", "1"}}})
                .find("'stride' has 3 values"),
            std::string::npos);
  EXPECT_NE(refusal_of("convolution", {{1, 3, 8, 8}}).find("found 1 input"), std::string::npos);
}

/// 28 * 28 * 128 inputs meet 64 * 2 * 2 weights each.
TEST(TransposedConvolution, EnlargesAndCountsTheInputs) {
  const OneOperator it("transposed_convolution", {{1, 128, 28, 28}, {128, 64, 2, 2}, {64}},
                       {{"stride", {"2"}}});
  EXPECT_EQ(it.output(), (Shape{1, 64, 56, 56}));
  EXPECT_EQ(it.demand().macs(), 128 * 28 * 28 * 64 * 4);
  EXPECT_EQ(it.writes(0, it.tile("row", {7, 14}))[2], (Interval{14, 28}));
  EXPECT_EQ(it.op().axes[4].kind, AxisKind::parallel);
}

TEST(TransposedConvolution, WindowsThatOverlapKeepPositionsTogether) {
  const OneOperator it("transposed_convolution", {{1, 4, 8, 8}, {4, 2, 4, 4}},
                       {{"stride", {"2"}}, {"padding", {"1"}}});
  EXPECT_EQ(it.output(), (Shape{1, 2, 16, 16}));
  EXPECT_EQ(it.op().axes[4].kind, AxisKind::sequential);
}

TEST(MatrixProduct, CutsWeightsByColumns) {
  const OneOperator it("matrix_product", {{4, 4096}, {11008, 4096}},
                       {{"transpose_second", {"true"}}});
  EXPECT_EQ(it.output(), (Shape{4, 11008}));
  EXPECT_EQ(it.demand().macs(), 4.0 * 4096 * 11008);
  const Box half = it.tile("columns", {0, 5504});
  EXPECT_EQ(it.reads(1, half), (Box{{0, 5504}, {0, 4096}}));
  EXPECT_EQ(it.reads(0, half), (Box{{0, 4}, {0, 4096}}));
}

/// Llama-3 8B: 8 key-value heads serve 4 query heads each.
TEST(MatrixProduct, BroadcastsKeysToAGroupOfQueryHeads) {
  const OneOperator it("matrix_product", {{2, 8, 4, 16, 128}, {2, 8, 1, 512, 128}},
                       {{"transpose_second", {"true"}}});
  EXPECT_EQ(it.output(), (Shape{2, 8, 4, 16, 512}));
  EXPECT_EQ(it.demand().weights, Bytes(4.0 * 2 * 8 * 512 * 128));
  EXPECT_EQ(it.reads(1, it.tile("head", {2, 4}))[1], (Interval{2, 4}));
  EXPECT_EQ(it.demand().extent("group"), 4);
}

TEST(MatrixProduct, AddsABiasAndKnowsVectors) {
  const OneOperator biased("matrix_product", {{2, 8}, {8, 3}, {3}});
  EXPECT_EQ(biased.reads(2, biased.tile("columns", {1, 2})), (Box{{1, 2}}));
  const OneOperator vector("matrix_product", {{8}, {5, 8, 3}});
  EXPECT_EQ(vector.output(), (Shape{5, 3}));
  EXPECT_EQ(vector.demand().macs(), 5 * 3 * 8);
}

TEST(MatrixProduct, RefusesOtherDepths) {
  EXPECT_EQ(refusal_of("matrix_product", {{2, 8}, {7, 3}}),
            "operator 'it': matrices of 2 x 8 and 7 x 3 do not fit: the depth is 8 in one and 7 "
            "in the other");
}

TEST(Pooling, RoundsUpOnlyWhereAWindowBeginsInside) {
  const std::vector<OperatorOption> up{
      {"kernel", {"3"}}, {"stride", {"2"}}, {"ceil_mode", {"true"}}};
  EXPECT_EQ(OneOperator("pooling", {{1, 64, 112, 112}}, up).output(), (Shape{1, 64, 56, 56}));
  const std::vector<OperatorOption> one{
      {"kernel", {"1"}}, {"stride", {"2"}}, {"ceil_mode", {"true"}}};
  EXPECT_EQ(OneOperator("pooling", {{1, 1, 4, 4}}, one).output(), (Shape{1, 1, 2, 2}));
  const OneOperator it("pooling", {{1, 64, 112, 112}}, up);
  EXPECT_EQ(it.reads(0, it.tile("row", {0, 28}))[2], (Interval{0, 57}));
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 64.0 * 56 * 56 * 9);
  EXPECT_EQ(it.demand().macs(), 0);
}

TEST(Pooling, GlobalReadsTheWholeImage) {
  const OneOperator it("pooling", {{1, 512, 7, 7}}, {{"mode", {"average"}}, {"global", {"true"}}});
  EXPECT_EQ(it.output(), (Shape{1, 512, 1, 1}));
  EXPECT_EQ(it.reads(0, it.tile("channel", {0, 2})), (Box{{0, 1}, {0, 2}, {0, 7}, {0, 7}}));
}

TEST(Pointwise, BroadcastsItsInputs) {
  const OneOperator it("pointwise", {{1, 32, 112, 112}, {1, 32, 1, 1}});
  EXPECT_EQ(it.output(), (Shape{1, 32, 112, 112}));
  EXPECT_TRUE(it.op().in_place);
  EXPECT_EQ(it.reads(1, it.tile("channel", {4, 8})), (Box{{0, 1}, {4, 8}, {0, 1}, {0, 1}}));
  EXPECT_FALSE(OneOperator("pointwise", {{3}, {2, 3}}).op().in_place);
  EXPECT_EQ(refusal_of("pointwise", {{2, 3}, {2, 4}}),
            "operator 'it': the shapes 2 x 3 and 2 x 4 do not fit; extents must be equal or 1, "
            "from the last dimension on");
}

TEST(Pointwise, CountsSpecialFunctionsApart) {
  const OneOperator it("pointwise", {{4, 11008}, {4, 11008}},
                       {{"operations", {"3"}}, {"special", {"1"}}});
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 3.0 * 4 * 11008);
  EXPECT_EQ(it.demand().of(ComputeUnit::special), 4.0 * 11008);
}

TEST(Softmax, KeepsItsDimensionTogether) {
  const OneOperator it("softmax", {{32, 128, 2048}});
  EXPECT_EQ(it.op().axes[2].kind, AxisKind::sequential);
  EXPECT_EQ(it.op().axes[1].kind, AxisKind::parallel);
  EXPECT_EQ(it.demand().of(ComputeUnit::special), 32.0 * 128 * 2048);
}

/// One square root a row; seven or four operations a value.
TEST(Normalisation, CountsRowsAndValues) {
  const OneOperator layer("normalisation", {{1, 197, 768}, {768}, {768}});
  EXPECT_EQ(layer.demand().of(ComputeUnit::vector), 7.0 * 197 * 768);
  EXPECT_EQ(layer.demand().of(ComputeUnit::special), 197);
  EXPECT_EQ(layer.op().axes[2].kind, AxisKind::sequential);
  const OneOperator rms("normalisation", {{4, 4096}, {4096}}, {{"rule", {"rms"}}});
  EXPECT_EQ(rms.demand().of(ComputeUnit::vector), 4.0 * 4 * 4096);
}

TEST(Normalisation, OfBatchesAndGroupsKnowsChannels) {
  const OneOperator batch("normalisation", {{1, 64, 8, 8}, {64}, {64}, {64}, {64}},
                          {{"rule", {"batch"}}});
  EXPECT_EQ(batch.demand().weights, Bytes(4.0 * 4 * 64));
  EXPECT_EQ(batch.demand().of(ComputeUnit::vector), 2.0 * 64 * 64);
  const OneOperator group("normalisation", {{1, 64, 8, 8}, {64}, {64}},
                          {{"rule", {"group"}}, {"groups", {"32"}}});
  EXPECT_EQ(group.demand().of(ComputeUnit::special), 32);
  EXPECT_EQ(group.reads(1, group.tile("group", {1, 2})), (Box{{2, 4}}));
}

TEST(Reduction, DropsOrKeepsDimensions) {
  const OneOperator mean("reduction", {{1, 1280, 7, 7}}, {{"axes", {"2", "-1"}}});
  EXPECT_EQ(mean.output(), (Shape{1, 1280}));
  EXPECT_EQ(mean.demand().of(ComputeUnit::vector), 1280.0 * 49);
  EXPECT_EQ(OneOperator("reduction", {{2, 3}}, {{"axes", {"1"}}, {"keep", {"true"}}}).output(),
            (Shape{2, 1}));
  EXPECT_EQ(OneOperator("reduction", {{2, 3}}).output(), Shape{});
}

TEST(OperatorGraph, RefusesTensorsOfNoOrTooManyElements) {
  OperatorGraph graph("test");
  EXPECT_THROW(graph.add(Tensor{"a", {0}}), InputError);
  EXPECT_THROW(graph.add(Tensor{"b", {1LL << 40, 1LL << 20}}), InputError);
  EXPECT_THROW(graph.add(Tensor{"c", {1, 1, 1, 1, 1, 1, 1, 1, 1}}), InputError);
}

}  // namespace
}  // namespace kairos
