// The folder of a training: its weights, learning curve, TensorBoard files, and the state from
// which an interrupted training resumes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "experiments/training/training_config.hpp"
#include "experiments/training/training_state.hpp"

namespace kairos {

class TrainingFolder {
 public:
  /// `config` must outlive the object.
  TrainingFolder(std::filesystem::path path, const TrainingConfig& config);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path weights_file() const;

  /// Creates the folder. Throws InputError if a file that Kairos has not written is in the way.
  void claim() const;
  /// The stored state; empty if no training was begun. Throws InputError if the state is damaged or
  /// belongs to another training.
  [[nodiscard]] std::optional<TrainingState> state() const;
  /// Moves the files of an earlier training into a new folder `previous_N` and returns that folder.
  [[nodiscard]] std::optional<std::filesystem::path> put_aside() const;

  void write_weights(const TrainingState& state) const;
  void write(const TrainingState& state) const;
  /// Rewrites the weights if they are missing, and the learning curve if it differs from the state.
  void restore(const TrainingState& state) const;

 private:
  [[nodiscard]] std::filesystem::path state_file() const { return path_ / "training.state"; }
  [[nodiscard]] std::filesystem::path curve_file() const { return path_ / "learning_curve.csv"; }
  [[nodiscard]] bool has_weights() const;

  std::filesystem::path path_;
  const TrainingConfig& config_;
  std::string training_;
};

}  // namespace kairos
