#include "sim/engine/cache_memory.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "sim/base/find_by_name.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

CacheMemory::CacheMemory(const EngineContext& context, StepGraphs& graphs, ServedSessions& sessions)
    : context_(context), graphs_(graphs), sessions_(sessions) {
  const auto& applications = context.scenario.workload.applications;
  for (const ApplicationId a : ids<ApplicationId>(applications.size())) {
    memory_.push_back(applications[a].family ? find_memory(a) : std::nullopt);
  }
}

/// The memory of an application's caches: the one that is named, or else the largest one in which
/// tasks that read caches keep their tensors.
std::optional<MemoryId> CacheMemory::find_memory(ApplicationId a) const {
  const Platform& platform = context_.scenario.platform;
  const Application& application = context_.scenario.workload.applications[a];
  if (application.serving && !application.serving->memory.empty()) {
    return find_by_name<MemoryId>(application.serving->memory, "memory", platform.memories,
                                  application.serving->place);
  }
  std::optional<MemoryId> largest;
  for (const TaskId task : ids<TaskId>(application.graph->size())) {
    if ((*application.graph)[task].demand->state == Bytes{}) continue;
    for (const ElementId e :
         context_.state.costs.candidates(context_.state.costs.first_row(a) + index(task))) {
      const std::optional<MemoryId> home = platform.cluster_of(e).home;
      if (!home) continue;
      if (!largest || platform.memories[*home].size > platform.memories[*largest].size) {
        largest = home;
      }
    }
  }
  return largest;
}

Bytes CacheMemory::size(const ServedSession& session, std::int64_t tokens) {
  const ApplicationId a = session.job.application;
  const auto& serving = context_.scenario.workload.applications[a].serving;
  const std::int64_t block = serving ? serving->block : Serving::usual_block;
  return graphs_.cache(a, (tokens + block - 1) / block * block);
}

bool CacheMemory::reserve(SessionId id, std::int64_t tokens, Duration& moving) {
  ServedSession& session = sessions_[id];
  const std::optional<MemoryId> memory = memory_of(session);
  if (!memory) return true;
  const CacheRule rule = rule_of(session);
  if (rule == CacheRule::wait || rule == CacheRule::evict) {
    tokens = std::max(tokens, session.at_end());
  }
  const Bytes needed = size(session, tokens);
  if (needed > context_.scenario.platform.memories[*memory].size) throw no_room(id);
  if (session.swapped_to && !swap_in(id, moving)) return false;
  if (needed <= session.held) return true;
  const Bytes more = needed - session.held;
  if (!make_room(id, more, moving)) return false;
  context_.state.memory.hold(*memory, more);
  session.held = needed;
  return true;
}

bool CacheMemory::make_room(SessionId id, Bytes bytes, Duration& moving) {
  const MemoryId memory = *memory_of(sessions_[id]);
  while (context_.state.memory.free(memory) < bytes) {
    const std::optional<SessionId> victim = victim_for(id);
    if (!victim) return false;
    displace(*victim, moving);
  }
  return true;
}

/// The cache that gives way to a request: that of the session that has paused longest, or else that
/// of the newest request that is newer than this one.
std::optional<SessionId> CacheMemory::victim_for(SessionId id) const {
  const ServedSession& own = sessions_[id];
  std::optional<SessionId> pausing, newest;
  for (const SessionId other : ids<SessionId>(sessions_.size())) {
    const ServedSession& session = sessions_[other];
    const bool holds = session.held > Bytes{} && !session.is_in_step && !session.swapped_to;
    if (other == id || !holds || memory_of(session) != memory_of(own)) continue;
    const CacheRule rule = rule_of(session);
    if (session.phase == SessionPhase::pausing) {
      if (rule == CacheRule::wait) continue;
      if (!pausing || session.state.now < sessions_[*pausing].state.now) pausing = other;
    } else if (rule == CacheRule::swap || rule == CacheRule::recompute) {
      const bool is_newer = session.number > (newest ? sessions_[*newest].number : own.number);
      if (is_newer) newest = other;
    }
  }
  return pausing ? pausing : newest;
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
  Duration moving;
  displace(*newest, moving);
  return true;
}

void CacheMemory::displace(SessionId id, Duration& moving) {
  ServedSession& session = sessions_[id];
  const bool is_swapped = rule_of(session) == CacheRule::swap && swap_out(session, moving);
  context_.announce(CacheEvicted{session.job.stream, session.cached, is_swapped});
  if (!is_swapped) release(id);
  if (session.phase != SessionPhase::pausing) displaced_.push_back(id);
}

/// Moves a cache to the next memory with room. Returns false if there is none.
bool CacheMemory::swap_out(ServedSession& session, Duration& moving) {
  const MemoryId memory = *memory_of(session);
  const auto& tiers = context_.scenario.platform.memories[memory].tiers;
  for (const MemoryTier& tier : std::span(tiers).subspan(std::min<std::size_t>(1, tiers.size()))) {
    if (context_.state.memory.free(tier.memory) < session.held) continue;
    context_.state.memory.release(memory, session.held);
    context_.state.memory.hold(tier.memory, session.held);
    session.swapped_to = tier.memory;
    moving += tier.out.time_alone(session.held);
    return true;
  }
  return false;
}

bool CacheMemory::swap_in(SessionId id, Duration& moving) {
  ServedSession& session = sessions_[id];
  if (!make_room(id, session.held, moving)) return false;
  const MemoryId memory = *memory_of(session);
  const auto& tiers = context_.scenario.platform.memories[memory].tiers;
  const auto tier = std::ranges::find(tiers, *session.swapped_to, &MemoryTier::memory);
  moving += tier->back.time_alone(session.held);
  context_.state.memory.release(*session.swapped_to, session.held);
  context_.state.memory.hold(memory, session.held);
  session.swapped_to.reset();
  return true;
}

void CacheMemory::shrink(SessionId id) {
  ServedSession& session = sessions_[id];
  const std::optional<MemoryId> memory = memory_of(session);
  if (!memory) return;
  const Bytes needed = size(session, session.cached);
  if (needed >= session.held) return;
  context_.state.memory.release(session.swapped_to.value_or(*memory), session.held - needed);
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
