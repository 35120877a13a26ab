// Tests that searches keep their budget whatever their options are.
#include <chrono>

#include <gtest/gtest.h>

#include "policies/search/search_budget.hpp"
#include "sim/base/registry.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// A job of twelve tasks, ten of them independent of each other, on three elements.
Scenario one_job() {
  auto builder = graph("job").task("begin");
  std::vector<std::pair<std::string, Bytes>> all;
  std::map<std::string, Duration> slow{{"begin", 3_us}, {"end", 2_us}};
  std::map<std::string, Duration> fast{{"end", 1_us}};
  for (int i = 0; i < 10; ++i) {
    const std::string name = "t" + std::to_string(i);
    builder.task(name, {{"begin", Bytes(100.0 * i)}});
    all.emplace_back(name, Bytes(300));
    slow[name] = Duration::picoseconds(std::int64_t{1'000'000} * (3 + i % 4));
    fast[name] = Duration::picoseconds(std::int64_t{1'000'000} * (1 + i % 5));
  }
  const auto job = builder.task("end", all).build();
  return scenario(
      chip().cluster("cpu", 2, slow).element("npu", fast).bandwidth(BytesPerSecond(1e9)).build(),
      job);
}

std::vector<FieldSchema> options_of(const std::string& policy) {
  return Registry<Policy>::find(policy, {}).info.options();
}

bool has_option(const std::string& policy, const std::string& name) {
  return std::ranges::any_of(options_of(policy),
                             [&](const FieldSchema& option) { return option.name == name; });
}

/// Policies with a budget of evaluations or of steps of a solver.
std::vector<std::string> searches() {
  std::vector<std::string> names = Registry<Policy>::names();
  std::erase_if(names, [](const std::string& name) {
    return !has_option(name, "evaluations") && !has_option(name, "steps");
  });
  return names;
}

class SearchLimits : public ::testing::TestWithParam<std::string> {};

/// Either the value is refused or the search ends in time; nothing overflows or runs for ever.
TEST_P(SearchLimits, HoldWithEveryNumberAtTheEdgesOfItsType) {
  const Scenario scenario = one_job();
  const std::vector<std::string> extremes{"0",
                                          "1",
                                          "1000000",
                                          "4294967296",
                                          "1000000000000",
                                          "9223372036854775808",
                                          "1e-9",
                                          "5e-324",
                                          "1e308",
                                          "18446744073709551615",
                                          "-1"};
  std::size_t accepted = 0;
  for (const FieldSchema& option : options_of(GetParam())) {
    for (const std::string& value : extremes) {
      Choice<Policy> choice = short_search(GetParam());
      if (has_option(GetParam(), "time_limit")) {
        choice.options.set("time_limit", Value::scalar("2 ms"));
      }
      choice.options.set(option.name, Value::scalar(value));
      const auto begin = std::chrono::steady_clock::now();
      try {
        EXPECT_EQ(run_with(scenario, choice).tasks.size(), 12U);
        ++accepted;
      } catch (const InputError&) {
        continue;
      }
      const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
      EXPECT_LT(passed.count(), 5) << GetParam() << ": " << option.name << " = " << value;
    }
  }
  EXPECT_GT(accepted, 0U);
}

/// Without a time limit, evaluations limit everything else.
TEST_P(SearchLimits, HoldWithoutATimeLimit) {
  for (const auto& [option, value] :
       std::vector<std::pair<std::string, std::string>>{{"restarts", "1000000"},
                                                        {"kicks", "10000"},
                                                        {"patience", "1000000000"},
                                                        {"mutations", "1000"},
                                                        {"population", "10000"},
                                                        {"epochs", "1000000"}}) {
    if (!has_option(GetParam(), option)) continue;
    Choice<Policy> choice = short_search(GetParam());
    choice.options.set(option, Value::scalar(value));
    EXPECT_EQ(run_with(one_job(), choice).tasks.size(), 12U) << option;
  }
}

INSTANTIATE_TEST_SUITE_P(All, SearchLimits, ::testing::ValuesIn(searches()),
                         [](const auto& test) { return test.param; });

TEST(SearchLimitsOfDocuments, RefuseWhatNoSearchCanUse) {
  for (const auto& [policy, option, value] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"annealing", "restarts", "1000000000000"},
           {"iterated_local_search", "kicks", "4294967295"},
           {"genetic", "mutations", "18446744073709551615"},
           {"genetic", "mutations", "9223372036854775808"},
           {"optimal", "largest", "18446744073709551615"}}) {
    Choice<Policy> choice(policy);
    choice.options.set(option, Value::scalar(value));
    EXPECT_THROW(static_cast<void>(choice.make()), InputError) << policy << ": " << option;
  }
}

/// A job of 10 ms would get 0.1 * 10 ms / (20 * 20 ns) = 2,500 plans, which is more than 100 for
/// each of its 20 tasks. A job of 0.5 ms gets 0.1 * 0.5 ms / (20 * 20 ns) = 125.
TEST(SearchEffort, GivesShortJobsFewerPlans) {
  const SearchEffort usual;
  EXPECT_EQ(usual.usual_evaluations(20, Duration(10_ms).picoseconds()), 2'000U);
  EXPECT_EQ(usual.usual_evaluations(20, Duration(500_us).picoseconds()), 125U);
  EXPECT_EQ(usual.usual_evaluations(20, Duration(1_us).picoseconds()), 100U);
  EXPECT_EQ(usual.usual_evaluations(1'000, Duration(100_s).picoseconds()), 50'000U);
  SearchEffort unlimited;
  unlimited.share = 0;
  EXPECT_EQ(unlimited.usual_evaluations(20, 1), 2'000U);
}

}  // namespace
}  // namespace kairos
