#include "sim/engine/cache_memory.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "sim/base/find_by_name.hpp"
#include "sim/state/task_memory.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

std::optional<MemoryId> memory_of_caches(ApplicationId a, const Workload& workload,
                                         const Platform& platform, const CostTable& costs) {
  const Application& application = workload.applications[a];
  if (application.serving && !application.serving->memory.empty()) {
    return find_by_name<MemoryId>(application.serving->memory, "memory", platform.memories,
                                  application.serving->place);
  }
  std::optional<MemoryId> largest;
  for (const TaskId task : ids<TaskId>(application.graph->size())) {
    if ((*application.graph)[task].demand->state == Bytes{}) continue;
    for (const ElementId e : costs.candidates(costs.first_row(a) + index(task))) {
      const std::optional<MemoryId> home = platform.cluster_of(e).home;
      if (!home) continue;
      if (!largest || platform.memories[*home].size > platform.memories[*largest].size) {
        largest = home;
      }
    }
  }
  return largest;
}

CacheMemory::CacheMemory(const EngineContext& context, StepGraphs& graphs, ServedSessions& sessions)
    : context_(context),
      graphs_(graphs),
      sessions_(sessions),
      for_tasks_(context.scenario.platform.memories.size()),
      caches_(for_tasks_),
      freed_(for_tasks_.size()) {
  const auto& applications = context.scenario.workload.applications;
  for (const ApplicationId a : ids<ApplicationId>(applications.size())) {
    memory_.push_back(applications[a].family
                          ? memory_of_caches(a, context.scenario.workload,
                                             context.scenario.platform, context.state.costs)
                          : std::nullopt);
    if (memory_.back()) leave_room_for_tasks(a);
  }
  for (const MemoryId memory : ids<MemoryId>(freed_.size())) freed_[memory].add(limit(memory));
}

/// True if a task of a graph may keep its tensors in a memory.
bool CacheMemory::is_home(ApplicationId a, TaskId task, MemoryId memory) const {
  const SystemState& system = context_.state;
  const auto elements = system.costs.candidates(system.costs.first_row(a) + index(task));
  return std::ranges::any_of(elements, [&](ElementId e) {
    return context_.scenario.platform.cluster_of(e).home == memory;
  });
}

void CacheMemory::leave_room_for_tasks(ApplicationId a) {
  constexpr std::int64_t most_rows = 2048;
  const Application& application = context_.scenario.workload.applications[a];
  const MemoryId memory = *memory_[a];
  const std::int64_t rows =
      application.serving ? std::min(application.serving->token_budget, most_rows) : most_rows;
  const auto step = application.family->step({.chunks = {{rows, rows}}});
  const bool has_tiers = context_.scenario.platform.memories[memory].tiers.size() > 1;
  std::set<ResidentId> weights;
  Bytes largest;
  for (const TaskId task : ids<TaskId>(std::min(step->size(), application.graph->size()))) {
    if (!is_home(a, task, memory)) continue;
    for (const ResidentId id : step->residents_of(task)) {
      if (!has_tiers || !step->residents()[id].is_offloaded) weights.insert(id);
    }
    Bytes tensors;
    const auto count = [&](const Edge& edge) {
      if (!has_tiers || !step->is_offloaded(edge.tensor)) tensors += whole(edge.bytes);
    };
    std::ranges::for_each(step->inputs(task), count);
    std::ranges::for_each(step->outputs(task), count);
    largest = std::max(largest, tensors);
  }
  for (const ResidentId id : weights) for_tasks_[memory] += whole(step->residents()[id].bytes);
  for_tasks_[memory] += largest;
}

std::int64_t CacheMemory::block_of(const ServedSession& session) const {
  const auto& serving = context_.scenario.workload.applications[session.job.application].serving;
  return serving ? serving->block : Serving::usual_block;
}

Bytes CacheMemory::size(const ServedSession& session, std::int64_t tokens) {
  const std::int64_t block = block_of(session);
  return graphs_.cache(session.job.application, (tokens + block - 1) / block * block);
}

