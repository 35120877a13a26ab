// The memory of the caches of sessions: each application keeps them in one memory. A cache grows by
// whole blocks of tokens. If there is no room for more, the rule of each stream says which caches
// give way (CacheRule in workloads/serving.hpp).
//
// Weights and the tensors of steps have their part of the memory if tasks keep them there: caches
// leave room for the weights of the model and for the largest task of a step that reads a whole
// token budget.
//
// Example: a memory has room for 100 blocks, of which a pausing session has 60 and a request 40. If
// the request needs one more, the cache of the pausing session is given up. Its next request reads
// all of its tokens again. With `prefix_caching`, it reads only those whose blocks have been used
// for others since (sim/engine/freed_room.hpp). How far to trust it: caches do not move with the
// tasks that read them, and tasks on elements with another memory read them at no extra cost. A
// cache that is swapped moves at the bandwidth of the path alone, and the step that needs the room
// begins after that time.
#pragma once

#include <utility>
#include <vector>

#include "sim/engine/freed_room.hpp"
#include "sim/engine/served_session.hpp"
#include "sim/engine/step_graphs.hpp"

namespace kairos {

/// The memory of the caches of an application that serves sessions: the one that it names, or else
/// the largest one in which tasks that read caches keep their tensors. Empty if there is none.
[[nodiscard]] std::optional<MemoryId> memory_of_caches(ApplicationId application,
                                                       const Workload& workload,
                                                       const Platform& platform,
                                                       const CostTable& costs);

class CacheMemory {
 public:
  CacheMemory(const EngineContext& context, StepGraphs& graphs, ServedSessions& sessions);

  /// Makes room for the cache of a session with so many tokens, if need be at the expense of
  /// others. Returns false if there is none. `moving` grows by the time for which caches move.
  /// Throws InputError if there can never be enough room.
  [[nodiscard]] bool reserve(SessionId id, std::int64_t tokens, Duration& moving);
  /// The tokens of a given-up cache that are still in memory, in whole blocks and without the last
  /// known token; reserve() makes them part of the cache again.
  [[nodiscard]] std::int64_t still_there(SessionId id);
  /// Gives up the cache of the newest request that is in no step, whatever its rule, so that
  /// another one can go on. Returns false if there is none.
  [[nodiscard]] bool make_way_for(SessionId id);
  /// Gives back the room behind the tokens that are cached.
  void shrink(SessionId id);
  /// Gives up the cache of a session.
  void release(SessionId id);
  /// The requests whose caches gave way since the last call.
  [[nodiscard]] std::vector<SessionId> take_displaced() { return std::exchange(displaced_, {}); }
  /// The error of a run in which a request waits for room that will never be there.
  [[nodiscard]] InputError no_room(SessionId id) const;

 private:
  void leave_room_for_tasks(ApplicationId application);
  [[nodiscard]] bool is_home(ApplicationId application, TaskId task, MemoryId memory) const;
  /// The room that caches may still take in a memory.
  [[nodiscard]] Bytes room(MemoryId memory) const;
  /// The room that all caches together may take in a memory.
  [[nodiscard]] Bytes limit(MemoryId memory) const {
    return context_.scenario.platform.memories[memory].size - for_tasks_[memory];
  }
  void hold(MemoryId memory, Bytes bytes);
  void give_back(MemoryId memory, Bytes bytes);
  [[nodiscard]] std::optional<MemoryId> memory_of(const ServedSession& session) const {
    return memory_[session.job.application];
  }
  [[nodiscard]] CacheRule rule_of(const ServedSession& session) const {
    return context_.scenario.workload.streams[session.job.stream].on_memory_full;
  }
  [[nodiscard]] Bytes size(const ServedSession& session, std::int64_t tokens);
  [[nodiscard]] std::int64_t block_of(const ServedSession& session) const;
  [[nodiscard]] bool may_find_again(const ServedSession& session);
  [[nodiscard]] bool make_room(SessionId id, Bytes bytes, Duration& moving);
  [[nodiscard]] std::optional<SessionId> victim_for(SessionId id) const;
  [[nodiscard]] Bytes held_by_victims_for(SessionId id) const;
  [[nodiscard]] bool may_give_way(SessionId other, SessionId id) const;
  void displace(SessionId id, Duration& moving);
  void give_up(SessionId id);
  [[nodiscard]] bool swap_out(ServedSession& session, Duration& moving);
  void swap_in(ServedSession& session, Duration& moving);

  EngineContext context_;
  StepGraphs& graphs_;
  ServedSessions& sessions_;
  IdVector<ApplicationId, std::optional<MemoryId>> memory_;  ///< Empty if there is no limit.
  IdVector<MemoryId, Bytes> for_tasks_;  ///< Room that caches leave to weights and other tensors.
  IdVector<MemoryId, Bytes> caches_;     ///< Room that caches take.
  IdVector<MemoryId, FreedRoom> freed_;  ///< Room that caches may still take.
  std::vector<SessionId> displaced_;
};

}  // namespace kairos
