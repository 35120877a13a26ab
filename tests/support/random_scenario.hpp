// Small random scenarios in which everything goes wrong: chips, graphs, arrivals and all kinds of
// faults at once.
#pragma once

#include <map>
#include <string>

#include "tests/support/draws.hpp"

namespace kairos::testing {

/// Draws a chip, a graph, arrivals and faults.
class RandomScenario : private Draws {
 public:
  explicit RandomScenario(std::uint64_t seed) : Draws(Random::stream(seed, "scenario")) {
    scenario_ = scenario(draw_chip(), draw_graph("job", 1 + index_below(6)),
                         draw_arrivals(1 + index_below(4), 30));
    scenario_.seed = seed;
    if (chance(0.3)) scenario_.noise = Choice<NoiseModel>("lognormal").make();
    const std::size_t elements = scenario_.platform.elements.size();
    for (const ElementId e : ids<ElementId>(elements)) draw_faults_of(e, index(e) + 1 == elements);
    draw_link_faults();
    if (chance(0.5)) scenario_.faults.detection_delay = microseconds(1, 8);
    if (chance(0.5)) scenario_.faults.checkpoint = {microseconds(1, 4), microseconds(0, 1)};
    draw_incidents(elements);
  }
  [[nodiscard]] const Scenario& get() const { return scenario_; }

 private:
  Platform draw_chip() {
    ChipBuilder builder = chip();
    std::map<std::string, Duration> all;
    const std::size_t clusters = 1 + index_below(3);
    for (std::size_t c = 0; c < clusters; ++c) {
      std::map<std::string, Duration> kernels;
      for (const char* kernel : {"a", "b", "c"}) {
        if (chance(0.6)) kernels[kernel] = microseconds(0, 9);
        all[kernel] = microseconds(1, 12);
      }
      builder.cluster("some" + std::to_string(c), 1 + index_below(2), kernels, Watts(2));
      if (chance(0.3)) builder.slots(2);
    }
    builder.cluster("able", 1, all, Watts(3), Watts(1));
    builder.last().power.off = Watts(0.25);
    if (chance(0.5)) return builder.bandwidth(BytesPerSecond(1e9)).build();
    return builder.shared_link(BytesPerSecond(1e9), microseconds(0, 1)).build();
  }

  /// The last element can run everything, so it always returns.
  void draw_faults_of(ElementId element, bool returns) {
    using Effect = FaultProcess::Effect;
    Faults& faults = scenario_.faults;
    for (std::uint64_t stream = 0; stream < index_below(3); ++stream) {
      faults.processes.push_back({Effect::failure, element, {}, 0, draw_model(returns), stream});
    }
    if (chance(0.3)) {
      faults.processes.push_back(
          {Effect::slowness, element, {}, 0.25 + 0.5 * fraction(), draw_model(false), 0});
    }
    faults.errors.resize(index(element) + 1);
    if (chance(0.3)) faults.errors[element] = {0.4 * fraction(), Hertz(2e4)};
  }

  Choice<FaultModel> draw_model(bool returns) {
    const bool ends = returns || chance(0.7);
    if (chance(0.3)) return draw_script(ends);
    Choice<FaultModel> model(chance(0.5) ? "exponential" : "weibull");
    model.options.set("mtbf", Value::scalar(format(microseconds(20, 80))));
    if (model.name == "weibull") model.options.set("shape", Value::scalar("0.7"));
    if (ends) model.options.set("mttr", Value::scalar(format(microseconds(1, 20))));
    return model;
  }

  Choice<FaultModel> draw_script(bool ends) {
    Choice<FaultModel> model("scripted");
    Value times = Value::list();
    Duration at;
    const std::size_t count = 1 + index_below(3);
    for (std::size_t i = 0; i < count; ++i) {
      Value outage = Value::map();
      at += microseconds(0, 20);
      const Duration lasts = microseconds(1, 15);
      outage.set("at", Value::scalar(format(at)));
      if (ends || i + 1 < count) outage.set("for", Value::scalar(format(lasts)));
      at += lasts;
      times.items.push_back(outage);
    }
    model.options.set("times", times);
    return model;
  }

  void draw_link_faults() {
    for (const LinkId link : ids<LinkId>(scenario_.platform.interconnect.links.size())) {
      if (chance(0.5)) continue;
      scenario_.faults.processes.push_back({FaultProcess::Effect::degradation,
                                            {},
                                            link,
                                            0.1 + 0.8 * fraction(),
                                            draw_model(false),
                                            0});
    }
  }

  void draw_incidents(std::size_t elements) {
    if (chance(0.3)) {
      scenario_.incidents.push_back(
          {Time(microseconds(0, 30)), Incident::Kind::point, ClusterId{0}, index_below(2), {}});
    }
    if (chance(0.3)) {
      const auto element = static_cast<ElementId>(index_below(elements));
      const Time at(microseconds(0, 30));
      scenario_.incidents.push_back({at, Incident::Kind::failure, {}, 0, element});
      scenario_.incidents.push_back(
          {at + microseconds(0, 30), Incident::Kind::repair, {}, 0, element});
    }
  }

  Scenario scenario_;
};

}  // namespace kairos::testing
