// Where a training stands: all that decides how it goes on, and a file that survives kill -9.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "policies/learned/network.hpp"

namespace kairos {

/// Adam's moments (Kingma, Ba: Adam: a method for stochastic optimization, ICLR 2015).
struct Adam {
  std::vector<float> first, second;
  std::uint64_t steps = 0;

  void step(std::span<const float> gradient, double rate, std::span<float> weights);
};

struct TrainingState {
  std::uint64_t iteration = 0;  ///< The next.
  std::vector<float> weights;
  std::vector<float> average;  ///< Moving, over iterations: what is validated ...
  std::vector<float> best;     ///< ... and the best of it.
  Adam adam;
  std::uint64_t best_iteration = 0;
  std::uint64_t stale = 0;  ///< Validations since the best.
  double best_score = 0;    ///< The lowest is best; 0: none yet.
  double seconds = 0;       ///< Spent so far.
  std::string curve;        ///< The learning curve, as CSV.
};

/// `training` tells trainings apart: the state of another one is not taken up.
void write_state(const std::filesystem::path& file, const TrainingState& state,
                 const std::string& training);
/// Nothing when there is no file. Throws InputError when it is damaged, of another training, or not
/// of a network with so many weights.
std::optional<TrainingState> read_state(const std::filesystem::path& file,
                                        const std::string& training, std::size_t weights);

}  // namespace kairos
