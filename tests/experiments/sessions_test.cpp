// Tests sessions as experiments state them: their kinds, models of speech, and what is refused.
#include <map>
#include <string>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

/// An experiment on a phone chip with applications and streams.
std::string document(const std::string& applications, const std::string& streams) {
  return fmt::format(
      "{{name: test, platform: snapdragon_8_gen3, cost: roofline, policies: [earliest_finish], "
      "workload: {{name: w, applications: [{}], streams: [{}]}}}}",
      applications, streams);
}

const std::string llama = "{name: chat, model: llama3_2_1b, transforms: [coarsen]}";

std::map<std::string, double> metrics_of(const std::string& text) {
  std::map<std::string, double> values;
  for (const Metric& metric :
       run(expand(experiment_from_text(text, "test")).runs.front()).metrics) {
    if (metric.subject.empty()) values[metric.name] = metric.value;
  }
  return values;
}

std::string complaint(const std::string& applications, const std::string& streams) {
  try {
    const std::string text = document(applications, streams);
    static_cast<void>(expand(experiment_from_text(text, "test")).runs.front().scenario());
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(Sessions, OfEveryKindMakeTheTokensThatTheyAskFor) {
  const std::map<std::string, double> tokens{
      {"{name: chat, turns: 2, prompt: 30, output: 5}", 20},
      {"{name: agent, turns: 3, prompt: 30, result: 10, output: 4, cache: evicted}", 24},
      {"{name: samples, prompt: 30, output: 6, most: 3, pass: 0}", 36}};
  for (const auto& [session, made] : tokens) {
    const auto values = metrics_of(document(
        llama, "{session: " + session + ", arrivals: {name: periodic, period: 1 s}, jobs: 2}"));
    EXPECT_EQ(values.at("tokens"), made) << session;
    EXPECT_GT(values.at("ttft_mean_s"), 0) << session;
  }
}

/// The model of speech encodes every segment before it makes tokens. A segment of 30 s is spoken
/// before it is processed, so that two of them take a minute at least.
TEST(Sessions, OfSpeechEncodeEverySegment) {
  const auto values = metrics_of(
      document("{name: asr, model: whisper_tiny, transforms: [coarsen]}",
               "{session: {name: speech, segments: 2, segment: 30 s, prompt: 4, output: 10}, "
               "arrivals: {name: trace, times: [0 s]}}"));
  EXPECT_EQ(values.at("requests"), 2);
  EXPECT_EQ(values.at("tokens"), 20);
  EXPECT_EQ(values.at("jobs"), 2 * (1 + 10)) << "one step encodes, and each other makes a token";
  EXPECT_GT(values.at("makespan_s"), 60);
  EXPECT_LT(values.at("real_time_factor"), 1);
}

/// Twice the requests in a batch take less than twice the time, because weights are read once.
TEST(Sessions, ShareTheWeightsInABatch) {
  const auto tokens_per_s = [](int largest) {
    return metrics_of(
               document(fmt::format("{{name: chat, model: llama3_2_1b, transforms: [coarsen], "
                                    "serving: {{largest_batch: {}}}}}",
                                    largest),
                        "{session: {name: chat, prompt: 16, output: 40}, "
                        "arrivals: {name: burst, rate: 1 /s, size: 8}, jobs: 8}"))
        .at("tokens_per_s");
  };
  EXPECT_GT(tokens_per_s(8), 3 * tokens_per_s(1));
}

TEST(Sessions, RefuseApplicationsThatAreNoModels) {
  EXPECT_THAT(complaint("{name: net, tasks: [{name: a, kernel: conv, work: 1 Mop}]}",
                        "{session: {name: chat}, arrivals: {rate: 1 /s}, jobs: 2}"),
              HasSubstr("application 'net' cannot serve sessions"));
  EXPECT_THAT(complaint("{name: net, model: mobilenet_v2}",
                        "{session: {name: chat}, arrivals: {rate: 1 /s}, jobs: 2}"),
              HasSubstr("has no phase 'decode'"));
}

TEST(Sessions, RefusePlainJobsOfTheSameApplication) {
  EXPECT_THAT(complaint(llama,
                        "{session: {name: chat}, arrivals: {rate: 1 /s}, jobs: 2}, "
                        "{arrivals: {rate: 1 /s}, jobs: 2}"),
              HasSubstr("serves the sessions of another stream"));
}

TEST(Sessions, RefuseServingThatNobodyUses) {
  EXPECT_THAT(complaint("{name: chat, model: llama3_2_1b, transforms: [coarsen], serving: {}}",
                        "{arrivals: {rate: 1 /s}, jobs: 2}"),
              HasSubstr("no stream of sessions uses it"));
}

TEST(Sessions, RefuseLoadsDropsAndSecondArrivals) {
  EXPECT_THAT(complaint(llama, "{session: {name: chat}, arrivals: {load: 0.5}, jobs: 2}"),
              HasSubstr("write a 'rate' of sessions"));
  EXPECT_THAT(complaint(llama,
                        "{session: {name: chat}, arrivals: {rate: 1 /s}, jobs: 2, "
                        "deadline: 1 s, drop: late}"),
              HasSubstr("'drop' cannot be used with 'session'"));
  EXPECT_THAT(complaint(llama, "{session: {name: chat}, jobs: 2}"),
              HasSubstr("'arrivals' is missing"));
}

TEST(Sessions, RefuseObjectivesOfPlainJobs) {
  EXPECT_THAT(complaint(llama, "{arrivals: {rate: 1 /s}, jobs: 2, objective: {first_token: 1 s}}"),
              HasSubstr("'objective' is what users expect"));
}

TEST(Sessions, RefuseModelsWhoseStepsHaveOtherTasks) {
  EXPECT_THROW(metrics_of(document(
                   "{name: chat, model: mixtral_8x7b}",
                   "{session: {name: chat, prompt: 64, output: 2}, arrivals: {name: trace, times: "
                   "[0 s]}}")),
               InputError);
}

TEST(Sessions, RefuseDeadlinesOfTheirArrivals) {
  EXPECT_THAT(complaint(llama,
                        "{session: {name: chat}, arrivals: {name: trace, times: [0 s], deadlines: "
                        "[1 s]}}"),
              HasSubstr("'deadlines' of a trace are those of plain jobs"));
}

TEST(Sessions, RefuseRulesForFullMemoriesWithoutSessions) {
  EXPECT_THAT(complaint(llama, "{arrivals: {rate: 1 /s}, jobs: 2, on_memory_full: swap}"),
              HasSubstr("is about the caches of sessions"));
}

TEST(Sessions, RefuseTransformsOfTheirRequestsAndCaches) {
  const auto with = [](const std::string& transform) {
    return complaint(
        "{name: chat, model: llama3_2_1b, transforms: [coarsen, {name: " + transform + "}]}",
        "{session: {name: chat}, arrivals: {rate: 1 /s}, jobs: 2}");
  };
  EXPECT_THAT(with("batch, size: 2"), HasSubstr("'batch' would make every request of a session"));
  EXPECT_THAT(with("offload, what: [weights, state]"),
              HasSubstr("'offload' cannot offload the 'state' of sessions"));
  EXPECT_EQ(with("offload, what: [weights]"), "nothing");
}

/// OPT has learned 2050 positions. The last token of an output is made, but never read.
TEST(Sessions, RefuseContextsBeyondThePositionsOfTheModel) {
  const auto made = [](int output) {
    return metrics_of(document(
        "{name: chat, model: opt_1_3b, transforms: [coarsen]}",
        fmt::format("{{session: {{name: chat, prompt: 2040, output: {}}}, arrivals: {{name: "
                    "trace, times: [0 s]}}}}",
                    output)));
  };
  EXPECT_EQ(made(11).at("tokens"), 11);
  try {
    made(12);
    ADD_FAILURE() << "a context of 2051 tokens has been accepted";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("has a context of 2051 tokens, but the model of "
                                        "application 'chat' has learned 2050 positions"));
  }
  EXPECT_THAT(complaint("{name: net, model: opt_1_3b, call: {phase: decode, context: 4096}, "
                        "transforms: [coarsen]}",
                        "{arrivals: {rate: 1 /s}, jobs: 2}"),
              HasSubstr("the call has a context of 4096 tokens, but the model has learned 2050"));
}

}  // namespace
}  // namespace kairos
