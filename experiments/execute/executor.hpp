// Runs many specifications on several threads and hands each outcome over as it comes.
#pragma once

#include <functional>
#include <span>

#include "experiments/sweep.hpp"

namespace kairos {

/// Calls `finished` on the calling thread, once per run, in the order in which they end. The first
/// error stops the rest and is thrown again here, after all that ended before it was handed over.
void execute(std::span<const RunSpec> runs, std::size_t workers,
             const std::function<void(RunRecord&&)>& finished);

}  // namespace kairos
