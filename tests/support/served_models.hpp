// Small scenarios of sessions for tests: a model of one layer on one element, and sessions whose
// requests are written down.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "sim/base/registry.hpp"
#include "sim/events/probe.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/models.hpp"
#include "workloads/job_family.hpp"

namespace kairos::testing {

/// Sessions of a stream with the requests given, session by session; later sessions are like the
/// last one.
class ScriptedSession final : public Session {
 public:
  explicit ScriptedSession(std::vector<std::vector<Request>> sessions)
      : sessions_(std::move(sessions)) {}

  [[nodiscard]] std::optional<Request> next(const SessionState& state, Random&) const override {
    const auto& own = sessions_[std::min<std::size_t>(state.number, sessions_.size() - 1)];
    if (state.requests >= own.size()) return std::nullopt;
    return own[state.requests];
  }

 private:
  std::vector<std::vector<Request>> sessions_;
};

/// A request that keeps all tokens of the session if it is told how many there are.
inline Request request(std::int64_t prompt, std::int64_t output, std::int64_t kept = 0,
                       Duration pause = {}) {
  Request result;
  result.prompt = prompt;
  result.output = output;
  result.kept = kept;
  result.pause = pause;
  return result;
}

/// A transformer of one layer, with tasks "embedding", "layer0", "last_row", "final_norm" and
/// "lm_head". The cache of a token takes 2 * 64 * 2 = 256 bytes.
inline ModelConfig one_layer_model() {
  ModelConfig config;
  config.name = "one_layer";
  config.model = Choice<Model>("transformer");
  for (const auto& [key, number] : std::map<std::string, int>{{"layers", 1},
                                                              {"width", 64},
                                                              {"heads", 4},
                                                              {"feed_forward_width", 128},
                                                              {"vocabulary", 256}}) {
    config.model.options.set(key, Value::scalar(std::to_string(number)));
  }
  return config;
}

inline std::shared_ptr<const JobFamily> one_layer_family() {
  return std::make_shared<const JobFamily>(
      one_layer_model(), std::vector<Choice<Transform>>{Choice<Transform>("coarsen")}, "chat");
}

/// A chip with one element, on which every step takes 1 ms: its eight matrix products take 125 us
/// each, and everything else no time.
inline PlatformConfig serving_chip() {
  PlatformConfig config;
  config.name = "chip";
  ClusterConfig gpu;
  gpu.name = gpu.kind = "gpu";
  gpu.kernels = {{"matrix_product", 125_us}, {"pointwise", Duration{}},
                 {"attention", Duration{}},  {"embedding", Duration{}},
                 {"slice", Duration{}},      {"normalisation", Duration{}}};
  config.clusters = {gpu};
  return config;
}

/// One stream of sessions that all arrive at time zero.
inline Scenario sessions_at_once(Platform platform, std::vector<std::vector<Request>> sessions,
                                 std::optional<Serving> serving = std::nullopt) {
  Application chat;
  chat.name = "chat";
  chat.family = one_layer_family();
  chat.graph = chat.family->step({.decoding = 1, .context = 16});
  chat.serving = std::move(serving);
  const std::vector<Duration> arrivals(sessions.size(), Duration{});
  Scenario result = scenario(std::move(platform), chat.graph, arrivals);
  result.workload.applications = {};
  result.workload.applications.push_back(chat);
  result.workload.streams.begin()->session =
      std::make_shared<const ScriptedSession>(std::move(sessions));
  return result;
}

/// Writes down the requests that are complete.
class RequestLog final : public Probe {
 public:
  struct Entry {
    std::uint64_t session = 0;
    Duration arrival, first_token, end;
    std::int64_t prompt = 0, output = 0, context = 0;

    bool operator==(const Entry&) const = default;
    friend void PrintTo(const Entry& e, std::ostream* out) {
      *out << "session " << e.session << ": " << format(e.arrival) << ", " << format(e.first_token)
           << ", " << format(e.end) << "; " << e.prompt << ", " << e.output << ", " << e.context;
    }
  };
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<RequestFinished, CacheEvicted, JobFinished>();
  }
  void observe(Time now, Event event) override {
    if (event.is<JobFinished>()) ++steps;
    if (const auto* evicted = event.as<CacheEvicted>()) {
      ++(evicted->is_swapped ? swaps : evictions);
    }
    const auto* r = event.as<RequestFinished>();
    if (r == nullptr) return;
    entries.push_back({r->session.frame, r->arrival.since_start(), r->first_token.since_start(),
                       now.since_start(), r->prompt, r->output, r->context});
  }

  std::vector<Entry> entries;
  std::size_t steps = 0, evictions = 0, swaps = 0;
};

}  // namespace kairos::testing
