// Metrics of requests of sessions, as servers of language models report them.
//
//   time to first token    = instant of the first token - arrival of the request
//   time per output token  = (end - instant of the first token) / (tokens made - 1), per request
//   goodput                = requests that meet the objective of their stream / makespan
//   real-time factor       = (end - arrival) / length of the sound or video, below 1 if it keeps up
//
// Example: a request arrives at 1 s, has its first token at 3 s and its fifth and last one at 7 s.
// Its time to first token is 2 s and its time per output token 1 s.
//
// In a run with a warm-up, requests count that arrive after it, and caches that give way after it.
// Energies are those of the whole chip, whatever else it did. The means and percentiles of times
// per output token leave out requests that make fewer than two tokens. An objective that names a
// time per token is met by such requests. `context_times_output` is the sum over requests of the
// tokens at their end times the tokens that they have made; with it, the prefill-token equivalents
// of arXiv 2604.05404 are prompt_tokens + gamma * context_times_output.
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"
#include "sim/metrics/percentiles.hpp"
#include "sim/metrics/stream_subject.hpp"

namespace kairos {
namespace {

constexpr double joules_per_milliwatt_hour = 3.6;

/// The requests of a stream, or all of them.
struct RequestTally {
  Percentiles first_token, per_token, latency;
  double prompt = 0, output = 0, context_times_output = 0, real_time_factor = 0;
  std::uint64_t with_media = 0, good = 0, evicted = 0, swapped = 0;

