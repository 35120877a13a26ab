// Tests the requests of every kind of session.
#include "tests/support/sessions.hpp"

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/values.hpp"

namespace kairos {
namespace {

using namespace literals;
using testing::after;
using ::testing::HasSubstr;
using testing::map_of;
using testing::next_request;
using testing::refusal_of_session;
using testing::requests_of;
using testing::session;
using testing::SessionOptions;
using Texts = std::vector<std::string>;

Value text(const std::string& value) {
  return Value::scalar(value);
}

/// A request that keeps the cache and needs no sound.
Request request(std::int64_t kept, std::int64_t prompt, std::int64_t output, Duration pause = {}) {
  Request result;
  result.kept = kept;
  result.prompt = prompt;
  result.output = output;
  result.pause = pause;
  return result;
}

// ---- chat

TEST(Chat, KeepsTheConversation) {
  const auto chat = session("chat", {{"turns", text("3")},
                                     {"prompt", text("500")},
                                     {"output", text("200")},
                                     {"pause", text("10 s")}});
  EXPECT_EQ(requests_of(*chat), (std::vector{request(0, 500, 200), request(700, 500, 200, 10_s),
                                             request(1400, 500, 200, 10_s)}));
}

TEST(Chat, HasOneTurnOfTheMeansOfShareGpt) {
  EXPECT_EQ(requests_of(*session("chat", {})), std::vector{request(0, 161, 338)});
}

TEST(Chat, RoundsTokensToWholeNumbersFromOneOn) {
  const auto chat = session(
      "chat", {{"prompt", map_of("values", Texts{"0.2", "1.4", "2.5"})}, {"output", text("2.4")}});
  std::vector<int> counts(4);
  for (std::uint64_t number = 0; number < 300; ++number) {
    const Request only = requests_of(*chat, number).at(0);
    ASSERT_TRUE(only.prompt == 1 || only.prompt == 3) << only.prompt;
    ++counts[static_cast<std::size_t>(only.prompt)];
    EXPECT_EQ(only.output, 2);
  }
  EXPECT_NEAR(counts[1], 200, 5 * std::sqrt(300 * 2 / 9.0));
}

/// The numbers of requests of many sessions.
std::vector<std::size_t> lengths(const Value& turns, std::uint64_t sessions) {
  const auto chat = session("chat", {{"turns", turns}});
  std::vector<std::size_t> all;
  for (std::uint64_t i = 0; i < sessions; ++i) all.push_back(requests_of(*chat, i).size());
  return all;
}

double share(const std::vector<std::size_t>& lengths, std::size_t length) {
  return static_cast<double>(std::ranges::count(lengths, length)) /
         static_cast<double>(lengths.size());
}

/// Five standard errors of a share of 10,000 sessions are at most 5 sqrt(0.25 / 10,000) = 0.025.
TEST(Chat, HasTheDistributionOfTurnsThatItStates) {
  const auto one_or_four = lengths(map_of("values", Texts{"1", "4"}), 10'000);
  EXPECT_NEAR(share(one_or_four, 1), 0.5, 0.025);
  EXPECT_DOUBLE_EQ(share(one_or_four, 1) + share(one_or_four, 4), 1);

  const auto geometric = lengths(map_of("geometric", "3"), 10'000);
  EXPECT_NEAR(share(geometric, 1), 1 / 3.0, 0.025);
  EXPECT_NEAR(share(geometric, 2), 2 / 9.0, 0.025);
  EXPECT_NEAR(share(geometric, 3), 4 / 27.0, 0.025);

  const auto uniform = lengths(map_of("uniform", Texts{"1", "4"}), 10'000);
  EXPECT_NEAR(share(uniform, 1), 1 / 6.0, 0.025);  // Rounded from 1 to 1.5.
  EXPECT_NEAR(share(uniform, 2), 1 / 3.0, 0.025);
  EXPECT_NEAR(share(uniform, 4), 1 / 6.0, 0.025);

  const auto poisson = lengths(map_of("poisson", "2"), 10'000);
  EXPECT_NEAR(share(poisson, 1), 3 * std::exp(-2), 0.025);  // Zero counts as one.
  EXPECT_NEAR(share(poisson, 2), 2 * std::exp(-2), 0.025);
  EXPECT_NEAR(share(poisson, 4), 2 / 3.0 * std::exp(-2), 0.025);
}

TEST(Chat, RefusesNumbersThatNoSessionCanHave) {
  const std::string rule = "at least 1 in some draws and at most 1073741824 on average";
  EXPECT_EQ(refusal_of_session("chat", {{"prompt", text("0")}}),
            "'prompt' is '0'; it must be " + rule);
  EXPECT_EQ(refusal_of_session("chat", {{"output", map_of("uniform", Texts{"0", "0.5"})}}),
            "'output' is {uniform: [0, 0.5]}; write " + rule);
  EXPECT_EQ(refusal_of_session("chat", {{"turns", map_of("exponential", "2000000000")}}),
            "'turns' is {exponential: 2e+09}; write " + rule);
  EXPECT_EQ(refusal_of_session("chat", {{"tokens", text("5")}}).substr(0, 20),
            "unknown key 'tokens'");
}

/// The mean is at the limit, so every second session draws a prompt beyond it.
TEST(Chat, RefusesADrawBeyondTheLimit) {
  const auto chat = session("chat", {{"prompt", map_of("values", Texts{"1", "2147483647"})}});
  std::size_t refused = 0;
  for (std::uint64_t i = 0; i < 100; ++i) {
    try {
      EXPECT_EQ(requests_of(*chat, i).front().prompt, 1);
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("a session drew a request of"));
      ++refused;
    }
  }
  EXPECT_GT(refused, 25U);
  EXPECT_LT(refused, 75U);
}

/// The first turn fills the context of 2^30 tokens.
TEST(Chat, RefusesAContextBeyondTheLimit) {
  const auto chat = session(
      "chat", {{"turns", text("2")}, {"prompt", text("536870912")}, {"output", text("536870912")}});
  SessionState state;
  const auto first = next_request(*chat, state);
  ASSERT_TRUE(first);
  state = after(state, *first);
  EXPECT_EQ(state.context, std::int64_t{1} << 30);
  EXPECT_THROW(static_cast<void>(next_request(*chat, state)), InputError);
}

// ---- agent

SessionOptions agent_options(const std::string& output, const std::string& cache) {
  return {{"turns", text("3")},     {"prompt", text("603")}, {"result", text("1938")},
          {"output", text(output)}, {"pause", text("2 s")},  {"cache", text(cache)}};
}

TEST(Agent, ReadsOnlyTheResultsOfToolsIfTheCacheIsKept) {
  EXPECT_EQ(requests_of(*session("agent", agent_options("697", "kept"))),
            (std::vector{request(0, 603, 697), request(1300, 1938, 697, 2_s),
                         request(3935, 1938, 697, 2_s)}));
}

TEST(Agent, ReadsTheContextOnceMoreIfTheCacheIsEvicted) {
  Request second = request(0, 1300 + 1938, 697, 2_s), third = request(0, 3935 + 1938, 697, 2_s);
  EXPECT_EQ(requests_of(*session("agent", agent_options("697", "evicted"))),
            (std::vector{request(0, 603, 697), second, third}));
}

/// PTE of the trajectory whose first request makes 697 tokens and whose second one makes 362, with
/// the factor 0.00625 of Llama 3.1 8B on an H100 (arXiv 2604.05404):
///   603 + 0.00625 * 1300 * 697 + 3238 + 0.00625 * 3600 * 362 = 17649.125
TEST(Agent, HasThePteOfItsTrajectory) {
  const auto first_agent = session("agent", agent_options("697", "evicted"));
  const auto second_agent = session("agent", agent_options("362", "evicted"));
  SessionState state;
  const Request first = next_request(*first_agent, state).value();
  const Request second = next_request(*second_agent, after(state, first)).value();
  double pte = 0;
  for (const Request& r : {first, second}) {
    const auto read = static_cast<double>(r.prompt), made = static_cast<double>(r.output);
    pte += read + 0.00625 * (static_cast<double>(r.kept) + read + made) * made;
  }
  EXPECT_NEAR(pte, 17649.125, 1e-9);
}

TEST(Agent, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(refusal_of_session("agent", agent_options("697", "evict")),
            "unknown treatment of the cache 'evict'; did you mean 'evicted'?");
  EXPECT_THAT(refusal_of_session("agent", {{"turns", text("2")}}),
              HasSubstr("'prompt' is missing; add it: tokens that the first request reads"));
}

// ---- samples

SessionOptions sample_options(const std::string& most, const std::string& pass) {
  return {
      {"prompt", text("100")}, {"output", text("40")}, {"most", text(most)}, {"pass", text(pass)}};
}

TEST(Samples, ReadThePromptOnceAndMakeAnswersUntilTheLast) {
  EXPECT_EQ(requests_of(*session("samples", sample_options("3", "0"))),
            (std::vector{request(0, 100, 40), request(100, 0, 40), request(100, 0, 40)}));
}

TEST(Samples, EndWithTheFirstThatPasses) {
  EXPECT_EQ(requests_of(*session("samples", sample_options("3", "1"))),
            std::vector{request(0, 100, 40)});
}

/// With pass = 0.25 and most = 8 the mean is (1 - 0.75^8) / 0.25 = 3.5995. The variance is below 7,
/// so five standard errors of 10,000 sessions are below 0.133.
TEST(Samples, HaveTheirMeanNumber) {
  const auto samples = session("samples", sample_options("8", "0.25"));
  double sum = 0;
  int all_eight = 0;
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    const std::size_t count = requests_of(*samples, i).size();
    ASSERT_LE(count, 8U);
    sum += static_cast<double>(count);
    all_eight += count == 8 ? 1 : 0;
  }
  EXPECT_NEAR(sum / 10'000, 3.5995, 0.133);
  EXPECT_NEAR(all_eight / 10'000.0, std::pow(0.75, 7), 0.02);
}

TEST(Samples, RefuseNumbersThatCannotBe) {
  EXPECT_EQ(refusal_of_session("samples", sample_options("0", "0.5")),
            "'most' is '0'; it must be at least 1");
  EXPECT_EQ(refusal_of_session("samples", sample_options("2", "1.5")),
            "'pass' is '1.5'; it must be between 0 and 1");
}

// ---- speech

/// The session arrives at 2 s, so its segments of 5 s have been spoken at 7 s and 12 s.
TEST(Speech, CannotBeProcessedBeforeItIsSpoken) {
  const auto speech = session("speech", {{"segments", text("2")},
                                         {"segment", text("5 s")},
                                         {"prompt", text("250")},
                                         {"output", text("15")}});
  SessionState state;
  state.arrival = Time(2_s);
  Request expected = request(0, 250, 15);
  expected.media = 5_s;
  expected.earliest = Time(7_s);
  EXPECT_EQ(next_request(*speech, state), expected);
  state = after(state, expected);
  EXPECT_EQ(state.context, 265);
  expected.earliest = Time(12_s);
  EXPECT_EQ(next_request(*speech, state), expected) << "begins with an empty cache";
  EXPECT_EQ(next_request(*speech, after(state, expected)), std::nullopt);
}

/// 64 bits hold 2562 hours of picoseconds.
TEST(Speech, BeyondTheClockIsRefused) {
  const auto speech = session("speech", {{"segments", text("2")},
                                         {"segment", text("2000 h")},
                                         {"prompt", text("250")},
                                         {"output", text("15")}});
  EXPECT_THROW(static_cast<void>(requests_of(*speech)), InputError);
}

}  // namespace
}  // namespace kairos
