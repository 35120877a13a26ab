// The free room of a memory of caches, in the order in which it is used again: room that was free
// first is used first. A cache that was given up stays readable until its room is used for another
// one, from its last block to its first.
//
//   free room = what was never used, then the room of caches in the order in which they ended
//
// Example: of 100 free blocks, the last 40 are those of a cache that was given up. If others then
// take 70 blocks, the first 30 of its blocks are still there.
// Source: the queue of free blocks of vLLM (SOSP 2023), as its prefix caching uses it.
// How far to trust it: one queue for a memory, as in vLLM. Only the session that has made a cache
// finds it again; prompts of different sessions that begin alike share nothing.
#pragma once

#include <algorithm>
#include <deque>
#include <optional>

#include "sim/engine/served_session.hpp"

namespace kairos {

class FreedRoom {
 public:
  /// Adds room that becomes free.
  void add(Bytes bytes) {
    if (bytes <= Bytes{}) return;
    if (parts_.empty() || parts_.back().owner) parts_.push_back({});
    parts_.back().bytes += bytes;
  }

  /// Notes that a session's cache is still in the last so many bytes of the room that was added
  /// last.
  void set_owner(SessionId owner, Bytes bytes) {
    if (bytes <= Bytes{}) return;
    parts_.back().bytes -= bytes;
    if (parts_.back().bytes == Bytes{}) parts_.pop_back();
    parts_.push_back({owner, bytes});
  }

  /// Uses the room that has been free for longest.
  void use(Bytes bytes) {
    while (bytes > Bytes{} && !parts_.empty()) {
      Part& first = parts_.front();
      const Bytes used = std::min(bytes, first.bytes);
      first.bytes -= used;
      bytes -= used;
      if (first.bytes == Bytes{}) parts_.pop_front();
    }
  }

  /// The room in which a session's cache still is.
  [[nodiscard]] Bytes of(SessionId owner) const {
    const auto found = std::ranges::find(parts_, std::optional(owner), &Part::owner);
    return found == parts_.end() ? Bytes{} : found->bytes;
  }

  /// Makes the room of a session's cache, which nobody owns from then on, the first to be used.
  void bring_forward(SessionId owner) {
    const auto found = std::ranges::find(parts_, std::optional(owner), &Part::owner);
    if (found == parts_.end()) return;
    const Bytes bytes = found->bytes;
    parts_.erase(found);
    parts_.push_front({std::nullopt, bytes});
  }

 private:
  struct Part {
    std::optional<SessionId> owner = {};
    Bytes bytes = {};
  };
  std::deque<Part> parts_;
};

}  // namespace kairos
