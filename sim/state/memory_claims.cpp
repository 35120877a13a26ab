// The room that tasks take when they start (sim/state/memory_state.hpp).
#include <algorithm>
#include <span>

#include "sim/state/memory_state.hpp"
#include "sim/state/task_memory.hpp"

namespace kairos {
namespace {

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
  /// Takes room in the first tier that has enough, or in the last one for tensors that are
  /// offloaded, and returns this memory.
  [[nodiscard]] std::optional<MemoryId> take(const Memory& home, Bytes bytes, bool is_offloaded) {
    const std::size_t passed_over = is_offloaded ? home.tiers.size() - 1 : 0;
    for (const MemoryTier& tier : std::span(home.tiers).subspan(passed_over)) {
      if (take(tier.memory, bytes)) return tier.memory;
    }
    return std::nullopt;
  }
  void give_back(MemoryId memory, Bytes bytes) { taken_[memory] -= bytes; }

 private:
  const MemoryState& state_;
  IdVector<MemoryId, Bytes> taken_;
};

}  // namespace

std::optional<MemoryState::Claims> MemoryState::claims(TaskHandle task, MemoryId home_id) {
  const Memory& home = platform_.memories[home_id];
  Claim claim(platform_, *this);
  Claims claims;
  for (const ResidentId id : residents_to_place(task, home_id)) {
    if (resident(task, id, home_id)) continue;
    const Resident& needed = task.graph().residents()[id];
    const auto at = claim.take(home, whole(needed.bytes), needed.is_offloaded);
    if (!at) return std::nullopt;
    claims.residents.emplace_back(id, *at);
  }
  const std::optional<JobTensorId> overwritten = task.graph().overwritten_by(task.id());
  for (const Edge& edge : task.graph().inputs(task.id())) {
    const StoredTensor& input = tensor(task.job(), edge.tensor);
    bool is_here = input.in(home_id) != nullptr;
    if (!is_here && input.bytes > Bytes{}) {
      is_here = claim.take(home_id, input.bytes);
      if (is_here) claims.brought.push_back(edge.tensor);
      if (!is_here && home.when_full != WhenFull::spill) return std::nullopt;
    }
    if (edge.tensor == overwritten && is_here && input.readers_left == 1) {
      claim.give_back(home_id, std::min(input.bytes, made_by(task)));
    }
  }
  for (const auto& [id, bytes] : outputs_of(task)) {
    const auto at = claim.take(home, bytes, task.graph().is_offloaded(id));
    if (!at) return std::nullopt;
    claims.made.emplace_back(id, *at);
  }
  return claims;
}

bool MemoryState::has_room(TaskHandle task, ElementId element) {
  const std::optional<MemoryId> at = home(element);
  return !at || claims(task, *at).has_value();
}

bool MemoryState::take_room(TaskHandle task, ElementId element) {
  const std::optional<MemoryId> at = home(element);
  if (!at) return true;
  const std::optional<Claims> found = claims(task, *at);
  if (!found) return false;
  JobState& job = task.job();
  for (const auto& [id, memory] : found->residents) put_resident(task, id, {*at, memory});
  if (!found->residents.empty()) note_weights(task, *at);
  for (const JobTensorId id : found->brought) bring(tensor(job, id), *at);
  if (const auto overwritten = task.graph().overwritten_by(task.id())) {
    StoredTensor& input = tensor(job, *overwritten);
    if (input.readers_left == 1 && input.in(*at) != nullptr) shrink(input, made_by(task));
  }
  for (const auto& [id, memory] : found->made) put(tensor(job, id), {*at, memory});
  return true;
}

Bytes MemoryState::needed(TaskHandle task, ElementId element) const {
  const JobGraph& graph = task.graph();
  Bytes sum = made_by(task);
  const std::optional<MemoryId> at = home(element);
  if (!at) return sum;
  for (const ResidentId id : residents_to_place(task, *at)) {
    if (!resident(task, id, *at)) sum += whole(graph.residents()[id].bytes);
  }
  if (platform_.memories[*at].when_full == WhenFull::spill) return sum;
  const std::optional<JobTensorId> overwritten = graph.overwritten_by(task.id());
  for (const Edge& input : graph.inputs(task.id())) {
    const Bytes bytes = whole(task.job().bytes(input));
    const bool is_reused = input.tensor == overwritten;
    sum += is_reused ? bytes - std::min(bytes, made_by(task)) : bytes;
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

void MemoryState::place_residents(TaskHandle task, ElementId element) {
  const std::optional<MemoryId> at = home(element);
  if (!at) return;
  const auto all = residents_to_place(task, *at);
  for (const ResidentId id : all) {
    if (resident(task, id, *at)) continue;
    Claim claim(platform_, *this);
    const Resident& needed = task.graph().residents()[id];
    const auto memory =
        claim.take(platform_.memories[*at], whole(needed.bytes), needed.is_offloaded);
    if (memory) put_resident(task, id, {*at, *memory});
  }
  if (!all.empty()) note_weights(task, *at);
}

}  // namespace kairos