/// True if a request may find parts of its given-up cache again. The cache has to consist of blocks
/// of tokens alone, so recurrent models and those with an encoder never do.
bool CacheMemory::may_find_again(const ServedSession& session) {
  const Application& application = context_.scenario.workload.applications[session.job.application];
  if (!application.serving || !application.serving->prefix_caching) return false;
  const std::int64_t block = block_of(session);
  return !application.encoder && size(session, 2 * block) == size(session, block) * 2.0;
}

std::int64_t CacheMemory::still_there(SessionId id) {
  const ServedSession& session = sessions_[id];
  if (session.given_up == 0) return 0;
  const std::int64_t block = block_of(session);
  const Bytes room = freed_[*memory_of(session)].of(id);
  std::int64_t tokens = std::min(session.given_up, session.known - 1) / block * block;
  while (tokens > 0 && size(session, tokens) > room) tokens -= block;
  return tokens;
}

Bytes CacheMemory::room(MemoryId memory) const {
  return std::min(context_.state.memory.free(memory), limit(memory) - caches_[memory]);
}

void CacheMemory::hold(MemoryId memory, Bytes bytes) {
  context_.state.memory.hold(memory, bytes);
  caches_[memory] += bytes;
  freed_[memory].use(bytes);
}

void CacheMemory::give_back(MemoryId memory, Bytes bytes) {
  context_.state.memory.release(memory, bytes);
  caches_[memory] -= bytes;
  freed_[memory].add(bytes);
}

bool CacheMemory::reserve(SessionId id, std::int64_t tokens, Duration& moving) {
  ServedSession& session = sessions_[id];
  const std::optional<MemoryId> memory = memory_of(session);
  if (!memory) return true;
  const CacheRule rule = rule_of(session);
  if (rule == CacheRule::wait || rule == CacheRule::evict) {
    tokens = std::max(tokens, session.at_end());
  }
  const Bytes wanted = std::max(size(session, tokens), session.held);
  if (wanted > limit(*memory)) throw no_room(id);
  const Bytes here = session.swapped_to ? Bytes{} : session.held;
  if (!make_room(id, wanted - here, moving)) return false;
  if (session.swapped_to) swap_in(session, moving);
  if (session.given_up > 0) {
    session.cached = still_there(id);
    session.given_up = 0;
    freed_[*memory].bring_forward(id);
  }
  hold(*memory, wanted - session.held);
  session.held = wanted;
  return true;
}

/// Lets caches give way until there is room for so many bytes. If there would not be enough even
/// then, none of them does.
bool CacheMemory::make_room(SessionId id, Bytes bytes, Duration& moving) {
  const MemoryId memory = *memory_of(sessions_[id]);
  if (bytes == Bytes{} || room(memory) >= bytes) return true;
  if (room(memory) + held_by_victims_for(id) < bytes) return false;
  while (room(memory) < bytes) {
    const std::optional<SessionId> victim = victim_for(id);
    if (!victim) return false;
    displace(*victim, moving);
  }
  return true;
}

/// True if a cache may give way to a request: that of a session that pauses, or of a request that
/// is newer and in no step.
bool CacheMemory::may_give_way(SessionId other, SessionId id) const {
  const ServedSession& session = sessions_[other];
  const bool holds = session.held > Bytes{} && !session.is_in_step && !session.swapped_to;
  if (other == id || !holds || memory_of(session) != memory_of(sessions_[id])) return false;
  const CacheRule rule = rule_of(session);
  if (session.phase == SessionPhase::pausing) return rule != CacheRule::wait;
  const bool is_newer = session.number > sessions_[id].number;
  return is_newer && (rule == CacheRule::swap || rule == CacheRule::recompute);
}

/// The cache that gives way to a request: that of the session that has paused longest, or else that
/// of the newest request.
std::optional<SessionId> CacheMemory::victim_for(SessionId id) const {
  std::optional<SessionId> pausing, newest;
  for (const SessionId other : ids<SessionId>(sessions_.size())) {
    if (!may_give_way(other, id)) continue;
    const ServedSession& session = sessions_[other];
    if (session.phase == SessionPhase::pausing) {
      if (!pausing || session.state.now < sessions_[*pausing].state.now) pausing = other;
    } else if (!newest || session.number > sessions_[*newest].number) {
      newest = other;
    }
  }
  return pausing ? pausing : newest;
}

