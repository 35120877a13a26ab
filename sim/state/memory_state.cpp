#include "sim/state/memory_state.hpp"

#include <cmath>

namespace kairos {
namespace {

/// Rounds up to whole bytes, so that sums are exact.
Bytes whole(Bytes bytes) {
  return Bytes(std::ceil(bytes.value()));
}

/// The room that a starting task would take in addition to the memory in use.
class Claim {
 public:
  Claim(const Platform& platform, const MemoryState& state)
      : state_(state), taken_(platform.memories.size()) {}

  [[nodiscard]] bool take(MemoryId memory, Bytes bytes) {
    if (taken_[memory] + bytes > state_.free(memory)) return false;
    taken_[memory] += bytes;
    return true;
  }
  /// Takes room in the first tier that has enough, and returns this memory.
  [[nodiscard]] std::optional<MemoryId> take(const Memory& home, Bytes bytes) {
    for (const MemoryTier& tier : home.tiers) {
      if (take(tier.memory, bytes)) return tier.memory;
    }
    return std::nullopt;
  }

 private:
  const MemoryState& state_;
  IdVector<MemoryId, Bytes> taken_;
};

}  // namespace

MemoryState::MemoryState(const Platform& platform)
    : platform_(platform), used_(platform.memories.size()), told_(used_) {}

std::optional<MemoryState::Places> MemoryState::places(TaskHandle task, MemoryId home_id) {
  const Memory& home = platform_.memories[home_id];
  Claim claim(platform_, *this);
  Places places;
  for (StoredTensor& input : inputs(task)) {
    if (input.bytes == Bytes{} || input.at == home_id) continue;
    if (claim.take(home_id, input.bytes)) {
      places.brought.push_back(&input);
    } else if (home.when_full != WhenFull::spill) {
      return std::nullopt;
    }
  }
  for (const Edge& output : task.graph().outputs(task.id())) {
    const std::optional<MemoryId> place = claim.take(home, whole(output.bytes));
    if (!place) return std::nullopt;
    places.made.push_back(*place);
  }
  return places;
}

bool MemoryState::has_room(TaskHandle task, ElementId element) {
  const std::optional<MemoryId> at = home(element);
  return !at || places(task, *at).has_value();
}

bool MemoryState::take_room(TaskHandle task, ElementId element) {
  const std::optional<MemoryId> at = home(element);
  if (!at) return true;
  const std::optional<Places> found = places(task, *at);
  if (!found) return false;
  for (StoredTensor* input : found->brought) put(*input, *at, *at, input->bytes);
  const std::span<const Edge> outputs = task.graph().outputs(task.id());
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    put(output(task, outputs[i]), *at, found->made[i], whole(outputs[i].bytes));
  }
  return true;
}

Bytes MemoryState::needed(TaskHandle task, ElementId element) const {
  const JobGraph& graph = task.graph();
  Bytes sum;
  for (const Edge& output : graph.outputs(task.id())) sum += whole(output.bytes);
  const std::optional<MemoryId> at = home(element);
  if (!at || platform_.memories[*at].when_full == WhenFull::spill) return sum;
  for (const Edge& input : graph.inputs(task.id())) {
    if (home(task.job().tasks[input.task].element)) sum += whole(input.bytes);
  }
  return sum;
}

Bytes MemoryState::most(MemoryId home) const {
  Bytes size;
  for (const MemoryTier& tier : platform_.memories[home].tiers) {
    size += platform_.memories[tier.memory].size;
  }
  return size;
}

std::span<StoredTensor> MemoryState::inputs(TaskHandle task) {
  const JobGraph& graph = task.graph();
  std::vector<StoredTensor>& all = tensors_[task.job().job.id];
  if (all.empty()) all.resize(graph.edge_count());
  const std::span<const Edge> edges = graph.inputs(task.id());
  const auto first = edges.data() - graph.inputs(TaskId{0}).data();
  return std::span(all).subspan(static_cast<std::size_t>(first), edges.size());
}

StoredTensor& MemoryState::output(TaskHandle maker, const Edge& output) {
  const std::span<const Edge> of_reader = maker.job().graph->inputs(output.task);
  std::size_t i = 0;
  while (of_reader[i].task != maker.id()) ++i;
  return inputs({maker.job(), output.task})[i];
}

bool MemoryState::take_change(MemoryId memory) {
  if (told_[memory] == used_[memory]) return false;
  told_[memory] = used_[memory];
  return true;
}

void MemoryState::put(StoredTensor& tensor, MemoryId home, MemoryId at, Bytes bytes) {
  remove(tensor);
  tensor = {home, at, bytes};
  used_[at] += bytes;
}

void MemoryState::remove(StoredTensor& tensor) {
  if (tensor.bytes == Bytes{}) return;
  used_[tensor.at] -= tensor.bytes;
  tensor = {};
  has_freed_ = true;
}

}  // namespace kairos
