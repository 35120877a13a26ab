// Tests the contract of all registered kinds of sessions. A new one is tested because it is
// registered; it needs a row in samples() besides.
#include <map>

#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/sessions.hpp"
#include "tests/support/values.hpp"

namespace kairos {
namespace {

using testing::after;
using testing::map_of;
using testing::next_request;
using testing::SessionOptions;
using Texts = std::vector<std::string>;

class EverySession : public testing::FolderFixture,
                     public ::testing::WithParamInterface<std::string> {
 protected:
  /// Options with as many random numbers as the kind has.
  [[nodiscard]] std::map<std::string, SessionOptions> samples() const {
    const Value tokens = map_of("lognormal", Texts{"500", "0.8"});
    const Value count = map_of("geometric", "4"), pause = map_of("exponential", "2 s");
    const std::string requests = write("requests.csv", "arrival,prompt,output\n0,3,4\n1 s,5,6\n");
    return {{"agent",
             {{"turns", count},
              {"prompt", tokens},
              {"result", tokens},
              {"output", tokens},
              {"pause", pause},
              {"cache", Value::scalar("evicted")}}},
            {"chat", {{"turns", count}, {"prompt", tokens}, {"output", tokens}, {"pause", pause}}},
            {"request_trace", {{"file", Value::scalar(requests)}}},
            {"samples",
             {{"prompt", tokens},
              {"output", tokens},
              {"most", Value::scalar("8")},
              {"pass", Value::scalar("0.3")}}},
            {"speech", {{"segments", count}, {"prompt", tokens}, {"output", tokens}}}};
  }
};

void check_request(const Request& request, const SessionState& state) {
  EXPECT_GE(request.pause, Duration{});
  EXPECT_GE(request.media, Duration{});
  EXPECT_GE(request.kept, 0);
  EXPECT_LE(request.kept, state.context);
  EXPECT_GE(request.prompt, 0);
  EXPECT_GE(request.output, 0);
  EXPECT_GT(request.kept + request.prompt, 0) << "there is nothing to read";
}

TEST_P(EverySession, AnswersFromItsStateAndItsRandomNumbersAlone) {
  const auto all = samples();
  const auto sample = all.find(GetParam());
  ASSERT_NE(sample, all.end()) << "add a row for this kind to samples()";
  const auto one = testing::session(GetParam(), sample->second);
  const auto two = testing::session(GetParam(), sample->second);
  std::size_t requests = 0;
  for (std::uint64_t number = 0; number < 100; ++number) {
    SessionState state;
    state.number = number;
    for (;;) {
      const std::optional<Request> request = next_request(*one, state);
      EXPECT_EQ(request, next_request(*one, state)) << "it remembers the last question";
      EXPECT_EQ(request, next_request(*two, state)) << "it differs from an equal one";
      if (!request) break;
      check_request(*request, state);
      ++requests;
      state = after(state, *request);
      ASSERT_LT(state.requests, 200U) << "it does not end";
    }
  }
  EXPECT_GT(requests, 1U);
}

TEST_P(EverySession, RefusesUnknownOptions) {
  SessionOptions options = samples().at(GetParam());
  options.emplace_back("nonsense", Value::scalar("1"));
  EXPECT_NE(testing::refusal_of_session(GetParam(), options), "");
}

INSTANTIATE_TEST_SUITE_P(All, EverySession, ::testing::ValuesIn(Registry<Session>::names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace kairos
