// Measures the time of a piece of work.
#pragma once

#include <chrono>

namespace kairos {

/// Returns the seconds that the work takes.
template <class Work>
double seconds_of(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace kairos
