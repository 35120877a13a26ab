#include "experiments/experiment/run_hashes.hpp"

#include <fmt/format.h>
#define XXH_STATIC_LINKING_ONLY  // This gives access to the hash state, so that it can be copied.
#include <xxhash.h>

#include "experiments/experiment/sweep.hpp"
#include "experiments/files/json_text.hpp"

namespace kairos {
namespace {

void add(XXH3_state_t& state, const std::string& text) {
  XXH3_64bits_update(&state, text.data(), text.size());
}

}  // namespace

struct RunHashes::State {
  XXH3_state_t hash{};
};

std::string digest_of(const FilesRead& files) {
  std::string text;
  for (const auto& [path, contents] : files.contents()) text += " file " + hash_of(contents);
  return text;
}

std::string text_for_hash(const PolicyConfig& policy) {
  const FilesRead files;
  static_cast<void>(policy.policy.make());
  return to_json_text(Codec<PolicyConfig>::write(policy)) + digest_of(files);
}

std::string text_for_hash(const FormulaList& formulas) {
  std::string text;
  for (const FormulaConfig& formula : formulas) {
    Value written = Codec<FormulaConfig>::write(formula);
    for (const char* key : {"unit", "meaning", "lower_is_better"}) written.erase(key);
    text += " formula " + formula.name + " " + to_json_text(written);
  }
  return text;
}

std::string text_for_hash(const std::optional<WarmUpConfig>& warm_up) {
  if (!warm_up) return {};
  return " warm-up " + to_json_text(Codec<WarmUpConfig>::write(*warm_up));
}

RunHashes::RunHashes(const std::string& physics, const std::string& policy, bool keep_tasks)
    : common_(std::make_unique<State>()),
      // The hash differs, so that a resumed sweep repeats runs that were stored without tasks.
      ending_(keep_tasks ? " with tasks" : "") {
  XXH3_64bits_reset(&common_->hash);
  add(common_->hash, physics);
  add(common_->hash, policy);
}

RunHashes::~RunHashes() = default;

std::string RunHashes::of(std::uint64_t seed) const {
  XXH3_state_t state = common_->hash;
  add(state, std::to_string(seed) + ending_);
  return fmt::format("{:016x}", XXH3_64bits_digest(&state));
}

}  // namespace kairos
