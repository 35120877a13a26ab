#include "experiments/training/episode.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiments/training/lookahead.hpp"

namespace kairos {
namespace {

class Player {
 public:
  Player(const Scenario& scenario, Network& network, const Play& how)
      : environment_(scenario, how.reward, network.architecture().observation_options()),
        network_(network),
        random_(Random::stream(how.choices, "answers")),
        how_(how) {
    if (how.candidates > 0) {
      oracle_.emplace(scenario, how.reward, how.candidates,
                      network.architecture().observation_options());
    }
  }

  Episode play() {
    environment_.reset(how_.seed);
    while (!environment_.is_over()) {
      if (environment_.question() == Question::task) {
        if (environment_.is_new_round()) begin_round();
        environment_.step(choose_task());
      } else {
        environment_.step(choose_place());
      }
    }
    episode_.end = environment_.now();
    episode_.costs = std::move(environment_.costs());
    return std::move(episode_);
  }

 private:
  void begin_round() {
    const Observation& tasks = environment_.observation();
    const auto logits = network_.logits(Question::task, tasks);
    task_logits_.assign(logits.begin(), logits.end());
    disturbed_ = task_logits_;
    orders_ = network_.answers(Question::task, tasks);
    if (orders_) {
      for (float& logit : disturbed_) logit += gumbel();
    }
    remembers_ = random_.uniform() < how_.share;
    if (remembers_ && orders_) first_task_ = remember_rows(tasks, episode_.batch.tasks);
  }

  std::size_t choose_task() {
    std::size_t best = 0;
    float highest = -std::numeric_limits<float>::infinity();
    open_.clear();
    for (std::size_t row = 0; row < disturbed_.size(); ++row) {
      if (!environment_.is_legal(row)) continue;
      open_.push_back(static_cast<std::uint32_t>(row));
      if (disturbed_[row] > highest) {
        highest = disturbed_[row];
        best = row;
      }
    }
    if (remembers_ && orders_) remember(Question::task, task_logits_, best, first_task_);
    return best;
  }

  std::size_t choose_place() {
    const Observation& places = environment_.observation();
    const auto logits = network_.logits(Question::place, places);
    const bool is_learned = network_.answers(Question::place, places);
    std::size_t best = 0;
    float highest = -std::numeric_limits<float>::infinity();
    open_.clear();
    for (std::size_t row = 0; row < logits.size(); ++row) {
      open_.push_back(static_cast<std::uint32_t>(row));
      const float disturbed = is_learned ? logits[row] + gumbel() : logits[row];
      if (disturbed > highest) {
        highest = disturbed;
        best = row;
      }
    }
    if (remembers_ && is_learned && logits.size() > 1) {
      remember(Question::place, logits, best, remember_rows(places, episode_.batch.places));
    }
    return best;
  }

  float gumbel() { return static_cast<float>(-std::log(random_.exponential(1) + 1e-30)); }

  static std::uint32_t remember_rows(const Observation& rows, Observation& in) {
    const auto first = static_cast<std::uint32_t>(in.rows());
    in.append(rows);
    return first;
  }

  /// Records a question whose options are the rows in `open_`.
  void remember(Question question, std::span<const float> logits, std::size_t chosen,
                std::uint32_t first_row) {
    if (open_.size() < 2) return;
    if (oracle_) {
      const auto best = oracle_->best(environment_);
      if (!best) return;
      chosen = *best;
    }
    Batch& batch = episode_.batch;
    AnsweredQuestion answered;
    answered.question = question;
    answered.first_option = static_cast<std::uint32_t>(batch.options.size());
    answered.options = static_cast<std::uint32_t>(open_.size());
    float highest = -std::numeric_limits<float>::infinity();
    for (const std::uint32_t row : open_) highest = std::max(highest, logits[row]);
    double sum = 0;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      const std::uint32_t row = open_[i];
      sum += std::exp(static_cast<double>(logits[row] - highest));
      if (row == chosen) answered.answer = static_cast<std::uint32_t>(i);
      batch.options.push_back(first_row + row);
    }
    if (oracle_) answered.advantage = 1;
    answered.log_probability = logits[chosen] - highest - static_cast<float>(std::log(sum));
    batch.questions.push_back(answered);
    episode_.asked.push_back(environment_.now());
  }

  Environment environment_;
  Network& network_;
  Random random_;
  Play how_;
  Episode episode_;
  std::vector<float> task_logits_, disturbed_;  ///< Logits without and with noise.
  std::vector<std::uint32_t> open_;
  std::uint32_t first_task_ = 0;  ///< The first row of the round's tasks in the batch.
  /// True if the round is recorded, and if the network orders its tasks.
  bool remembers_ = false, orders_ = false;
  std::optional<Lookahead> oracle_;
};

}  // namespace

Episode play(const Scenario& scenario, Network& network, const Play& how) {
  return Player(scenario, network, how).play();
}

}  // namespace kairos
