// What a training leaves in a folder: its weights, its learning curve, TensorBoard's files, and the
// state from which it goes on after it was ended at any moment.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "experiments/learning/training_spec.hpp"
#include "experiments/learning/training_state.hpp"

namespace kairos {

class TrainingFolder {
 public:
  /// `spec` must outlive it.
  TrainingFolder(std::filesystem::path path, const TrainingSpec& spec);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path weights_file() const;

  /// Makes the folder. Throws InputError if a file that Kairos has not written is in the way.
  void claim() const;
  /// Nothing if no training was begun. Throws InputError when it is damaged or of another training.
  [[nodiscard]] std::optional<TrainingState> state() const;
  /// Moves the files of an earlier training into a new folder `previous_N`, which is returned.
  [[nodiscard]] std::optional<std::filesystem::path> put_aside() const;

  void write_weights(const TrainingState& state) const;
  void write(const TrainingState& state) const;
  /// Writes again what the state holds and its files do not.
  void restore(const TrainingState& state) const;

 private:
  [[nodiscard]] std::filesystem::path state_file() const { return path_ / "training.state"; }
  [[nodiscard]] std::filesystem::path curve_file() const { return path_ / "learning_curve.csv"; }
  [[nodiscard]] bool has_weights() const;

  std::filesystem::path path_;
  const TrainingSpec& spec_;
  std::string training_;
};

}  // namespace kairos
