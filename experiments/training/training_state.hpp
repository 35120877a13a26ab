// The state of a training, which decides how it continues, and a file for it that survives kill -9.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "policies/learned/network.hpp"

namespace kairos {

/// The moments of Adam (Kingma, Ba: Adam: a method for stochastic optimization, ICLR 2015).
struct Adam {
  std::vector<float> first, second;
  std::uint64_t steps = 0;

  void step(std::span<const float> gradient, double rate, std::span<float> weights);
};

struct TrainingState {
  std::uint64_t iteration = 0;  ///< The iteration that comes next.
  std::vector<float> weights;
  std::vector<float> average;  ///< Moving average of the weights, which is validated.
  std::vector<float> best;     ///< The average with the best validation.
  Adam adam;
  std::uint64_t best_iteration = 0;
  std::uint64_t stale = 0;  ///< Number of validations since the best one.
  double best_score = 0;    ///< The lowest score so far, which is the best; 0 if there is none.
  double seconds = 0;       ///< Training time so far.
  std::string curve;        ///< The learning curve as CSV.
};

/// Writes the state. `training` identifies the training, so that no other one can resume from it.
void write_state(const std::filesystem::path& file, const TrainingState& state,
                 const std::string& training);
/// Reads a state; empty if there is no file. Throws InputError if the state is damaged, belongs to
/// another training, or does not have this number of weights.
std::optional<TrainingState> read_state(const std::filesystem::path& file,
                                        const std::string& training, std::size_t weights);

}  // namespace kairos
