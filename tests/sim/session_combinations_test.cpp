// Sessions together with other features: encoders whose caches give way, two applications that
// share a memory, elements that batch by demand, and deadlines. Every step takes 1 ms.
#include <algorithm>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/metrics.hpp"
#include "tests/support/served_models.hpp"
#include "workloads/operators/operator_kind.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr double block = 4096;

RequestLog log_of(const Scenario& scenario, const std::string& policy = "first_come") {
  RequestLog log;
  run_with(scenario, policy, &log);
  return log;
}

/// Adds a memory for caches of so many blocks of 4096 bytes.
PlatformConfig with_blocks(PlatformConfig config, double blocks) {
  MemoryConfig caches;
  caches.name = "caches";
  caches.bandwidth = BytesPerSecond(1e12);
  caches.size = Bytes(blocks * block);
  config.memory = {caches};
  return config;
}

/// Batches of up to 8 requests whose caches are in that memory.
Serving limited_batches() {
  Serving serving;
  serving.largest_batch = 8;
  serving.memory = "caches";
  return serving;
}

// ---- Encoders

/// A model of speech whose cache takes one block for the 16 rows of the encoder, and one for every
/// 16 tokens.
std::shared_ptr<const JobFamily> speech_family() {
  ModelConfig config;
  config.name = "speech";
  config.model = Choice<Model>("encoder_decoder");
  for (const auto& [key, number] : std::map<std::string, int>{{"encoder_layers", 1},
                                                              {"decoder_layers", 1},
                                                              {"width", 64},
                                                              {"heads", 4},
                                                              {"feed_forward_width", 128},
                                                              {"vocabulary", 256},
                                                              {"frames", 32}}) {
    config.model.options.set(key, Value::scalar(std::to_string(number)));
  }
  return std::make_shared<const JobFamily>(
      config, std::vector<Choice<Transform>>{Choice<Transform>("coarsen")}, "speech");
}

/// The encoder has two convolutions of 500 us, and every other step has two embeddings of 500 us.
PlatformConfig speech_chip() {
  PlatformConfig config = serving_chip();
  auto& kernels = config.clusters.front().kernels;
  for (const std::string& kind : Registry<OperatorKind>::names()) kernels[kind] = Duration{};
  kernels["convolution"] = kernels["embedding"] = 500_us;
  return config;
}

Scenario speech_at_once(Platform platform, const std::vector<std::vector<Request>>& sessions) {
  Scenario result = sessions_at_once(std::move(platform), sessions, limited_batches());
  Application& speech = result.workload.applications.front();
  speech.family = speech_family();
  speech.graph = speech.family->step({.decoding = 1, .context = 16});
  speech.encoder = ApplicationId{1};
  const Application encoder{
      "speech.encode", speech.family->step({.encodes = true, .chunks = {{}}}), {}};
  result.workload.applications.push_back(encoder);
  result.workload.streams.front().weights.push_back(0);
  return result;
}

