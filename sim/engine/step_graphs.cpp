#include "sim/engine/step_graphs.hpp"

#include "sim/state/task_memory.hpp"

namespace kairos {

StepGraph& StepGraphs::take(ApplicationId application, const StepWork& work) {
  auto& graphs = of_application_[application].graphs;
  const auto [found, is_new] = graphs.try_emplace(work);
  StepGraph& step = found->second;
  step.users += 1;
  step.last_used = ++uses_;
  if (!is_new) return step;
  try {
    step.graph = context_.scenario.workload.applications[application].family->step(work);
    const Application& of =
        context_.scenario.workload.applications[application_of(application, work)];
    if (step.graph->size() != of.graph->size() ||
        step.graph->edge_count() != of.graph->edge_count()) {
      throw InputError("application '" + of.name +
                       "' has other tasks for some steps of its requests than for others; add the "
                       "transform 'coarsen' to it");
    }
  } catch (const InputError&) {
    graphs.erase(found);
    throw;
  }
  std::optional<std::size_t> instead;
  if (graphs.size() > most_kept) instead = forget_one(graphs, step.graph->size());
  step.first_row =
      context_.state.add_graph(*step.graph, application_of(application, work), instead);
  return step;
}

std::optional<std::size_t> StepGraphs::forget_one(std::map<StepWork, StepGraph>& graphs,
                                                  std::size_t tasks) const {
  auto oldest = graphs.end();
  for (auto each = graphs.begin(); each != graphs.end(); ++each) {
    if (each->second.users > 0 || each->second.graph->size() != tasks) continue;
    if (oldest == graphs.end() || each->second.last_used < oldest->second.last_used) oldest = each;
  }
  if (oldest == graphs.end()) return std::nullopt;
  const std::size_t row = oldest->second.first_row;
  graphs.erase(oldest);
  return row;
}

Bytes StepGraphs::cache(ApplicationId application, std::int64_t tokens) {
  if (tokens <= 0) return Bytes{};
  const auto [found, is_new] = of_application_[application].caches.try_emplace(tokens);
  if (is_new) {
    found->second =
        whole(context_.scenario.workload.applications[application].family->cache(tokens));
  }
  return found->second;
}

}  // namespace kairos
