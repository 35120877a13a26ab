#include "experiments/learning/trainer.hpp"

#include <algorithm>
#include <cmath>

#include "experiments/learning/workers.hpp"

namespace kairos {

Trainer::Trainer(const TrainingSpec& spec, std::size_t workers)
    : spec_(spec), workers_(workers), learner_(make_learner()), validation_(spec, workers) {
  state_.weights = initial_weights(architecture_, spec.seed);
  state_.average = state_.weights;
  state_.best = state_.weights;
}

bool Trainer::is_over() const {
  return state_.iteration >= spec_.iterations || state_.stale >= spec_.validation.patience;
}

IterationReport Trainer::iterate() {
  const double progress = static_cast<double>(state_.iteration) /
                          static_cast<double>(std::max<std::uint64_t>(1, spec_.iterations - 1));
  IterationReport report;
  report.iteration = state_.iteration;
  report.jobs = std::round(spec_.episodes.jobs.at(progress));
  std::vector<Episode> episodes = play_all(static_cast<std::uint64_t>(report.jobs));
  for (std::size_t g = 0; g < spec_.episodes.groups; ++g) {
    judge(std::span(episodes).subspan(g * spec_.episodes.rollouts, spec_.episodes.rollouts));
  }
  for (const Episode& episode : episodes) report.questions += episode.batch.questions.size();
  report.loss = learn(episodes, progress);
  average();
  ++state_.iteration;
  if (state_.iteration % spec_.validation.every == 0 || state_.iteration == spec_.iterations) {
    validate(report);
  }
  return report;
}

std::vector<Episode> Trainer::play_all(std::uint64_t jobs) {
  const std::size_t rollouts = spec_.episodes.rollouts;
  std::vector<Drawn> drawn(spec_.episodes.groups);
  in_parallel(drawn.size(), workers_, [&](std::size_t g) {
    drawn[g] = draw(spec_.domains, spec_.variation, jobs,
                    Random::stream(spec_.seed, "episodes", state_.iteration, g));
  });
  std::vector<Episode> episodes(drawn.size() * rollouts);
  in_parallel(episodes.size(), workers_, [&](std::size_t i) {
    const std::size_t group = i / rollouts;
    Network network(architecture_, state_.weights);
    Random seeds = Random::stream(spec_.seed, "answers", state_.iteration, i);
    episodes[i] =
        play(drawn[group].scenario, network,
             {drawn[group].scenario.seed, seeds.next(), spec_.episodes.share, spec_.reward});
  });
  return episodes;
}

/// Gives the questions of a group of episodes with the same arrivals their advantages.
void Trainer::judge(std::span<Episode> group) const {
  double latency = 0;
  for (const Episode& episode : group) latency += episode.mean_latency();
  latency /= static_cast<double>(group.size());
  for (Episode& episode : group) episode.costs.discount(Seconds(spec_.episodes.horizon * latency));
  const auto n = static_cast<double>(group.size());
  double squares = 0;
  std::size_t questions = 0;
  for (Episode& episode : group) {
    for (std::size_t q = 0; q < episode.asked.size(); ++q) {
      const Time at = episode.asked[q];
      double mean = 0;
      for (const Episode& other : group) mean += other.costs.cost(at) / n;
      const double advantage = (mean - episode.costs.cost(at)) * n / (n - 1);
      episode.batch.questions[q].advantage = static_cast<float>(advantage);
      squares += advantage * advantage;
      ++questions;
    }
  }
  if (questions == 0 || squares == 0) return;
  const auto scale = static_cast<float>(1 / std::sqrt(squares / static_cast<double>(questions)));
  for (Episode& episode : group) {
    for (AnsweredQuestion& question : episode.batch.questions) question.advantage *= scale;
  }
}

LossReport Trainer::learn(std::span<const Episode> episodes, double progress) {
  const bool ppo = spec_.step.algorithm == "ppo";
  const std::size_t count = std::min<std::size_t>(spec_.step.minibatches, episodes.size());
  std::vector<Batch> batches(count);
  for (std::size_t i = 0; i < episodes.size(); ++i) batches[i % count].append(episodes[i].batch);
  const Objective objective{ppo ? spec_.step.clip : 0, spec_.step.entropy.at(progress)};
  std::vector<float> gradient(state_.weights.size());
  LossReport last;
  for (std::uint64_t epoch = 0; epoch < (ppo ? spec_.step.epochs : 1); ++epoch) {
    for (const Batch& batch : batches) {
      if (batch.questions.empty()) continue;
      last = learner_->gradient(architecture_, state_.weights, batch, objective, gradient);
      double squares = 0;
      for (const float g : gradient) squares += static_cast<double>(g) * static_cast<double>(g);
      const double length = std::sqrt(squares);
      if (!std::isfinite(length)) continue;
      const double shrink = length > spec_.step.norm ? spec_.step.norm / length : 1;
      for (float& g : gradient) g = static_cast<float>(static_cast<double>(g) * shrink);
      state_.adam.step(gradient, spec_.step.learning_rate.at(progress), state_.weights);
    }
  }
  return last;
}

/// Polyak, Juditsky: Acceleration of stochastic approximation by averaging, SIAM J. Control and
/// Optimization 30, 1992; exponentially weighted, as the first iterations are far off.
void Trainer::average() {
  const auto keep = static_cast<float>(spec_.step.averaging);
  for (std::size_t i = 0; i < state_.weights.size(); ++i) {
    state_.average[i] = keep * state_.average[i] + (1 - keep) * state_.weights[i];
  }
}

void Trainer::validate(IterationReport& report) {
  report.verdict = validation_.judge(Network(architecture_, state_.average));
  const double score = report.verdict->score;
  report.is_best = state_.best_score == 0 || score < state_.best_score;
  ++state_.stale;
  if (!report.is_best) return;
  state_.best = state_.average;
  state_.best_score = score;
  state_.best_iteration = state_.iteration;
  state_.stale = 0;
}

}  // namespace kairos
