#include "tests/benchmarks/learned_bench.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "experiments/experiment/sweep.hpp"
#include "policies/policy.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos {
namespace {

/// Fifty jobs of one task each have arrived at once.
std::shared_ptr<const Scenario> fifty_ready() {
  const char* text =
      "{name: bench, platform: ds3_soc, policies: [learned], workload: {name: w, applications: "
      "[{name: a, tasks: [{name: viterbi_encoder}]}], streams: "
      "[{arrivals: {name: trace, times: [0 s]}}]}}";
  auto scenario =
      std::make_shared<Scenario>(*expand(experiment_from_text(text, "bench")).runs[0].scenario());
  Value times = Value::list();
  for (int i = 0; i < 50; ++i) times.items.push_back(Value::scalar("0 s"));
  scenario->workload.streams.front().arrivals->options.set("times", times);
  return scenario;
}

}  // namespace

double learned_decision_seconds() {
  const auto scenario = fifty_ready();
  const auto policy = Choice<Policy>("learned").make();
  constexpr int repetitions = 300;
  double best = 1;
  for (int i = 0; i < repetitions; ++i) {
    Simulator simulator(*scenario, make_event_backend(scenario->platform));
    const SystemView& view = simulator.view();
    policy->begin(view);
    while (view.ready().size() < 50) {
      if (!simulator.advance()) throw std::logic_error("fewer than 50 tasks became ready");
    }
    int decisions = 0;
    const auto begin = std::chrono::steady_clock::now();
    while (const auto decision = policy->decide(view)) {
      simulator.apply(*decision);
      ++decisions;
      if (view.ready().empty()) break;
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    if (decisions == 0) throw std::logic_error("the learned scheduler decides nothing");
    best = std::min(best, seconds.count() / decisions);
  }
  return best;
}

}  // namespace kairos
