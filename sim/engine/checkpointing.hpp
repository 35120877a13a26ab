// How far a task has come: what it has kept in checkpoints, and the execution under way.
#pragma once

#include <map>

#include "sim/state/element_state.hpp"

namespace kairos {

/// Of a task that was lost or had a wrong result and is not done.
struct TaskProgress {
  double left = 1;  ///< The fraction of its work that no checkpoint holds.
  Duration kept;    ///< How long elements had run for what the checkpoints hold.
  std::uint64_t wrong_results = 0;
};

/// An execution with checkpoints: pieces of work, each but the last followed by a checkpoint.
/// Work is counted in time alone at full speed, noise included.
struct Execution {
  Duration compute;         ///< Of the whole task here.
  Bytes memory;             ///< The same.
  Duration length;          ///< The same: the longer of computing and moving the memory.
  Duration left;            ///< Of `length`, at the beginning of the piece under way.
  Duration piece;           ///< The piece under way.
  Duration unkept;          ///< Of `length`: what the last checkpoint does not hold.
  Time kept_at;             ///< When that was written, or when the execution began.
  bool is_writing = false;  ///< A checkpoint.
};

}  // namespace kairos
