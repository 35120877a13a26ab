// The scenario of several runs. Drawn scenarios are built when a run needs them, because a sweep
// may draw more of them than fit into memory.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <mutex>

#include "sim/state/scenario.hpp"

namespace kairos {

/// Keeps the scenarios that were built last, for other policies at the same seed.
class RecentScenarios {
 public:
  void keep(std::shared_ptr<const Scenario> scenario);

 private:
  static constexpr std::size_t most = 64;
  std::mutex mutex_;
  std::list<std::shared_ptr<const Scenario>> scenarios_;
};

/// Safe to use from several threads.
class SharedScenario {
 public:
  using Build = std::function<std::shared_ptr<const Scenario>()>;

  /// A scenario that stays in memory.
  explicit SharedScenario(const std::shared_ptr<const Scenario>& scenario)
      : kept_(scenario), last_(scenario) {}
  /// A scenario that is built when it is needed, and again when it is needed after a long time.
  /// Equal calls of `build` must give equal scenarios.
  SharedScenario(Build build, std::shared_ptr<RecentScenarios> recent)
      : build_(std::move(build)), recent_(std::move(recent)) {}

  /// Throws InputError if the scenario cannot be built.
  [[nodiscard]] std::shared_ptr<const Scenario> get() const;

 private:
  Build build_;
  std::shared_ptr<RecentScenarios> recent_;
  std::shared_ptr<const Scenario> kept_;
  mutable std::mutex mutex_;
  mutable std::weak_ptr<const Scenario> last_;
};

}  // namespace kairos
