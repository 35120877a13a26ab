// Hashes of run configurations: runs with equal hashes have equal outcomes.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "experiments/experiment/experiment_config.hpp"
#include "sim/base/files_read.hpp"

namespace kairos {

/// The hashes of the files' contents, as text to be hashed.
std::string digest_of(const FilesRead& files);

/// A policy's options and the hashes of the files that it reads, as text to be hashed.
std::string text_for_hash(const PolicyConfig& policy);

/// The warm-up of a report, as text to be hashed. Empty without a warm-up.
std::string text_for_hash(const std::optional<WarmUpConfig>& warm_up);

/// The part of formulas that decides their values, as text to be hashed. Empty without formulas.
std::string text_for_hash(const FormulaList& formulas);

/// Computes the hashes of one policy's runs at one sweep point, which differ only in their seeds.
class RunHashes {
 public:
  /// `physics` is the text of everything but policy and seed that decides the outcome of a run;
  /// `policy` is the result of text_for_hash().
  RunHashes(const std::string& physics, const std::string& policy, bool keep_tasks);
  ~RunHashes();

  [[nodiscard]] std::string of(std::uint64_t seed) const;

 private:
  struct State;
  std::unique_ptr<State> common_;  ///< The hash state after the part that all the runs share.
  std::string ending_;
};

}  // namespace kairos