  void add(const RequestFinished& request, Time now, const Objective& objective) {
    const Duration wait = request.first_token - request.arrival;
    first_token.add(wait);
    latency.add(now - request.arrival);
    prompt += static_cast<double>(request.prompt);
    output += static_cast<double>(request.output);
    context_times_output +=
        static_cast<double>(request.context) * static_cast<double>(request.output);
    bool is_good = !objective.first_token || wait <= *objective.first_token;
    if (request.output > 1) {
      const auto steps = static_cast<double>(request.output - 1);
      const Duration pace =
          whole_picoseconds(static_cast<double>((now - request.first_token).picoseconds()) / steps);
      per_token.add(pace);
      is_good = is_good && (!objective.per_token || pace <= *objective.per_token);
    }
    if (is_good) ++good;
    if (request.media <= Duration{}) return;
    ++with_media;
    real_time_factor += (now - request.arrival).seconds() / request.media.seconds();
  }
};

class ServingMetrics final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"requests", "requests", "number of requests of sessions that are complete", false},
        {"tokens", "tokens", "number of tokens that requests have made", false},
        {"prompt_tokens", "tokens", "number of new tokens that requests have brought", false},
        {"context_times_output", "tokens",
         "sum over requests of the tokens at their end times the tokens made (squared tokens)"},
        {"tokens_per_s", "1/s", "tokens / makespan_s", false},
        {"ttft_mean_s", "s", "mean time to first token of requests"},
        {"ttft_p50_s", "s", "median time to first token of requests"},
        {"ttft_p95_s", "s", "95th percentile of the time to first token"},
        {"ttft_p99_s", "s", "99th percentile of the time to first token"},
        {"tpot_mean_s", "s", "mean over requests of the time per output token after the first"},
        {"tpot_p50_s", "s", "median over requests of the time per output token"},
        {"tpot_p95_s", "s", "95th percentile over requests of the time per output token"},
        {"tpot_p99_s", "s", "99th percentile over requests of the time per output token"},
        {"request_latency_mean_s", "s",
         "mean time from the arrival of a request to its last token"},
        {"request_latency_p99_s", "s", "99th percentile of the latency of requests"},
        {"goodput_per_s", "1/s", "requests that meet the objective of their stream / makespan_s",
         false},
        {"real_time_factor", "1",
         "mean over requests with sound or video of their latency / its length"},
        {"cache_evictions", "caches", "number of caches of sessions given up for lack of room"},
        {"cache_swaps", "caches", "number of caches of sessions moved to another memory"},
        {"j_per_token", "J", "energy_j / tokens"},
        {"mwh_per_token", "mWh", "energy in milliwatt-hours per token"},
        {"requests_per_charge", "requests",
         "number of requests for which a full battery would last", false},
    };
  }

  void begin(const Scenario& scenario) override {
    scenario_ = &scenario;
    per_stream_.resize(scenario.workload.streams.size());
  }

  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<RequestFinished, CacheEvicted>();
  }

  void observe(Time now, Event event) override {
    if (const auto* request = event.as<RequestFinished>()) {
      const StreamId stream = request->session.stream;
      const Objective& objective = scenario_->workload.streams[stream].objective;
      per_stream_[stream].add(*request, now, objective);
      all_.add(*request, now, objective);
    } else if (const auto* evicted = event.as<CacheEvicted>()) {
      for (RequestTally* tally : {&per_stream_[evicted->stream], &all_}) {
        ++(evicted->is_swapped ? tally->swapped : tally->evicted);
      }
    }
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    if (all_.latency.count() == 0) return;
    report(all_, "", run.length(), metrics);
    report_energy(run, metrics);
    const Workload& workload = run.scenario.workload;
    for (const StreamId s : ids<StreamId>(per_stream_.size())) {
      if (per_stream_[s].latency.count() == 0 || !workload.streams[s].is_named) continue;
      report(per_stream_[s], stream_subject(workload.streams[s], workload), run.length(), metrics);
    }
  }

 private:
  static void report(const RequestTally& tally, const std::string& subject, Duration length,
                     std::vector<Metric>& metrics) {
    const auto put = [&](const char* name, double value) {
      metrics.push_back({name, subject, value});
    };
    const double makespan = length.seconds();
    put("requests", static_cast<double>(tally.latency.count()));
    put("tokens", tally.output);
    put("prompt_tokens", tally.prompt);
    put("context_times_output", tally.context_times_output);
    if (makespan > 0) put("tokens_per_s", tally.output / makespan);
    put("ttft_mean_s", tally.first_token.mean_seconds());
    put("ttft_p50_s", tally.first_token.percentile(0.50).seconds());
    put("ttft_p95_s", tally.first_token.percentile(0.95).seconds());
    put("ttft_p99_s", tally.first_token.percentile(0.99).seconds());
    if (tally.per_token.count() > 0) {
      put("tpot_mean_s", tally.per_token.mean_seconds());
      put("tpot_p50_s", tally.per_token.percentile(0.50).seconds());
      put("tpot_p95_s", tally.per_token.percentile(0.95).seconds());
      put("tpot_p99_s", tally.per_token.percentile(0.99).seconds());
    }
    put("request_latency_mean_s", tally.latency.mean_seconds());
    put("request_latency_p99_s", tally.latency.percentile(0.99).seconds());
    if (makespan > 0) put("goodput_per_s", static_cast<double>(tally.good) / makespan);
    if (tally.with_media > 0) {
      put("real_time_factor", tally.real_time_factor / static_cast<double>(tally.with_media));
    }
    put("cache_evictions", static_cast<double>(tally.evicted));
    put("cache_swaps", static_cast<double>(tally.swapped));
  }

  void report_energy(const RunSummary& run, std::vector<Metric>& metrics) const {
    const Joules energy = run.drawn();
    if (all_.output > 0) {
      const double per_token = energy.value() / all_.output;
      metrics.push_back({"j_per_token", "", per_token});
      metrics.push_back({"mwh_per_token", "", per_token / joules_per_milliwatt_hour});
    }
    if (!run.scenario.platform.battery) return;
    const Battery& battery = *run.scenario.platform.battery;
    const double share = energy / (battery.capacity * battery.efficiency);
    if (share <= 0) return;
    metrics.push_back(
        {"requests_per_charge", "", static_cast<double>(all_.latency.count()) / share});
  }

  const Scenario* scenario_ = nullptr;
  RequestTally all_;
  IdVector<StreamId, RequestTally> per_stream_;
};

const Register<MetricProbe, ServingMetrics> registered{
    "serving", "requests of sessions: first tokens, pace, goodput and energy per token"};

}  // namespace
}  // namespace kairos
