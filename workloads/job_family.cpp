#include "workloads/job_family.hpp"

#include <algorithm>

#include "workloads/operators/joined_demand.hpp"

namespace kairos {
namespace {

/// Steps have as many requests as the sessions ask for, and their caches are kept by the engine.
void refuse_transforms_of_requests(const std::vector<Choice<Transform>>& transforms) {
  for (const Choice<Transform>& transform : transforms) {
    if (transform.name == "batch") {
      throw InputError(transform.place,
                       "the transform 'batch' would make every request of a session several "
                       "requests; leave it out, and let 'serving' of the application form batches");
    }
    const Value* what = transform.name == "offload" ? transform.options.find("what") : nullptr;
    if (what == nullptr) continue;
    std::vector<std::string> kinds;
    Codec<std::vector<std::string>>::read(*what, kinds);
    if (std::ranges::count(kinds, "state") == 0) continue;
    throw InputError(
        transform.place,
        "the transform 'offload' cannot offload the 'state' of sessions, whose caches "
        "are in one memory of the application; leave 'state' out, and name that memory "
        "with 'serving: {memory: NAME}'");
  }
}

}  // namespace

JobFamily::JobFamily(ModelConfig model, std::vector<Choice<Transform>> transforms, std::string name)
    : model_(std::move(model)), transforms_(std::move(transforms)), name_(std::move(name)) {
  const std::unique_ptr<Model> made = model_.model.make();
  const auto phases = made->phases();
  if (std::ranges::count(phases, ModelPhase::decode) == 0) {
    throw InputError("model '" + model_.name +
                     "' has no phase 'decode', so it cannot make one token after the other in a "
                     "session; use a model of language or speech, such as llama3_8b or "
                     "whisper_tiny");
  }
  refuse_transforms_of_requests(transforms_);
  positions_ = made->positions();
  encodes_ = phases.front() == ModelPhase::encode;
  reads_ = encodes_ ? ModelPhase::decode : phases.front();
  model_.call.is_uniform = true;
}

std::shared_ptr<const JobGraph> JobFamily::call(ModelPhase phase, std::int64_t batch,
                                                std::int64_t rows, std::int64_t context) const {
  ModelConfig called = model_;
  called.call.phase = phase;
  called.call.batch = batch;
  called.call.rows = rows;
  called.call.context = context;
  return model_job(called, transforms_, name_);
}

std::shared_ptr<const JobGraph> JobFamily::step(const StepWork& work) const {
  std::vector<std::shared_ptr<const JobGraph>> parts;
  if (work.encodes) {
    const auto batch = static_cast<std::int64_t>(work.chunks.size());
    parts.push_back(call(ModelPhase::encode, batch, 0, 0));
  } else {
    if (work.decoding > 0) parts.push_back(call(reads_, work.decoding, 1, work.context));
    for (const PromptChunk& chunk : work.chunks) {
      parts.push_back(call(reads_, 1, chunk.rows, chunk.context));
    }
  }
  return joined_graph(parts);
}

/// The graph of several parts of a step that run as one.
std::shared_ptr<const JobGraph> JobFamily::joined_graph(
    const std::vector<std::shared_ptr<const JobGraph>>& parts) const {
  const JobGraph& first = *parts.front();
  for (const auto& part : parts) {
    if (part->size() == first.size() && part->edge_count() == first.edge_count()) continue;
    throw InputError("model '" + model_.name +
                     "' has other tasks for some numbers of tokens than for others, so its steps "
                     "cannot run together; add the transform 'coarsen' to application '" +
                     name_ + "'");
  }
  IdVector<TaskId, Task> tasks = first.tasks();
  const Task* before = nullptr;                 // the task before, in the first part
  std::vector<SharedDemand> requests, earlier;  // of this task and of the one before
  for (const TaskId id : ids<TaskId>(tasks.size())) {
    requests.clear();
    for (const auto& part : parts) requests.push_back((*part)[id].demand);
    const bool is_repeated =
        before != nullptr && before->kernel == tasks[id].kernel &&
        std::ranges::equal(requests, earlier,
                           [](const auto& a, const auto& b) { return are_equal(*a, *b); });
    // Equal layers share one demand, so that it is costed once.
    tasks[id].demand = is_repeated ? before->demand : joined(tasks[id].kernel, requests);
    tasks[id].work = Operations(tasks[id].demand->all_operations());
    tasks[id].memory = tasks[id].demand->bytes();
    before = &tasks[id];
    std::swap(requests, earlier);
  }
  return JobGraph::joined(parts, std::move(tasks));
}

Bytes JobFamily::cache(std::int64_t tokens) const {
  Bytes sum;
  const auto graph = call(reads_, 1, 1, tokens);
  for (const Resident& resident : graph->residents()) {
    if (resident.role == TensorRole::state) sum += resident.bytes;
  }
  return sum;
}

}  // namespace kairos
