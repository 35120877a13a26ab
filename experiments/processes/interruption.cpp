#include "experiments/processes/interruption.hpp"

#include <atomic>

namespace kairos {
namespace {

std::atomic<int> noted{0};
std::atomic<bool> abandoned{false};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler writes it");

extern "C" void note_signal(int signal) {
  int none = 0;
  if (noted.compare_exchange_strong(none, signal)) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

int interruption() {
  return noted.load(std::memory_order_relaxed);
}

void stop_if_interrupted() {
  if (const int signal = interruption(); signal != 0) throw Interrupted(signal);
  if (abandoned.load(std::memory_order_relaxed)) throw Interrupted(SIGTERM);
}

Abandonment::~Abandonment() {
  abandoned = false;
}

void Abandonment::begin() {
  abandoned = true;
}

InterruptionGuard::InterruptionGuard() {
  noted = 0;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    struct sigaction action {};
    action.sa_handler = note_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler != SIG_IGN) sigaction(signals[i], &action, nullptr);
  }
}

InterruptionGuard::~InterruptionGuard() {
  for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
  noted = 0;
}

}  // namespace kairos
