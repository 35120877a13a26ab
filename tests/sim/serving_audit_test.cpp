// Random servers: whatever the batches, the room for caches and the failures of elements, every
// session gets the tokens that it asks for, and no cache is left behind.
#include <cstdlib>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/served_models.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// A whole number of microseconds below `limit`.
Duration microseconds(Random& random, std::uint64_t limit) {
  return Duration::picoseconds(static_cast<std::int64_t>(random.index(limit)) * 1'000'000);
}

constexpr double block_bytes = 4096;  ///< The cache of 16 tokens.

/// Counts tokens, requests and bytes.
class Books final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<RequestFinished, MemoryUsed, JobArrived, JobFinished>();
  }
  void observe(Time now, Event event) override {
    if (event.is<JobArrived>()) ++steps_begun;
    if (event.is<JobFinished>()) ++steps_ended;
    if (const auto* use = event.as<MemoryUsed>()) {
      used[use->memory] = use->used;
      most[use->memory] = std::max(most[use->memory], use->used);
    }
    const auto* request = event.as<RequestFinished>();
    if (request == nullptr) return;
    ++requests;
    made += request->output;
    EXPECT_LE(request->arrival, request->first_token);
    EXPECT_LE(request->first_token, now);
    EXPECT_EQ(request->context,
              context[request->session.frame] += request->prompt + request->output)
        << "every request of these sessions keeps all tokens";
  }

  std::size_t requests = 0, steps_begun = 0, steps_ended = 0;
  std::int64_t made = 0;
  std::map<MemoryId, Bytes> used, most;
  std::map<std::uint64_t, std::int64_t> context;
};

struct RandomServer {
  explicit RandomServer(std::uint64_t seed) : random(Random::stream(seed, "server")) {
    const std::size_t sessions = 1 + random.index(32);
    std::int64_t longest = 0;
    for (std::size_t s = 0; s < sessions; ++s) longest = std::max(longest, add_session());
    scenario = sessions_at_once(platform(longest), scripts, serving());
    scenario.workload.streams.begin()->on_memory_full = static_cast<CacheRule>(random.index(4));
    const std::size_t failures = random.index(4);
    for (std::size_t i = 0; i < failures; ++i) fail(static_cast<ElementId>(i % 2), i);
  }

  /// Adds a session, and returns the number of its tokens.
  std::int64_t add_session() {
    std::vector<Request> requests;
    std::int64_t tokens = 0;
    const std::size_t turns = 1 + random.index(3);
    for (std::size_t t = 0; t < turns; ++t) {
      const auto prompt = static_cast<std::int64_t>(1 + random.index(60));
      const auto output = static_cast<std::int64_t>(random.index(12));
      const Duration pause = microseconds(random, 20'000);
      requests.push_back(
          request(prompt, output, tokens, random.index(2) == 0 ? Duration{} : pause));
      tokens += prompt + output;
      asked += output;
    }
    count += turns;
    scripts.push_back(std::move(requests));
    return tokens;
  }

  /// Two elements, and room for the longest session and perhaps for some of the others.
  Platform platform(std::int64_t longest) {
    PlatformConfig config = serving_chip();
    config.clusters.front().count = 2;
    PathConfig path;
    path.from = path.to = {"all"};
    path.bandwidth = BytesPerSecond(1e10);
    config.paths = {path};
    MemoryConfig caches, host;
    caches.name = "caches";
    caches.bandwidth = BytesPerSecond(1e9);
    const std::int64_t blocks = (longest + 15) / 16 + static_cast<std::int64_t>(random.index(40));
    caches.size = Bytes(static_cast<double>(blocks) * block_bytes);
    caches.when_full = WhenFull::spill;
    caches.spill_to = "host";
    host.name = "host";
    host.bandwidth = BytesPerSecond(1e8);
    host.size = Bytes(static_cast<double>(random.index(60)) * block_bytes + 1);
    config.memory = {caches, host};
    return config.build();
  }

  std::optional<Serving> serving() {
    if (random.index(5) == 0) return std::nullopt;
    Serving serving;
    serving.memory = "caches";
    serving.largest_batch = static_cast<std::int64_t>(1 + random.index(32));
    serving.token_budget = static_cast<std::int64_t>(1 + random.index(200));
    switch (random.index(3)) {
      case 0:
        serving.rule = BatchRule::in_groups;
        serving.timeout = microseconds(random, 5'000);
        break;
      case 1:
        serving.chunk = static_cast<std::int64_t>(1 + random.index(50));
        break;
      default:
        break;
    }
    return serving;
  }

  void fail(ElementId element, std::size_t number) {
    const Duration at = Duration::picoseconds(static_cast<std::int64_t>(number) * 20'000'000'000) +
                        microseconds(random, 10'000);
    const Duration back = at + 1_us + microseconds(random, 5'000);
    scenario.incidents.push_back({Time(at), Incident::Kind::failure, {}, 0, element});
    scenario.incidents.push_back({Time(back), Incident::Kind::repair, {}, 0, element});
  }

  Random random;
  std::vector<std::vector<Request>> scripts;
  Scenario scenario;
  std::size_t count = 0;
  std::int64_t asked = 0;
};

/// 300 servers; KAIROS_SCENARIOS sets another number.
TEST(RandomServers, MakeAllTokensAndLeaveNoCacheBehind) {
  const char* const wanted = std::getenv("KAIROS_SCENARIOS");
  const std::uint64_t servers = wanted == nullptr ? 300 : std::stoull(wanted);
  for (std::uint64_t seed = 0; seed < servers; ++seed) {
    SCOPED_TRACE("server " + std::to_string(seed));
    const RandomServer server(seed);
    Books books;
    run_with(server.scenario, "earliest_finish", &books);
    EXPECT_EQ(books.requests, server.count);
    EXPECT_EQ(books.made, server.asked);
    EXPECT_EQ(books.steps_begun, books.steps_ended);
    for (const auto& [memory, used] : books.used) EXPECT_EQ(used, Bytes{});
    for (const auto& [memory, most] : books.most) {
      EXPECT_LE(most, server.scenario.platform.memories[memory].size);
    }
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace kairos
