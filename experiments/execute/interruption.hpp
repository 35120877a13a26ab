// How a user ends a long command: SIGINT and SIGTERM are noted, and the work stops where it can.
//
// The executor, the run loop and the trainer ask. What they have finished is kept by then. A second
// signal ends the process at once.
#pragma once

#include <array>
#include <csignal>
#include <exception>

namespace kairos {

/// Ends a command that a signal has interrupted; main() exits with 128 + signal.
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal) : signal_(signal) {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted by a signal"; }
  [[nodiscard]] int signal() const { return signal_; }

 private:
  int signal_;
};

/// The signal that was noted; 0 if there was none.
[[nodiscard]] int interruption();
/// Throws Interrupted if a signal was noted or runs are abandoned.
void stop_if_interrupted();

/// Ends runs that are in progress when nobody can keep their results any more.
class Abandonment {
 public:
  Abandonment() = default;
  ~Abandonment();
  Abandonment(const Abandonment&) = delete;
  Abandonment& operator=(const Abandonment&) = delete;

  /// From now on until this is destroyed, stop_if_interrupted() throws.
  void begin();
};

/// Notes SIGINT and SIGTERM while it lives, except those that the process was told to ignore.
class InterruptionGuard {
 public:
  InterruptionGuard();
  ~InterruptionGuard();
  InterruptionGuard(const InterruptionGuard&) = delete;
  InterruptionGuard& operator=(const InterruptionGuard&) = delete;

 private:
  static constexpr std::array signals{SIGINT, SIGTERM};
  std::array<struct sigaction, signals.size()> before_{};
};

}  // namespace kairos
