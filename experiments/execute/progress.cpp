#include "experiments/execute/progress.hpp"

#include <cmath>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

namespace kairos {
namespace {

bool is_terminal() {
  const char* term = std::getenv("TERM");
  return isatty(STDERR_FILENO) == 1 && std::getenv("CI") == nullptr && term != nullptr &&
         std::string_view(term) != "dumb";
}

std::string clock_text(double seconds) {
  const auto whole = std::lround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

Progress::Progress(std::size_t total, std::size_t done, TimeLeft time_left)
    : total_(total), done_(done), time_left_(std::move(time_left)), terminal_(is_terminal()) {}

Progress::~Progress() {
  if (!terminal_ || shown_ == Clock::time_point{}) return;
  const bool is_left_early = std::uncaught_exceptions() > 0;
  std::cerr << (is_left_early ? "\n" : "\r\033[K");
}

void Progress::step(const std::string& policy, double seconds) {
  ++done_;
  time_left_.finish(policy, seconds);
  show(done_ == total_);
}

void Progress::show(bool last) {
  using std::chrono::milliseconds;
  const auto now = Clock::now();
  if (!last && now - shown_ < milliseconds(terminal_ ? 100 : 2000)) return;
  shown_ = now;
  const double passed = std::chrono::duration<double>(now - began_).count();
  const std::string when =
      last ? "in " + clock_text(passed) : clock_text(time_left_.after(passed)) + " left";
  if (!terminal_) {
    std::cerr << fmt::format("{} of {} runs, {}\n", done_, total_, when);
    return;
  }
  constexpr std::size_t width = 40;
  const std::size_t filled = done_ * width / total_;
  std::cerr << fmt::format("\r\033[K[{}{}] {}/{} runs, {}", std::string(filled, '#'),
                           std::string(width - filled, '.'), done_, total_, when);
}

}  // namespace kairos
