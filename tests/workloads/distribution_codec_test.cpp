// Tests how distributions are written in documents, and which mistakes are refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/values.hpp"
#include "workloads/distribution.hpp"

namespace kairos {
namespace {

using Kind = DistributionKind;
using ::testing::HasSubstr;
using testing::list_of;
using testing::map_of;
using Texts = std::vector<std::string>;

template <class T>
T read(const Value& from) {
  T value;
  Codec<T>::read(from, value);
  return value;
}

template <class T = Distribution>
std::string refusal(const Value& from) {
  try {
    static_cast<void>(read<T>(from));
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

/// A distribution as it is written.
struct Written {
  Value value;
  Distribution meaning;
  std::string text;
};

TEST(DistributionCodec, ReadsAndWritesEveryKind) {
  const std::vector<Written> all{
      {Value::scalar("500"), {Kind::constant, {500}}, "500"},
      {map_of("uniform", Texts{"100", "900"}),
       {Kind::uniform, {100, 900}},
       "{uniform: [100, 900]}"},
      {map_of("normal", Texts{"500", "100"}), {Kind::normal, {500, 100}}, "{normal: [500, 100]}"},
      {map_of("exponential", "500"), {Kind::exponential, {500}}, "{exponential: 500}"},
      {map_of("exponential", Texts{"500"}), {Kind::exponential, {500}}, "{exponential: 500}"},
      {map_of("lognormal", Texts{"500", "0.8"}),
       {Kind::lognormal, {500, 0.8}},
       "{lognormal: [500, 0.8]}"},
      {map_of("geometric", "200"), {Kind::geometric, {200}}, "{geometric: 200}"},
      {map_of("poisson", "2.5"), {Kind::poisson, {2.5}}, "{poisson: 2.5}"},
      {map_of("values", Texts{"1", "2", "4"}), {Kind::values, {1, 2, 4}}, "{values: [1, 2, 4]}"},
      {map_of("values", "3"), {Kind::values, {3}}, "{values: [3]}"}};
  for (const Written& one : all) {
    EXPECT_EQ(read<Distribution>(one.value), one.meaning) << one.text;
    const Value again = Codec<Distribution>::write(one.meaning);
    EXPECT_EQ(again.whole_in_line(), one.text);
    EXPECT_EQ(read<Distribution>(again), one.meaning) << one.text;
  }
}

TEST(DistributionCodec, ReadsAndWritesDurationsWithTheirUnits) {
  const std::vector<Written> all{
      {Value::scalar("2 s"), {Kind::constant, {2}}, "2 s"},
      {Value::scalar("1.5 ms"), {Kind::constant, {0.0015}}, "1.5 ms"},
      {map_of("uniform", Texts{"1 s", "3000 ms"}),
       {Kind::uniform, {1, 3}},
       "{uniform: [1 s, 3 s]}"},
      {map_of("exponential", "2 min"), {Kind::exponential, {120}}, "{exponential: 120 s}"},
      {map_of("normal", Texts{"2 s", "0 s"}), {Kind::normal, {2, 0}}, "{normal: [2 s, 0 s]}"},
      {map_of("lognormal", Texts{"2 s", "0.5"}),
       {Kind::lognormal, {2, 0.5}},
       "{lognormal: [2 s, 0.5]}"},
      {map_of("values", Texts{"1 s", "250 ms"}),
       {Kind::values, {1, 0.25}},
       "{values: [1 s, 250 ms]}"}};
  for (const Written& one : all) {
    EXPECT_EQ(read<DurationDistribution>(one.value).seconds, one.meaning) << one.text;
    const Value again = Codec<DurationDistribution>::write({one.meaning});
    EXPECT_EQ(again.whole_in_line(), one.text);
    EXPECT_EQ(read<DurationDistribution>(again).seconds, one.meaning) << one.text;
  }
}

TEST(DistributionCodec, RefusesUnknownDistributions) {
  EXPECT_EQ(refusal(map_of("exponental", "5")),
            "unknown distribution 'exponental'; did you mean 'exponential'?");
  EXPECT_EQ(refusal(map_of("zipf", "5")),
            "unknown distribution 'zipf'; known: 'uniform', 'normal', 'exponential', 'lognormal', "
            "'geometric', 'poisson' or 'values'");
  EXPECT_EQ(refusal<DurationDistribution>(map_of("zipf", "5 s")),
            "unknown distribution 'zipf'; known: 'uniform', 'normal', 'exponential', 'lognormal' "
            "or 'values'");
}

TEST(DistributionCodec, RefusesOtherForms) {
  EXPECT_EQ(refusal(Value::scalar("many")),
            "'many' is not a number; write a plain number such as '0.5'");
  EXPECT_EQ(refusal(list_of({"1", "2"})),
            "expected a number or one distribution, found a list; write one such as {lognormal: "
            "[500, 0.8]}");
  Value two = map_of("exponential", "5");
  two.set("poisson", Value::scalar("5"));
  EXPECT_EQ(refusal(two),
            "expected a number or one distribution, found a map with 2 keys; write one such as "
            "{lognormal: [500, 0.8]}");
  EXPECT_EQ(refusal<DurationDistribution>(Value::map()),
            "expected a duration or one distribution, found a map with 0 keys; write one such as "
            "{exponential: 2 s}");
  EXPECT_EQ(refusal(map_of("poisson", map_of("mean", "3"))),
            "expected a number, found a map; write one value");
}

TEST(DistributionCodec, RefusesAWrongNumberOfParameters) {
  EXPECT_EQ(refusal(map_of("uniform", "1")),
            "'uniform' has 1 parameter; write {uniform: [lowest, highest]}");
  EXPECT_EQ(refusal(map_of("lognormal", Texts{"1", "2", "3"})),
            "'lognormal' has 3 parameters; write {lognormal: [mean, sigma]}");
  EXPECT_EQ(refusal(map_of("exponential", Texts{"1", "2"})),
            "'exponential' has 2 parameters; write {exponential: mean}");
  EXPECT_EQ(refusal(map_of("values", Texts{})),
            "'values' has 0 parameters; write {values: [value, ...]}");
  EXPECT_EQ(refusal(map_of("poisson", Value{})),
            "'poisson' has 0 parameters; write {poisson: mean}");
}

TEST(DistributionCodec, RefusesParametersThatCannotBe) {
  EXPECT_EQ(refusal(Value::scalar("-3")), "'-3' is negative; write zero or more");
  EXPECT_EQ(refusal(map_of("normal", Texts{"1", "nan"})),
            "'nan' is not a number; write a plain number such as '0.5'");
  EXPECT_EQ(refusal(map_of("exponential", "inf")),
            "'inf' is not a number; write a plain number such as '0.5'");
  EXPECT_EQ(refusal(map_of("uniform", Texts{"3", "1"})),
            "the lowest value of 'uniform' exceeds the highest, [3, 1]; exchange them");
  EXPECT_EQ(refusal(map_of("geometric", "0.5")),
            "the mean of 'geometric' is 0.5, but it distributes whole numbers from 1 on; write 1 "
            "or more");
}

TEST(DistributionCodec, ReportsTheMistakesOfAListTogether) {
  const std::string all = refusal(map_of("values", Texts{"1", "-1", "few"}));
  EXPECT_THAT(all, HasSubstr("'-1' is negative; write zero or more"));
  EXPECT_THAT(all, HasSubstr("'few' is not a number"));
}

TEST(DistributionCodec, RefusesDurationsWithoutUnitsAndUnitsOfNumbers) {
  EXPECT_EQ(refusal<DurationDistribution>(Value::scalar("5")),
            "'5' is not a duration; write a number and a unit (ps, ns, us, ms, s, min, h), such as "
            "'5 ms'");
  EXPECT_EQ(refusal<DurationDistribution>(map_of("lognormal", Texts{"2 s", "1 s"})),
            "'1 s' is not a number; write a plain number such as '0.5'");
  EXPECT_EQ(refusal<DurationDistribution>(map_of("exponential", "-2 s")),
            "'-2 s' is negative; write zero or more");
  for (const std::string whole : {"geometric", "poisson"}) {
    EXPECT_EQ(refusal<DurationDistribution>(map_of(whole, "2 s")),
              "'" + whole +
                  "' is a distribution of whole numbers, not of durations; write 'uniform', "
                  "'normal', 'exponential', 'lognormal' or 'values'");
  }
}

TEST(DistributionCodec, SaysWhereAMistakeIs) {
  const auto file = std::make_shared<const std::string>("a.yaml");
  EXPECT_EQ(refusal(Value::scalar("-3", {file, 4, 11})),
            "a.yaml:4:11: '-3' is negative; write zero or more");
  Value unknown = map_of("poison", "3");
  unknown.entries.front().place = {file, 5, 2};
  EXPECT_EQ(refusal(unknown), "a.yaml:5:2: unknown distribution 'poison'; did you mean 'poisson'?");
}

TEST(DistributionCodec, DocumentsItself) {
  const Schema numbers = Codec<Distribution>::schema();
  EXPECT_EQ(numbers.quantity, "distribution of numbers");
  EXPECT_EQ(numbers.fields.size(), 7U);
  EXPECT_TRUE(numbers.scalar_too);
  EXPECT_EQ(numbers.item->kind, Schema::Kind::number);
  const Schema durations = Codec<DurationDistribution>::schema();
  EXPECT_EQ(durations.quantity, "distribution of durations");
  EXPECT_EQ(durations.fields.size(), 5U);
  EXPECT_EQ(durations.item->kind, Schema::Kind::quantity);
}

}  // namespace
}  // namespace kairos
