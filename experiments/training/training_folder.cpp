#include "experiments/training/training_folder.hpp"

#include <fstream>
#include <sstream>
#include <vector>

#include "experiments/experiment/version.hpp"
#include "experiments/files/write_file.hpp"
#include "experiments/training/event_file.hpp"
#include "policies/learned/checkpoint.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// Creates a new folder with the first free number.
fs::path new_folder(const fs::path& parent) {
  for (std::size_t number = 1;; ++number) {
    fs::path folder = parent / ("previous_" + std::to_string(number));
    if (!fs::exists(fs::symlink_status(folder)) && fs::create_directory(folder)) return folder;
  }
}

}  // namespace

TrainingFolder::TrainingFolder(fs::path path, const TrainingConfig& config)
    : path_(std::move(path)), config_(config), training_(training_text(config)) {}

fs::path TrainingFolder::weights_file() const {
  return path_ / (config_.name + ".weights");
}

void TrainingFolder::claim() const {
  std::vector<std::string> names;
  for (const fs::path& file : {weights_file(), state_file(), curve_file()}) {
    names.push_back(file.filename().string());
  }
  claim_folder(path_, state_file().filename().string(), names);
}

std::optional<TrainingState> TrainingFolder::state() const {
  return read_state(state_file(), training_, config_.architecture().weights());
}

std::optional<fs::path> TrainingFolder::put_aside() const {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(path_)) {
    const fs::path& file = entry.path();
    const bool is_known =
        file == state_file() || file == curve_file() || file.extension() == ".weights";
    if ((is_known && is_own_file(file)) || is_event_file(file)) files.push_back(file);
  }
  if (files.empty()) return std::nullopt;
  fs::path folder = new_folder(path_);
  for (const fs::path& file : files) {
    list_as_own(folder / file.filename());
    fs::rename(file, folder / file.filename());
  }
  return folder;
}

void TrainingFolder::write_weights(const TrainingState& state) const {
  Checkpoint checkpoint;
  checkpoint.architecture = config_.architecture();
  checkpoint.seed = config_.seed;
  checkpoint.iteration = state.best_iteration;
  checkpoint.commit = build_provenance().git_commit;
  checkpoint.trained_on = config_.description;
  checkpoint.training = training_;
  checkpoint.weights = state.best;
  write_file(weights_file(), to_bytes(checkpoint));
}

void TrainingFolder::write(const TrainingState& state) const {
  write_state(state_file(), state, training_);
  write_file(curve_file(), state.curve);
}

bool TrainingFolder::has_weights() const {
  try {
    return !read_checkpoint(weights_file()).weights.empty();
  } catch (const InputError&) {
    return false;
  }
}

void TrainingFolder::restore(const TrainingState& state) const {
  const bool was_validated = state.best_score != 0;
  if (was_validated && !has_weights()) write_weights(state);
  if (text_of(curve_file()) != state.curve) write_file(curve_file(), state.curve);
}

}  // namespace kairos
