// A session in the system, with its present request and its cache.
//
//   known tokens    those that the session has kept, read or made
//   cached tokens   those whose keys and values are in the cache
//
// A step reads tokens that are known but not cached. If none is left after it, the request has one
// more token of its output. So the first step of a request reads its prompt, every further one
// reads the token that was made last, and a request whose cache was given up reads its known tokens
// again.
#pragma once

#include <algorithm>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/workload.hpp"

namespace kairos {

enum class SessionId : std::uint32_t {};  ///< A place for a session, used again after its end.

enum class SessionPhase : std::uint8_t {
  gone,
  pausing,  ///< Waits for its next request to arrive.
  waiting,  ///< Waits to join a batch, or for room.
  batched,  ///< Part of a batch, or of a step of its own.
};

struct ServedSession {
  Job job;  ///< The session as it arrived. It has no id.
  SessionState state;
  Request request;  ///< The present request; the next one in a pause.
  SessionPhase phase = SessionPhase::gone;
  bool is_in_step = false;
  bool needs_encoder = false;
  std::optional<MemoryId> swapped_to;  ///< The memory to which the cache has moved.
  Time arrival;                        ///< Arrival of the request.
  Time first_token = Time::never();
  std::int64_t known = 0, cached = 0, made = 0;
  Bytes held;                 ///< Room taken for its cache.
  std::int64_t given_up = 0;  ///< Tokens of a cache that was given up and may still be in memory.
  std::uint64_t number = 0;   ///< Number of its request in the order of arrival.
  std::uint64_t steps = 0;    ///< Steps in which it was the first request.

  [[nodiscard]] std::int64_t to_read() const { return known - cached; }
  /// The tokens in the cache when the request is complete.
  [[nodiscard]] std::int64_t at_end() const {
    return request.kept + request.prompt + std::max<std::int64_t>(request.output - 1, 0);
  }
};

using ServedSessions = IdVector<SessionId, ServedSession>;

}  // namespace kairos
