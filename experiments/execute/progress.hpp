// How far a sweep is: a bar with the time left on a terminal, a line every two seconds elsewhere.
#pragma once

#include <chrono>
#include <cstddef>

namespace kairos {

class Progress {
 public:
  /// Writes to standard error. `done` runs need not be repeated.
  Progress(std::size_t total, std::size_t done);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void step();

 private:
  using Clock = std::chrono::steady_clock;
  void show(bool last);

  std::size_t total_, done_, first_;
  bool terminal_;
  Clock::time_point began_ = Clock::now(), shown_{};
};

}  // namespace kairos
