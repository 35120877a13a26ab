// Works out at once, from the seed and the key of a job, which of its tasks and edges are taken,
// and how much work and data they have. The engine finds this out step by step.
#pragma once

#include <algorithm>

#include "sim/base/random.hpp"
#include "workloads/draw_number.hpp"

namespace kairos::testing {

class DrawsOracle {
 public:
  DrawsOracle(const JobGraph& graph, std::uint64_t seed, std::uint64_t key)
      : scale_(graph.size(), 1), sent_(graph.readers().size(), 1) {
    if (!graph.has_draws()) return;
    const GraphDraws& draws = graph.draws();
    const auto happens = [&](double probability, const char* purpose, std::uint64_t which) {
      return probability >= 1 || Random::stream(seed, purpose, key, which).uniform() < probability;
    };
    IdVector<TaskId, double> passed(graph.size(), 1);
    IdVector<AmountId, double> amounts(draws.amounts.size(), 0);
    for (const TaskId task : graph.topological_order()) {
      if (!graph.inputs(task).empty()) passed[task] = 0;
      for (const Edge& input : graph.inputs(task)) {
        const double share = draws.edges[input.tensor].share;
        if (sent_[input.tensor] > 0) {
          passed[task] = std::max(passed[task], passed[input.task] * share);
        }
      }
      const auto amount = draws.for_each[task];
      scale_[task] = amount ? passed[task] * amounts[*amount] : passed[task];
      if (!happens(draws.probability[task], "taken", draw_number(graph, task))) scale_[task] = 0;
      for (const Edge& output : graph.outputs(task)) {
        const EdgeDraw& edge = draws.edges[output.tensor];
        const std::uint64_t which = draw_number(graph, task, output.task);
        const bool is_taken = happens(edge.probability, "edge taken", which);
        sent_[output.tensor] = is_taken || edge.is_one_of_group ? scale_[task] * edge.share : 0;
      }
      for (const EdgeGroup& group : draws.groups) {
        if (group.maker != task) continue;
        Random random = Random::stream(seed, "one of", key, draw_number(graph, group));
        const double drawn = random.uniform();
        double from = 0;
        for (const JobTensorId edge : group.edges) {
          const double to = from + draws.edges[edge].probability;
          const bool is_last = edge == group.edges.back();
          if (drawn < from || (drawn >= to && !is_last)) sent_[edge] = 0;
          from = to;
        }
      }
      for (const AmountId id : ids<AmountId>(amounts.size())) {
        if (draws.amounts[id].maker != task || scale_[task] == 0) continue;
        Random random = Random::stream(seed, "amount", key, draw_number(graph, task));
        amounts[id] = draws.amounts[id].is.draw(random);
      }
    }
  }

  [[nodiscard]] bool skips(TaskId task) const { return scale_[task] == 0; }
  [[nodiscard]] double scale(TaskId task) const { return scale_[task]; }
  [[nodiscard]] bool is_taken(const Edge& edge) const { return sent_[edge.tensor] > 0; }
  [[nodiscard]] Bytes bytes(const Edge& edge) const { return edge.bytes * sent_[edge.tensor]; }

 private:
  IdVector<TaskId, double> scale_;  ///< Zero for tasks that are skipped.
  IdVector<JobTensorId, double> sent_;
};

}  // namespace kairos::testing
