// Tests the verdicts on rows of the gallery, with differences worked out by hand.
#include "experiments/gallery/compared_row.hpp"

#include <gtest/gtest.h>

namespace kairos {
namespace {

ComparedRow row(double published, double simulated, std::vector<Tolerance> tolerance,
                ExpectKind kind = ExpectKind::reproduced) {
  ComparedRow result;
  result.kind = kind;
  result.published = published;
  result.simulated = simulated;
  result.tolerance = std::move(tolerance);
  return result;
}

const Tolerance two_percent{0.02, ""};

/// 2 % of 100 are 2.
TEST(Verdict, AllowsAShareOfThePublishedValue) {
  EXPECT_EQ(verdict_of(row(100, 102, {two_percent})), Verdict::within);
  EXPECT_EQ(verdict_of(row(100, 98, {two_percent})), Verdict::within);
  EXPECT_EQ(verdict_of(row(100, 102.1, {two_percent})), Verdict::outside);
  EXPECT_EQ(verdict_of(row(100, 97.9, {two_percent})), Verdict::outside);
  EXPECT_EQ(verdict_of(row(-100, -102, {two_percent})), Verdict::within);
  EXPECT_EQ(verdict_of(row(-100, 100, {two_percent})), Verdict::outside);
}

TEST(Verdict, AllowsADifference) {
  const Tolerance three{3, "K"};
  EXPECT_EQ(verdict_of(row(45, 48, {three})), Verdict::within);
  EXPECT_EQ(verdict_of(row(45, 42, {three})), Verdict::within);
  EXPECT_EQ(verdict_of(row(45, 48.1, {three})), Verdict::outside);
}

/// 2 % of 10 are 0.2, which is more than 0.1; 2 % of 1 are less.
TEST(Verdict, IsWithinIfOneOfSeveralTolerancesHolds) {
  const Tolerance tenth{0.1, "ms"};
  EXPECT_EQ(verdict_of(row(10, 10.15, {tenth, two_percent})), Verdict::within);
  EXPECT_EQ(verdict_of(row(10, 10.25, {tenth, two_percent})), Verdict::outside);
  EXPECT_EQ(verdict_of(row(1, 1.09, {two_percent, tenth})), Verdict::within);
}

TEST(Verdict, AllowsNoShareOfZero) {
  EXPECT_EQ(verdict_of(row(0, 0, {two_percent})), Verdict::within);
  EXPECT_EQ(verdict_of(row(0, 1e-6, {two_percent})), Verdict::outside);
  EXPECT_EQ(verdict_of(row(0, 1e-6, {{1e-3, "s"}})), Verdict::within);
}

TEST(Verdict, ComparesValuesForThreeKinds) {
  for (const ExpectKind kind :
       {ExpectKind::reproduced, ExpectKind::arithmetic, ExpectKind::reconstruction}) {
    EXPECT_EQ(verdict_of(row(100, 101, {two_percent}, kind)), Verdict::within);
    EXPECT_EQ(verdict_of(row(100, 103, {two_percent}, kind)), Verdict::outside);
  }
}

TEST(Verdict, ComparesOnlySignsForTheSameDirection) {
  ComparedRow faster = row(3, 1.2, {}, ExpectKind::same_direction);
  faster.than = {1, 1};
  EXPECT_EQ(verdict_of(faster), Verdict::same_direction);
  faster.simulated = 0.9;
  EXPECT_EQ(verdict_of(faster), Verdict::other_direction);
  faster.simulated = 1;
  EXPECT_EQ(verdict_of(faster), Verdict::other_direction);
  ComparedRow saves = row(-0.6, -0.1, {}, ExpectKind::same_direction);  // Than 0.
  EXPECT_EQ(verdict_of(saves), Verdict::same_direction);
  saves.simulated = 0.1;
  EXPECT_EQ(verdict_of(saves), Verdict::other_direction);
}

/// The other row was published as 20 and simulated as 30; both values are larger.
TEST(Verdict, ComparesWithTheValuesOfAnotherRow) {
  ComparedRow slower = row(24, 31, {}, ExpectKind::same_direction);
  slower.than = {20, 30};
  EXPECT_EQ(verdict_of(slower), Verdict::same_direction);
  slower.simulated = 29;
  EXPECT_EQ(verdict_of(slower), Verdict::other_direction);
}

/// 10.1 and 10 differ by less than 2 %, as do the published values, which are equal.
TEST(Verdict, SeesNoDirectionWithinTheTolerance) {
  ComparedRow equal = row(10, 10.1, {two_percent}, ExpectKind::same_direction);
  equal.than = {10, 10};
  EXPECT_EQ(verdict_of(equal), Verdict::same_direction);
  equal.tolerance.clear();
  EXPECT_EQ(verdict_of(equal), Verdict::other_direction);
}

TEST(Verdict, NeverCountsWhatCannotBeReproduced) {
  const ComparedRow impossible = row(100, 200, {two_percent}, ExpectKind::not_reproducible);
  EXPECT_EQ(verdict_of(impossible), Verdict::not_reproducible);
  EXPECT_FALSE(impossible.counts());
}

TEST(Verdict, FailsWithoutAValue) {
  ComparedRow failed = row(100, 100, {two_percent});
  failed.simulated.reset();
  EXPECT_EQ(verdict_of(failed), Verdict::failed);
  EXPECT_FALSE(failed.difference());
  EXPECT_FALSE(failed.share());
}

TEST(ComparedRow, HasADifferenceAndAShare) {
  const ComparedRow larger = row(8, 10, {two_percent});
  EXPECT_DOUBLE_EQ(larger.difference().value(), 2);
  EXPECT_DOUBLE_EQ(larger.share().value(), 0.25);
  EXPECT_DOUBLE_EQ(row(-8, -10, {}).share().value(), -0.25);
  EXPECT_FALSE(row(0, 1, {}).share());
}

}  // namespace
}  // namespace kairos
