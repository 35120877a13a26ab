// Estimates the remaining time of a sweep. Costs of policies differ by orders of magnitude, so the
// share of finished runs says little.
#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace kairos {

class TimeLeft {
 public:
  /// `open` is the number of remaining runs of each policy.
  explicit TimeLeft(std::map<std::string, std::size_t> open) : open_(std::move(open)) {}

  /// Takes into account the mean time of a policy's runs on one thread, for example from an earlier
  /// call.
  void learn(const std::string& policy, double seconds, std::size_t runs = 1);
  /// Reports that a run of a policy ended and how long it took.
  void finish(const std::string& policy, double seconds);

  /// The seconds left if the runs finished so far took `passed` seconds on all threads together. A
  /// run is assumed to take the mean time of its policy or, if that is unknown, of all policies.
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
