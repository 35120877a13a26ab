// How long the rest of a sweep will take. Policies differ in cost by orders of magnitude, so that
// the share of runs that are done says little.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace kairos {

class TimeLeft {
 public:
  /// Runs that are still to be done, by policy.
  explicit TimeLeft(std::map<std::string, std::size_t> open) : open_(std::move(open)) {}

  /// Tells what a run of a policy took on one thread, such as one of an earlier call.
  void learn(const std::string& policy, double seconds, std::size_t runs = 1);
  /// Tells that a run ended, and what it took.
  void finish(const std::string& policy, double seconds);

  /// Seconds left when what has finished so far took `passed` seconds on all threads together. The
  /// cost of a run is the mean of its policy, or of all policies while none of its runs is known.
  [[nodiscard]] double after(double passed) const;

 private:
  struct Cost {
    double seconds = 0;
    std::size_t runs = 0;
  };
  std::map<std::string, std::size_t> open_;
  std::map<std::string, Cost> known_;
  Cost all_;
  double done_seconds_ = 0;
};

}  // namespace kairos
