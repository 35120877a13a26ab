// Small random scenarios with gangs, whose members are on clusters of their own, and with faults
// that end.
#pragma once

#include <array>
#include <map>
#include <string>

#include "tests/support/draws.hpp"
#include "tests/support/gang_graph.hpp"

namespace kairos::testing {

/// Draws a chip, a graph with gangs, arrivals and faults. Every member has a cluster of its own, so
/// every policy can run them.
class RandomGangs : private Draws {
 public:
  explicit RandomGangs(std::uint64_t seed) : Draws(Random::stream(seed, "gangs")) {
    clusters_ = 2 + index_below(3);
    Platform chip = draw_chip();
    const auto graph = draw_steps();
    jobs_ = 1 + index_below(3);
    scenario_ = scenario(std::move(chip), graph, draw_arrivals(jobs_, 40));
    scenario_.seed = seed;
    if (chance(0.4)) scenario_.noise = Choice<NoiseModel>("lognormal").make();
    const std::size_t elements = scenario_.platform.elements.size();
    for (const ElementId e : ids<ElementId>(elements)) draw_faults_of(e);
    if (chance(0.5)) scenario_.faults.detection_delay = microseconds(1, 8);
    if (chance(0.4)) scenario_.faults.checkpoint = {microseconds(1, 4), microseconds(0, 1)};
    if (chance(0.5)) scenario_.faults.deviation = Deviation{1.2 + 2 * fraction(), chance(0.5)};
  }
  [[nodiscard]] const Scenario& get() const { return scenario_; }
  [[nodiscard]] std::size_t jobs() const { return jobs_; }

 private:
  static std::string cluster_name(std::size_t number) { return "m" + std::to_string(number); }

  Platform draw_chip() {
    constexpr std::array rules{QueueRule::in_order, QueueRule::data_ready, QueueRule::ready_first};
    ChipBuilder builder = chip();
    for (std::size_t c = 0; c < clusters_; ++c) {
      const Duration step = microseconds(0, 9), task = microseconds(1, 9);
      builder.cluster(cluster_name(c), 1, {{"step", step}, {"task", task}}, Watts(2), Watts(0.5));
      if (chance(0.3)) builder.slots(2);
      builder.last().queue = rules[index_below(rules.size())];
      builder.last().power.off = Watts(0.25);
    }
    if (chance(0.5)) return builder.bandwidth(BytesPerSecond(1e9)).build();
    return builder.shared_link(BytesPerSecond(1e9), microseconds(0, 1)).build();
  }

  /// Levels of gangs or of ordinary tasks; tasks read from those of earlier levels.
  std::shared_ptr<const JobGraph> draw_steps() {
    GangGraph graph("job");
    std::vector<std::string> earlier;
    const std::size_t levels = 1 + index_below(4);
    for (std::size_t level = 0; level < levels; ++level) {
      const std::string name = "l" + std::to_string(level);
      std::vector<std::string> added;
      const auto add = [&](Task task) {
        added.push_back(task.name);
        graph.add(std::move(task), draw_inputs(earlier));
      };
      if (level == 0 || chance(0.6)) {
        const std::size_t gangs = chance(0.4) ? 2 : 1;
        for (std::size_t g = 0; g < gangs; ++g) draw_gang(name + "g" + std::to_string(g), add);
      } else {
        const std::size_t tasks = 1 + index_below(3);
        for (std::size_t t = 0; t < tasks; ++t) {
          Task task;
          task.name = name + "t" + std::to_string(t);
          task.kernel = "task";
          add(std::move(task));
        }
      }
      earlier.insert(earlier.end(), added.begin(), added.end());
    }
    return graph.build();
  }

  template <class Add>
  void draw_gang(const std::string& name, Add add) {
    for (std::size_t c = 0; c < clusters_; ++c) {
      if (c >= 2 && !chance(0.6)) continue;
      Task task;
      task.name = name + "m" + std::to_string(c);
      task.kernel = "step";
      task.runs_on = cluster_name(c);
      task.gang = name;
      add(std::move(task));
    }
  }

  GangGraph::Inputs draw_inputs(const std::vector<std::string>& earlier) {
    GangGraph::Inputs inputs;
    for (const std::string& name : earlier) {
      const auto bytes = static_cast<double>(index_below(4)) * 1000;
      if (chance(0.3)) inputs.emplace_back(name, Bytes(bytes));
    }
    return inputs;
  }

  void draw_faults_of(ElementId element) {
    using Effect = FaultProcess::Effect;
    Faults& faults = scenario_.faults;
    if (chance(0.4)) {
      faults.processes.push_back({Effect::failure, element, {}, 0, draw_model(), 0});
    }
    if (chance(0.3)) {
      const double speed = 0.25 + 0.5 * fraction();
      faults.processes.push_back({Effect::slowness, element, {}, speed, draw_model(), 0});
    }
    faults.errors.resize(index(element) + 1);
    if (chance(0.2)) faults.errors[element] = {0.3 * fraction(), {}};
  }

  Choice<FaultModel> draw_model() {
    Choice<FaultModel> model("exponential");
    model.options.set("mtbf", Value::scalar(format(microseconds(40, 90))));
    model.options.set("mttr", Value::scalar(format(microseconds(1, 15))));
    return model;
  }

  Scenario scenario_;
  std::size_t clusters_ = 0, jobs_ = 0;
};

}  // namespace kairos::testing
