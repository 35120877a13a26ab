// Interrupts long commands: SIGINT and SIGTERM are noted, and the work stops at the next suitable
// point.
//
// The executor, the run loop and the trainer check for signals after saving what they have
// finished. A second signal ends the process at once.
#pragma once

#include <array>
#include <csignal>
#include <exception>

namespace kairos {

/// Thrown to end a command after a signal; main() exits with 128 + signal.
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal) : signal_(signal) {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted by a signal"; }
  [[nodiscard]] int signal() const { return signal_; }

 private:
  int signal_;
};

/// The noted signal, or 0 if there was none.
[[nodiscard]] int interruption();
/// Throws Interrupted if a signal was noted or runs are abandoned.
void stop_if_interrupted();

/// Ends running runs whose results cannot be stored any more.
class Abandonment {
 public:
  Abandonment() = default;
  ~Abandonment();
  Abandonment(const Abandonment&) = delete;
  Abandonment& operator=(const Abandonment&) = delete;

  /// Makes stop_if_interrupted() throw until this object is destroyed.
  void begin();
};

/// Notes SIGINT and SIGTERM during its lifetime, except signals that the process was told to
/// ignore.
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
