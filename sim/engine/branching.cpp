#include "sim/engine/branching.hpp"

#include <algorithm>

#include "sim/base/random.hpp"
#include "workloads/draw_number.hpp"

namespace kairos {

Branching::Branching(const EngineContext& context, ReadyTasks& ready, TensorTraffic& tensors)
    : context_(context),
      ready_(ready),
      tensors_(tensors),
      is_on_(any_has_draws(context.scenario.workload)) {}

void Branching::settle_all_from(TaskHandle first) {
  std::vector<TaskHandle> settled{first};
  for (std::size_t i = 0; i < settled.size(); ++i) {
    const TaskHandle task = settled[i];
    if (take(task)) {
      ready_.add(task);
      continue;
    }
    skip(task);
    for (const Edge& output : task.graph().outputs(task.id())) {
      TaskState& reader = task.job().tasks[output.task];
      if (--reader.missing_inputs == 0) settled.emplace_back(reader);
    }
  }
}

/// Decides whether a task is taken. If so, sets its amount of work and the bytes that it will send.
bool Branching::take(TaskHandle task) {
  JobState& job = task.job();
  JobDraws& draws = job.draws;
  const GraphDraws& graph = job.graph->draws();
  const TaskId id = task.id();
  const auto inputs = job.graph->inputs(id);
  double passed = inputs.empty() ? 1 : 0;
  for (const Edge& input : inputs) {
    if (!job.is_taken(input)) continue;
    passed = std::max(passed, draws.passed[input.task] * graph.edges[input.tensor].share);
  }
  const std::optional<AmountId> amount = graph.for_each[id];
  const double scale = amount ? passed * draws.amounts[*amount] : passed;
  if (!(scale > 0) || !happens(graph.probability[id], "taken", task, draw_number(*job.graph, id)))
    return false;
  draws.passed[id] = passed;
  draws.scale[id] = task.state().left = scale;
  for (const Edge& output : job.graph->outputs(id)) {
    draws.sent[output.tensor] = scale * graph.edges[output.tensor].share;
  }
  if (tensors_.is_on()) tensors_.resize_outputs(task);
  if (scale != 1) context_.announce(TaskScaled{task.ref(), scale});
  return true;
}

void Branching::skip(TaskHandle task) {
  JobState& job = task.job();
  TaskState& state = task.state();
  state.phase = Phase::done;
  state.finish = context_.state.now;
  state.left = 0;
  job.draws.is_skipped[task.id()] = true;
  job.draws.scale[task.id()] = 0;
  for (const Edge& output : job.graph->outputs(task.id())) job.draws.sent[output.tensor] = 0;
  if (tensors_.is_on()) tensors_.skip(task);
  --job.unfinished;
  context_.announce(TaskSkipped{task.ref(), state.application});
  if (skipped_) skipped_(task.ref());
}

void Branching::draw_outputs(TaskHandle task) {
  JobDraws& draws = task.job().draws;
  const GraphDraws& graph = task.graph().draws();
  for (const Edge& output : task.graph().outputs(task.id())) {
    if (graph.edges[output.tensor].is_one_of_group) continue;
    const std::uint64_t edge = draw_number(task.graph(), task.id(), output.task);
    const double probability = graph.edges[output.tensor].probability;
    if (!happens(probability, "edge taken", task, edge)) draws.sent[output.tensor] = 0;
  }
  for (const EdgeGroup& group : graph.groups) {
    if (group.maker == task.id()) take_one_of(group, task);
  }
  if (tensors_.is_on()) tensors_.resize_outputs(task);
  for (const AmountId amount : ids<AmountId>(graph.amounts.size())) {
    if (graph.amounts[amount].maker == task.id()) draw_amount(task, amount);
  }
}

/// Draws which edge of a group is taken. The others send nothing.
void Branching::take_one_of(const EdgeGroup& group, TaskHandle task) const {
  JobState& job = task.job();
  Random random =
      Random::stream(context_.scenario.seed, "one of", job.job.key, draw_number(*job.graph, group));
  double left = random.uniform();
  std::optional<JobTensorId> taken;
  for (const JobTensorId edge : group.edges) {
    const double probability = job.graph->draws().edges[edge].probability;
    if (!(probability > 0) || left < 0) continue;
    taken = edge;
    left -= probability;
  }
  for (const JobTensorId edge : group.edges) {
    if (edge != taken) job.draws.sent[edge] = 0;
  }
}

/// Draws an amount, and lets policies see how much work the tasks have that work for its units.
void Branching::draw_amount(TaskHandle task, AmountId amount) const {
  JobState& job = task.job();
  const GraphDraws& graph = job.graph->draws();
  Random random = Random::stream(context_.scenario.seed, "amount", job.job.key,
                                 draw_number(*job.graph, task.id()));
  const double value = graph.amounts[amount].is.draw(random);
  job.draws.amounts[amount] = value;
  for (const TaskId reader : ids<TaskId>(job.tasks.size())) {
    if (graph.for_each[reader] != amount) continue;
    job.draws.scale[reader] = job.tasks[reader].left = graph.passed[reader] * value;
  }
}

/// Draws something that happens with a probability.
bool Branching::happens(double probability, std::string_view purpose, TaskHandle task,
                        std::uint64_t which) const {
  if (probability >= 1) return true;
  return Random::stream(context_.scenario.seed, purpose, task.job().job.key, which).uniform() <
         probability;
}

}  // namespace kairos
