// Does many runs on several threads and hands each outcome over as it comes.
#pragma once

#include <functional>

#include "experiments/run_record.hpp"

namespace kairos {

/// Calls `run` with 0 to runs - 1, on any thread, and `finished` on the calling thread, once per
/// run, in the order in which they end. In between it calls `meanwhile`, about twice a second. The
/// first error of any of them stops the rest and is thrown again here, after all that ended before
/// it was handed over. Where the system has no threads left, it works with those it got.
void execute(
    std::size_t runs, std::size_t workers, const std::function<RunRecord(std::size_t)>& run,
    const std::function<void(RunRecord&&)>& finished,
    const std::function<void()>& meanwhile = [] {});

}  // namespace kairos