/// Both requests have two blocks of four until the first one reads its 17th token in the 11th step.
/// The second one is given up then, with 17 known tokens, of which 9 are made. When the first is
/// complete at 13 ms, the second one is encoded once more, reads its known tokens and makes two
/// further ones.
TEST(Encoder, RunsAgainForARequestWhoseCacheGaveWay) {
  const RequestLog log = log_of(
      speech_at_once(with_blocks(speech_chip(), 4).build(), {{request(8, 12)}, {request(8, 12)}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 2_ms, 13_ms, 8, 12, 20},
                                                {1, 0_ms, 2_ms, 17_ms, 8, 12, 20}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.evictions, 1U);
  EXPECT_EQ(log.steps, 17U);
}

// ---- Two applications

/// Adds sessions of a second application with the same model, which all arrive at time zero.
Scenario with_second(Scenario s, const std::vector<std::vector<Request>>& sessions) {
  Application other = s.workload.applications.front();
  other.name = "other";
  s.workload.applications.push_back(other);
  Stream second = s.workload.streams.front();
  second.name = "second";
  second.session = std::make_shared<const ScriptedSession>(sessions);
  s.workload.streams.front().weights.push_back(0);
  second.weights = s.workload.streams.front().weights;
  std::swap(second.weights[ApplicationId{0}], second.weights[ApplicationId{1}]);
  s.workload.streams.push_back(second);
  return s;
}

/// Each request needs 7 of 10 blocks, so that they take turns.
TEST(TwoServedApplications, WaitForRoomInTheirMemory) {
  Scenario s = sessions_at_once(with_blocks(serving_chip(), 10).build(), {{request(100, 4)}},
                                limited_batches());
  s.workload.streams.front().on_memory_full = CacheRule::wait;
  const RequestLog log = log_of(with_second(s, {{request(100, 4)}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                {0, 0_ms, 5_ms, 8_ms, 100, 4, 104}};
  EXPECT_EQ(log.entries, expected);
}

/// The session of the first application pauses with 7 of 10 blocks when that of the second one
/// needs 7 at 6 ms. Its next request reads all of its tokens again.
TEST(TwoServedApplications, TakeTheRoomOfSessionsThatPause) {
  Request late = request(100, 2);
  late.earliest = Time(6_ms);
  const Scenario first =
      sessions_at_once(with_blocks(serving_chip(), 10).build(),
                       {{request(100, 4), request(10, 2, 104, 10_ms)}}, limited_batches());
  const RequestLog log = log_of(with_second(first, {{late}}));
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1_ms, 4_ms, 100, 4, 104},
                                                {0, 6_ms, 7_ms, 8_ms, 100, 2, 102},
                                                {0, 14_ms, 15_ms, 16_ms, 10, 2, 116}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.evictions, 1U);
}

// ---- Elements that batch

/// Without `serving`, every request has steps of its own, which the element joins. The layer of the
/// first step runs alone from 0 to 875 us. Those of the others have waited by then, and take as
/// long together as one alone. Then the output layers of 125 us run in the same way.
TEST(BatchingElement, JoinsStepsOfRequestsByDemand) {
  PlatformConfig chip = serving_chip();
  chip.clusters.front().overheads.batching = {3, 0, BatchTime::demand};
  // Only tasks in the queue of the element are joined, and first_come sends none to a busy one.
  RequestLog log =
      log_of(sessions_at_once(chip.build(), {{request(10, 2)}, {request(10, 2)}, {request(10, 2)}}),
             "earliest_finish");
  std::ranges::sort(log.entries, {}, &RequestLog::Entry::session);
  const std::vector<RequestLog::Entry> expected{{0, 0_ms, 1875_us, 3875_us, 10, 2, 12},
                                                {1, 0_ms, 2000_us, 4000_us, 10, 2, 12},
                                                {2, 0_ms, 2000_us, 4000_us, 10, 2, 12}};
  EXPECT_EQ(log.entries, expected);
  EXPECT_EQ(log.steps, 6U);
}

// ---- Deadlines

/// The first request has steps that end at 1, 2, 3 and 4 ms. The second one arrives at 14 ms and
/// has steps that end at 15 and 16 ms.
TEST(DeadlinesOfSessions, CountFromTheArrivalOfEachRequest) {
  Scenario s =
      sessions_at_once(serving_chip().build(), {{request(100, 4), request(30, 2, 104, 10_ms)}});
  s.workload.applications.front().deadline = 3_ms;
  EXPECT_EQ(metric(s, "deadline_jobs"), 6);
  EXPECT_EQ(metric(s, "deadline_misses"), 1);
  EXPECT_DOUBLE_EQ(*metric(s, "tardiness_max_s"), 1e-3);
  s.workload.streams.front().deadline = 1_ms;
  EXPECT_EQ(metric(s, "deadline_jobs"), 6);
  EXPECT_EQ(metric(s, "deadline_misses"), 3 + 1);
}

/// The deadline of a step is the earliest of those of its requests: 3 ms if the first one is among
/// them, and 5 ms in the step that only reads the prompt of the second one, which arrives at 2 ms.
TEST(DeadlinesOfSessions, AreTheEarliestOnesInABatch) {
  Request late = request(10, 3);
  late.earliest = Time(2_ms);
  Serving serving;
  serving.largest_batch = 8;
  Scenario s = sessions_at_once(serving_chip().build(), {{request(100, 4)}, {late}}, serving);
  s.workload.applications.front().deadline = 3_ms;
  // Steps: prompt | token | prompt of the second | tokens of both | token of both, until 5 ms.
  EXPECT_EQ(metric(s, "deadline_jobs"), 5);
  EXPECT_EQ(metric(s, "deadline_misses"), 2);
  EXPECT_DOUBLE_EQ(*metric(s, "tardiness_max_s"), 2e-3);
}

}  // namespace
}  // namespace kairos
