// How far a sweep is: a bar with the time left on a terminal, a line every two seconds elsewhere.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "experiments/execute/time_left.hpp"

namespace kairos {

class Progress {
 public:
  /// Writes to standard error. `done` of the runs need not be repeated.
  Progress(std::size_t total, std::size_t done, TimeLeft time_left);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// A run of this policy ended, which took so long.
  void step(const std::string& policy, double seconds);

 private:
  using Clock = std::chrono::steady_clock;
  void show(bool last);

  std::size_t total_, done_;
  TimeLeft time_left_;
  bool terminal_;
  Clock::time_point began_ = Clock::now(), shown_{};
};

}  // namespace kairos
