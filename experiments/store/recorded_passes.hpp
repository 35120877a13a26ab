// The measured times of scheduling passes that a result folder holds, for runs that replay them.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "experiments/store/result_store.hpp"
#include "sim/decision/decision_time.hpp"

namespace kairos {

/// Safe to use from several threads.
class RecordedPasses {
 public:
  /// Throws InputError if there are no results in the folder.
  explicit RecordedPasses(const std::filesystem::path& folder);

  /// The times of the run with the same hash. Throws InputError if the folder does not have them.
  [[nodiscard]] std::shared_ptr<const PassTimes> of(const RunKey& run) const;
  /// Throws InputError if a run that replays these times has another schedule than the recorded
  /// run.
  void check(const RunKey& run, const Outcome& replayed) const;

 private:
  struct Stored {
    std::size_t index = 0;  ///< Position in the store.
    std::uint64_t fingerprint = 0;
  };

  [[nodiscard]] InputError missing() const;

  std::string name_;  ///< Name of the folder in messages.
  ResultStore store_;
  std::unordered_map<std::string, Stored> runs_;  ///< Finished runs, by hash. Never iterated.
  mutable std::mutex mutex_;
};

}  // namespace kairos
