// Shows the progress of a sweep: a bar with the time left on a terminal, otherwise a line every two
// seconds.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "experiments/execute/time_left.hpp"

namespace kairos {

class Progress {
 public:
  /// Writes to standard error. Of all runs, `done` are already stored.
  Progress(std::size_t total, std::size_t done, TimeLeft time_left);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Reports that a run of this policy ended and how long it took.
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
