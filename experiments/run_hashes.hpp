// Hashes of runs: equal hashes, equal outcomes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "experiments/experiment.hpp"
#include "sim/base/files_read.hpp"

namespace kairos {

/// The contents of files as a part of what a hash is of.
std::string digest_of(const FilesRead& files);

/// A policy as a part of what a hash is of, with the contents of the files that it reads.
std::string text_for_hash(const PolicySpec& policy);

/// Hashes of the runs of a policy at a sweep point, which differ in their seeds alone.
class RunHashes {
 public:
  /// `physics` is all that decides the outcome of a run besides the policy, as text_for_hash()
  /// gives it, and the seed.
  RunHashes(const std::string& physics, const std::string& policy, bool keep_tasks);
  ~RunHashes();

  [[nodiscard]] std::string of(std::uint64_t seed) const;

 private:
  struct State;
  std::unique_ptr<State> common_;  ///< Of what the runs have in common.
  std::string ending_;
};

}  // namespace kairos
