// Starts the threads that share a piece of work.
#pragma once

#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace kairos {

/// Starts `count` threads that call `work` once each; they are joined when the result is destroyed.
/// If the system refuses threads, there are fewer or none.
template <class Work>
[[nodiscard]] std::vector<std::jthread> start_threads(std::size_t count, const Work& work) {
  std::vector<std::jthread> threads;
  threads.reserve(count);
  try {
    while (threads.size() < count) threads.emplace_back(work);
  } catch (const std::system_error&) {  // The threads that exist do all the work.
  }
  return threads;
}

}  // namespace kairos
