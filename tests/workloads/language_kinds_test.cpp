// Tests the operator kinds that models of language need.
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/support/operators.hpp"

namespace kairos {
namespace {

std::string refusal_of(const std::string& kind, const std::vector<Shape>& inputs,
                       const std::vector<OperatorOption>& options = {}) {
  try {
    OneOperator made(kind, inputs, options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

const std::vector<OperatorOption> eight_heads_two_shared{{"heads", {"8"}},
                                                         {"key_value_heads", {"2"}}};

/// 8 heads of 16 on 2 key-value heads, batch 3, 5 rows, 4 keys of earlier calls and 5 new ones.
OneOperator grouped_attention() {
  return {"attention",
          {{3, 5, 128}, {3, 5, 32}, {3, 5, 64}, {3, 4, 32}, {3, 4, 64}},
          eight_heads_two_shared};
}

TEST(Attention, CountsProductsAndExponentials) {
  const OneOperator it = grouped_attention();
  const double pairs = 3 * 8 * 5 * 9;
  EXPECT_EQ(it.output(), (Shape{3, 5, 8 * 32}));
  EXPECT_EQ(it.demand().of(ComputeUnit::matrix), pairs * 2 * (16 + 32));
  EXPECT_EQ(it.demand().of(ComputeUnit::special), pairs);
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), pairs * 4);
}

/// Query heads 4 to 7 use the second key-value head.
TEST(Attention, ReadsTheKeysOfItsHeads) {
  const OneOperator it = grouped_attention();
  const Box tile = it.tile("heads", {1, 2});
  EXPECT_EQ(it.reads(0, tile)[2], (Interval{64, 128}));
  EXPECT_EQ(it.reads(1, tile)[2], (Interval{16, 32}));
  EXPECT_EQ(it.reads(4, tile)[2], (Interval{32, 64}));
  EXPECT_EQ(it.writes(0, tile)[2], (Interval{128, 256}));
}

/// Keys 2 to 5 are rows 2 and 3 of the past, and rows 0 and 1 of the new keys.
TEST(Attention, FindsKeysInThePastAndAmongTheNewOnes) {
  const OneOperator it = grouped_attention();
  const Box tile = it.tile("keys", {2, 6});
  EXPECT_EQ(it.reads(1, tile)[1], (Interval{0, 2}));
  EXPECT_EQ(it.reads(3, tile)[1], (Interval{2, 4}));
  EXPECT_EQ(volume(it.reads(1, it.tile("keys", {0, 4}))), 0);
}

/// Row r of 4 sees 6 + r + 1 of 10 keys: 7 + 8 + 9 + 10 = 34 of 40 pairs.
TEST(Attention, SkipsTheKeysAfterARow) {
  const OneOperator all("attention", {{1, 4, 8}, {1, 10, 8}, {1, 10, 8}}, {});
  const OneOperator some("attention", {{1, 4, 8}, {1, 10, 8}, {1, 10, 8}}, {{"causal", {"true"}}});
  EXPECT_EQ(all.demand().of(ComputeUnit::special), 40);
  EXPECT_DOUBLE_EQ(some.demand().of(ComputeUnit::special), 34);
  EXPECT_DOUBLE_EQ(some.demand().macs() / all.demand().macs(), 0.85);
}

/// DeepSeek-V3: 128 heads of 576 on one latent of 576, whose first 512 columns are the value.
TEST(Attention, OfLatentsReadsThemOnce) {
  const OneOperator it("attention", {{1, 1, 128 * 576}, {1, 1, 576}, {1, 99, 576}},
                       {{"heads", {"128"}}, {"value_size", {"512"}}});
  EXPECT_EQ(it.output(), (Shape{1, 1, 128 * 512}));
  EXPECT_EQ(it.demand().macs(), 128.0 * 100 * (576 + 512));
  EXPECT_EQ(it.demand().weights, Bytes(100 * 576 * 4));
}

TEST(Attention, RefusesHeadsThatDoNotFit) {
  EXPECT_EQ(
      refusal_of("attention", {{1, 4, 60}, {1, 4, 32}, {1, 4, 32}}, eight_heads_two_shared),
      "operator 'it': expected queries and keys of the same batch and depth, found the shapes "
      "(1 x 4 x 60, 1 x 4 x 32, 1 x 4 x 32)");
  EXPECT_EQ(refusal_of("attention", {}, {{"heads", {"8"}}, {"key_value_heads", {"3"}}}),
            "'heads' is 8, which is not a multiple of 'key_value_heads', 3; use a multiple of it");
}

TEST(AttentionScores, AndValuesHaveTheOperationsOfTheFusedOperator) {
  const std::vector<OperatorOption>& heads = eight_heads_two_shared;
  const OneOperator scores("attention_scores", {{3, 5, 128}, {3, 5, 32}, {3, 4, 32}}, heads);
  const OneOperator values("attention_values", {scores.output(), {3, 5, 64}, {3, 4, 64}}, heads);
  EXPECT_EQ(scores.output(), (Shape{3, 2, 4, 5, 9}));
  EXPECT_EQ(values.output(), grouped_attention().output());
  EXPECT_EQ(scores.demand().macs() + values.demand().macs(), grouped_attention().demand().macs());
}

TEST(HeadProduct, MultipliesHeadsAndPassesTheRest) {
  const OneOperator it("head_product", {{1, 2, 4 * (8 + 3)}, {4, 16, 8}}, {{"pass", {"3"}}});
  EXPECT_EQ(it.output(), (Shape{1, 2, 4 * (16 + 3)}));
  EXPECT_EQ(it.demand().macs(), 2 * 4 * 16 * 8);
}

/// One row of Mamba-2 780M: 48 heads of 64, state 128.
TEST(StateSpaceScan, UpdatesItsStateRowByRow) {
  const OneOperator it(
      "state_space_scan",
      {{1, 1, 3072}, {1, 1, 48}, {1, 1, 128}, {1, 1, 128}, {48, 3}, {1, 3072, 128}},
      {{"heads", {"48"}}, {"chunk", {"256"}}, {"scalar_decay", {"true"}}});
  EXPECT_EQ(it.output(1), (Shape{1, 3072, 128}));
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 5 * 3072 * 128);
  EXPECT_EQ(it.demand().of(ComputeUnit::special), 48);
  EXPECT_EQ(it.demand().of(ComputeUnit::matrix), 0);
}

/// 1024 rows in chunks of 256: for each row 2 * 256 * 128 + 2 * 256 * 3072 + 4 * 128 * 3072.
TEST(StateSpaceScan, OfManyRowsUsesTheMatrixUnit) {
  const OneOperator it("state_space_scan",
                       {{1, 1024, 3072}, {1, 1024, 48}, {1, 1024, 128}, {1, 1024, 128}, {48, 3}},
                       {{"heads", {"48"}}, {"chunk", {"256"}}, {"scalar_decay", {"true"}}});
  EXPECT_DOUBLE_EQ(it.demand().of(ComputeUnit::matrix),
                   1024.0 * (2 * 256 * 128 + 2 * 256 * 3072 + 4 * 128 * 3072));
  EXPECT_EQ(it.demand().of(ComputeUnit::special), 1024 * 48 * 256);
}

TEST(CausalConvolution, ReadsTheRowsBefore) {
  const OneOperator it("causal_convolution", {{1, 10, 6}, {6, 4}, {6}, {1, 3, 6}});
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 2 * 10 * 6 * 4);
  EXPECT_EQ(it.reads(0, it.tile("rows", {5, 8}))[1], (Interval{2, 8}));
  EXPECT_EQ(it.reads(3, it.tile("rows", {0, 1}))[1], (Interval{0, 3}));
  EXPECT_EQ(it.reads(3, it.tile("rows", {3, 10}))[1].size(), 0);
}

TEST(Experts, ReadTheirOwnMatrix) {
  const OneOperator it("expert_product", {{6, 16}, {8, 32, 16}}, {{"expert", {"5"}}});
  EXPECT_EQ(it.reads(1, it.op().whole())[0], (Interval{5, 6}));
  EXPECT_EQ(it.demand().macs(), 6 * 16 * 32);
  EXPECT_EQ(it.demand().weights, Bytes(16 * 32 * 4));
  EXPECT_NE(refusal_of("expert_product", {{6, 16}, {8, 32, 16}}, {{"expert", {"8"}}})
                .find("a bank of matrices of their depth that has this expert"),
            std::string::npos);
}

TEST(Experts, GetAndGiveBackTheirRows) {
  const OneOperator dispatch("dispatch", {{32, 16}, {32, 2}}, {{"rows", {"6"}}});
  EXPECT_EQ(dispatch.output(), (Shape{6, 16}));
  EXPECT_EQ(dispatch.demand().read, Bytes(6 * (16 + 2) * 4));
  const OneOperator combine("combine", {{32, 2}, {6, 16}, {32, 16}});
  EXPECT_EQ(combine.output(), (Shape{32, 16}));
  EXPECT_EQ(combine.demand().of(ComputeUnit::vector), 2 * 2 * 32 * 16);
}

TEST(Routing, PicksExpertsAndTheirWeights) {
  const OneOperator it("routing", {{32, 256}}, {{"top", {"8"}}});
  EXPECT_EQ(it.output(0), (Shape{32, 8}));
  EXPECT_EQ(it.output(1), (Shape{32, 8}));
  EXPECT_EQ(it.demand().of(ComputeUnit::special), 32 * 256);
}

TEST(Collective, HasTheShapesOfItsOperation) {
  const auto shape = [](const char* operation) {
    const OneOperator it("collective", {{4, 8, 5}}, {{"operation", {operation}}, {"ranks", {"4"}}});
    return it.output();
  };
  EXPECT_EQ(shape("all_reduce"), (Shape{4, 8, 5}));
  EXPECT_EQ(shape("all_gather"), (Shape{4, 32, 5}));
  EXPECT_EQ(shape("reduce_scatter"), (Shape{4, 2, 5}));
  EXPECT_EQ(shape("all_to_all"), (Shape{4, 8, 5}));
  const OneOperator it("collective", {{4, 8, 5}}, {{"ranks", {"4"}}});
  EXPECT_EQ(it.demand().bytes(), Bytes(2 * 4 * 8 * 5 * 4));
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 4 * 8 * 5);
}

TEST(NonMaximumSuppression, ComparesBoxesKeptWithAll) {
  const OneOperator it("non_maximum_suppression", {{1, 8400, 4}, {1, 80, 8400}});
  EXPECT_EQ(it.output(), (Shape{1, 300, 3}));
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 80.0 * 8400 + 300.0 * 8400 * 16);
}

TEST(Items, OfASerialLoopCannotBeCut) {
  const OneOperator it("items", {{1000, 64}}, {{"operations", {"50"}}, {"serial", {"true"}}});
  EXPECT_EQ(it.demand().of(ComputeUnit::vector), 50'000);
  EXPECT_EQ(it.op().axes[0].kind, AxisKind::sequential);
}

}  // namespace
}  // namespace kairos
