// Executes runs on several threads and delivers each outcome when it is ready.
#pragma once

#include <functional>

#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// Calls `run` with 0 to runs - 1 on any thread, and `finished` on the calling thread, once per run
/// in the order in which runs end. While waiting it calls `meanwhile` about twice a second. The
/// first error stops the remaining runs; it is rethrown here after all finished runs were
/// delivered. If the system refuses threads, the others do the work.
void execute(
    std::size_t runs, std::size_t workers, const std::function<RunRecord(std::size_t)>& run,
    const std::function<void(RunRecord&&)>& finished,
    const std::function<void()>& meanwhile = [] {});

}  // namespace kairos
