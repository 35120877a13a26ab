// Divides numbered pieces of work among threads; results do not depend on the number of threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

#include "experiments/execute/thread_team.hpp"

namespace kairos {

/// Calls work(i) for every i < count on up to `workers` threads and rethrows the first error.
template <class Work>
void in_parallel(std::size_t count, std::size_t workers, const Work& work) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr error;
  std::mutex mutex;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard lock(mutex);
        if (!error) error = std::current_exception();
        next = count;
      }
    }
  };
  {
    const std::size_t useful = std::max<std::size_t>(1, std::min(count, workers));
    const auto threads = start_threads(useful - 1, run);
    run();
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace kairos