Bytes CacheMemory::held_by_victims_for(SessionId id) const {
  Bytes sum;
  for (const SessionId other : ids<SessionId>(sessions_.size())) {
    if (may_give_way(other, id)) sum += sessions_[other].held;
  }
  return sum;
}

bool CacheMemory::make_way_for(SessionId id) {
  std::optional<SessionId> newest;
  for (const SessionId other : ids<SessionId>(sessions_.size())) {
    const ServedSession& session = sessions_[other];
    const bool holds = session.held > Bytes{} && !session.is_in_step && !session.swapped_to;
    if (other == id || !holds || memory_of(session) != memory_of(sessions_[id])) continue;
    if (!newest || session.number > sessions_[*newest].number) newest = other;
  }
  if (!newest) return false;
  give_up(*newest);
  return true;
}

void CacheMemory::displace(SessionId id, Duration& moving) {
  ServedSession& session = sessions_[id];
  if (rule_of(session) != CacheRule::swap || !swap_out(session, moving)) return give_up(id);
  context_.announce(CacheEvicted{session.job.stream, session.cached, true});
  if (session.phase != SessionPhase::pausing) displaced_.push_back(id);
}

/// Gives up a cache for lack of room. What is in it must be computed again.
void CacheMemory::give_up(SessionId id) {
  ServedSession& session = sessions_[id];
  const auto& applications = context_.scenario.workload.applications;
  context_.announce(CacheEvicted{session.job.stream, session.cached, false});
  if (may_find_again(session)) {
    session.given_up = session.cached / block_of(session) * block_of(session);
  }
  release(id);
  freed_[*memory_of(session)].set_owner(id, size(session, session.given_up));
  session.needs_encoder = applications[session.job.application].encoder.has_value();
  if (session.phase != SessionPhase::pausing) displaced_.push_back(id);
}

/// Moves a cache to the next memory with room. Returns false if there is none.
bool CacheMemory::swap_out(ServedSession& session, Duration& moving) {
  const MemoryId memory = *memory_of(session);
  const auto& tiers = context_.scenario.platform.memories[memory].tiers;
  for (const MemoryTier& tier : std::span(tiers).subspan(std::min<std::size_t>(1, tiers.size()))) {
    if (room(tier.memory) < session.held) continue;
    give_back(memory, session.held);
    hold(tier.memory, session.held);
    session.swapped_to = tier.memory;
    moving += tier.out.time_alone(session.held);
    return true;
  }
  return false;
}

/// Moves a cache back to its memory, where there is room.
void CacheMemory::swap_in(ServedSession& session, Duration& moving) {
  const MemoryId memory = *memory_of(session);
  const auto& tiers = context_.scenario.platform.memories[memory].tiers;
  const auto tier = std::ranges::find(tiers, *session.swapped_to, &MemoryTier::memory);
  moving += tier->back.time_alone(session.held);
  give_back(*session.swapped_to, session.held);
  hold(memory, session.held);
  session.swapped_to.reset();
}

void CacheMemory::shrink(SessionId id) {
  ServedSession& session = sessions_[id];
  const std::optional<MemoryId> memory = memory_of(session);
  if (!memory) return;
  const Bytes needed = size(session, session.cached);
  if (needed >= session.held) return;
  give_back(session.swapped_to.value_or(*memory), session.held - needed);
  session.held = needed;
}

void CacheMemory::release(SessionId id) {
  ServedSession& session = sessions_[id];
  session.cached = 0;
  shrink(id);
  session.swapped_to.reset();
}

InputError CacheMemory::no_room(SessionId id) const {
  const ServedSession& session = sessions_[id];
  const Memory& memory = context_.scenario.platform.memories[*memory_of(session)];
  const std::int64_t tokens = std::max(session.known, session.at_end());
  return InputError(
      "a request of stream '" + context_.scenario.workload.streams[session.job.stream].name +
      "' with " + std::to_string(tokens) + " tokens cannot be served at " +
      format(context_.state.now.since_start()) + ": its cache holds " + format(session.held) +
      ", and memory '" + memory.name + "' of " + format(memory.size) +
      " has no room for the rest; enlarge the memory, shorten the requests, or store "
      "caches in a smaller data type");
}

}  // namespace kairos
