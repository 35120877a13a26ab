#include <algorithm>
#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "sim/base/files_read.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Choice<NoiseModel> noise(const std::string& name,
                         const std::vector<std::pair<std::string, Value>>& options = {}) {
  Choice<NoiseModel> choice(name);
  for (const auto& [key, value] : options) choice.options.set(key, value);
  return choice;
}

Value number(const std::string& text) {
  return Value::scalar(text);
}

Value list(const std::vector<std::string>& texts) {
  Value items = Value::list();
  for (const std::string& text : texts) items.items.push_back(Value::scalar(text));
  return items;
}

/// A map with one key.
Value only(const std::string& key, Value value) {
  Value map = Value::map();
  map.set(key, std::move(value));
  return map;
}

void expect_refusal(const Choice<NoiseModel>& choice, const std::string& message) {
  try {
    static_cast<void>(choice.make());
    ADD_FAILURE() << "accepted, expected: " << message;
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()), message);
  }
}

/// The factors of many tasks of a kernel, each with a stream of its own as in a run. The tests
/// below allow means, deviations and shares to be off by about three standard errors.
std::vector<double> factors(const Choice<NoiseModel>& choice, const std::string& kernel = "a") {
  const auto model = choice.make();
  const Task task{"task", kernel, {}, {}};
  std::vector<double> all;
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    all.push_back(model->factor(task, Random::stream(1, "noise", i)));
  }
  return all;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation(const std::vector<double>& values) {
  const double middle = mean(values);
  double squares = 0;
  for (const double value : values) squares += (value - middle) * (value - middle);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

double share_above(const std::vector<double>& values, double limit) {
  const auto count = std::ranges::count_if(values, [limit](double v) { return v > limit; });
  return static_cast<double>(count) / static_cast<double>(values.size());
}

TEST(Noise, HasItsMeanAndDeviation) {
  for (const char* name : {"gaussian", "lognormal"}) {
    const auto all = factors(noise(name));
    EXPECT_NEAR(mean(all), 1, 0.0015) << name;
    EXPECT_NEAR(deviation(all), 0.1, 0.001) << name;
  }
}

TEST(Noise, IsEqualForEqualStreams) {
  for (const Choice<NoiseModel>& choice :
       {noise("exponential"), noise("uniform"), noise("table", {{"factors", list({"1", "2"})}})}) {
    EXPECT_EQ(factors(choice), factors(choice)) << choice.name;
  }
}

/// A share of exp(-1) = 0.368 exceeds the mean, and exp(-4) = 0.0183 exceeds four times the mean.
TEST(ExponentialNoise, IsExponentiallyDistributed) {
  const auto all = factors(noise("exponential"));
  EXPECT_NEAR(mean(all), 1, 0.014);
  EXPECT_NEAR(deviation(all), 1, 0.02);
  EXPECT_NEAR(share_above(all, 1), std::exp(-1), 0.007);
  EXPECT_NEAR(share_above(all, 4), std::exp(-4), 0.002);
  EXPECT_GT(std::ranges::min(all), 0);
}

TEST(ExponentialNoise, VariesOnlyTheListedKernels) {
  const auto choice = noise("exponential", {{"kernels", list({"a", "b"})}});
  EXPECT_EQ(factors(choice, "b"), factors(noise("exponential")));
  EXPECT_EQ(factors(choice, "c"), std::vector(50'000, 1.0));
}

/// The standard deviation is 0.3 / sqrt(3) = 0.1732, and a third of the factors exceeds 1.1.
TEST(UniformNoise, IsUniformlyDistributed) {
  const auto all = factors(noise("uniform", {{"width", number("0.3")}}));
  EXPECT_NEAR(mean(all), 1, 0.0025);
  EXPECT_NEAR(deviation(all), 0.3 / std::sqrt(3), 0.0012);
  EXPECT_NEAR(share_above(all, 1.1), 1 / 3.0, 0.007);
  EXPECT_GE(std::ranges::min(all), 0.7);
  EXPECT_LE(std::ranges::max(all), 1.3);
}

TEST(UniformNoise, IsPositiveAtItsGreatestWidth) {
  const auto all = factors(noise("uniform", {{"width", number("1")}}));
  EXPECT_GT(std::ranges::min(all), 0);
  EXPECT_LT(std::ranges::min(all), 0.001);
  EXPECT_GT(std::ranges::max(all), 1.999);
}

TEST(UniformNoise, HasWidthsOfSingleKernels) {
  const auto choice =
      noise("uniform", {{"width", number("0.3")}, {"kernels", only("a", number("0"))}});
  EXPECT_EQ(factors(choice, "a"), std::vector(50'000, 1.0));
  EXPECT_EQ(factors(choice, "b"), factors(noise("uniform", {{"width", number("0.3")}})));
}

TEST(UniformNoise, RefusesWidthsThatGiveNoPositiveFactors) {
  expect_refusal(noise("uniform", {{"width", number("1.1")}}),
                 "'width' is '1.1'; it must be between 0 and 1");
  expect_refusal(noise("uniform", {{"width", number("-0.1")}}),
                 "'width' is '-0.1'; it must be between 0 and 1");
  expect_refusal(noise("uniform", {{"kernels", only("a", number("2"))}}),
                 "'kernels' is {a: 2}; write widths between 0 and 1");
}

const std::vector<std::string> three_short_one_long{"0.5", "0.5", "0.5", "2.5"};

/// The worked example of noise_table.cpp: mean (3 * 0.5 + 2.5) / 4 = 1, variance
/// (3 * 0.25 + 2.25) / 4 = 0.75.
TEST(TableNoise, DrawsEveryFactorEquallyOften) {
  const auto all = factors(noise("table", {{"factors", list(three_short_one_long)}}));
  EXPECT_NEAR(mean(all), 1, 0.012);
  EXPECT_NEAR(deviation(all), std::sqrt(0.75), 0.007);
  EXPECT_NEAR(share_above(all, 1), 0.25, 0.006);
  EXPECT_EQ(std::ranges::min(all), 0.5);
  EXPECT_EQ(std::ranges::max(all), 2.5);
}

TEST(TableNoise, HasFactorsOfSingleKernels) {
  const Value kernels = only("a", list({"3"}));
  const auto alone = noise("table", {{"kernels", kernels}});
  EXPECT_EQ(factors(alone, "a"), std::vector(50'000, 3.0));
  EXPECT_EQ(factors(alone, "b"), std::vector(50'000, 1.0));
  const auto both = noise("table", {{"factors", list({"2"})}, {"kernels", kernels}});
  EXPECT_EQ(factors(both, "a"), std::vector(50'000, 3.0));
  EXPECT_EQ(factors(both, "b"), std::vector(50'000, 2.0));
}

TEST(TableNoise, RefusesTablesWithoutPositiveFactors) {
  expect_refusal(noise("table"), "a table needs 'factors', 'file' or 'kernels'; write one of them");
  expect_refusal(noise("table", {{"factors", list({})}}),
                 "'factors' is []; write one or more factors, each greater than zero");
  expect_refusal(noise("table", {{"factors", list({"1", "0"})}}),
                 "'factors' is [1, 0]; write one or more factors, each greater than zero");
  expect_refusal(noise("table", {{"factors", list({"1", "fast"})}}),
                 "'fast' is not a number; write a plain number such as '0.5'");
  expect_refusal(
      noise("table", {{"kernels", only("a", list({}))}}),
      "'kernels' is {a: []}; write one or more factors for each kernel, each greater than zero");
}

class TableNoiseFile : public FolderFixture {
 protected:
  [[nodiscard]] Choice<NoiseModel> of_file(const std::string& text) const {
    return noise("table", {{"file", Value::scalar(write("factors.txt", text))}});
  }
  [[nodiscard]] std::string message(const std::string& line, const std::string& problem) const {
    return path("factors.txt") + line + ": " + problem;
  }
};

TEST_F(TableNoiseFile, EqualsAListOfItsFactors) {
  EXPECT_EQ(factors(of_file("# measured\n0.5\n0.5\n\n 0.5\r\n2.5\n")),
            factors(noise("table", {{"factors", list(three_short_one_long)}})));
}

/// The hash of a run covers the files that are recorded so.
TEST_F(TableNoiseFile, IsRecordedAsRead) {
  const Choice<NoiseModel> choice = of_file("1.5\n");
  const FilesRead files;
  static_cast<void>(choice.make());
  EXPECT_EQ(files.contents().at(path("factors.txt")), "1.5\n");
}

TEST_F(TableNoiseFile, IsRefusedWithTheLineThatIsWrong) {
  expect_refusal(of_file("1\nfactor\n"),
                 message(":2:1", "'factor' is not a number; write a plain number such as '0.5'"));
  expect_refusal(of_file("1\n2\n-1\n"),
                 message(":3:1", "'-1' is not a factor; write a number above zero"));
  expect_refusal(of_file("# none\n"),
                 message("", "the file has no factors; write one factor per line, such as '1.2'"));
  Choice<NoiseModel> both = of_file("1\n");
  both.options.set("factors", list({"1"}));
  expect_refusal(both, "a table has both 'factors' and 'file'; write one of them");
}

}  // namespace
}  // namespace kairos
