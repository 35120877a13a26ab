#include "experiments/training/trainer.hpp"

#include <algorithm>
#include <cmath>

#include "experiments/execute/in_parallel.hpp"
#include "policies/learned/checkpoint.hpp"

namespace kairos {
namespace {

/// A checksum of 16 bits, which sums over many processes represent exactly.
double checksum_of(std::span<const float> weights) {
  constexpr std::uint64_t mask = (1U << 16U) - 1;
  const std::string_view bytes(reinterpret_cast<const char*>(weights.data()), weights.size_bytes());
  return static_cast<double>(mix(hash(bytes)) & mask);
}

/// Weights for fewer place inputs can be used too; the additional inputs begin with weight zero.
bool can_begin_with(const Architecture& from, const Architecture& to) {
  Architecture alike = from;
  alike.joule = to.joule;
  alike.place_inputs = to.place_inputs;
  return alike == to && from.place_inputs <= to.place_inputs;
}

std::vector<float> weights_to_begin_with(const std::string& name, const Architecture& to) {
  const Checkpoint checkpoint = read_checkpoint(weights_file(name));
  if (!can_begin_with(checkpoint.architecture, to)) {
    throw InputError("'initial': the weights '" + name +
                     "' are of another kind of network; choose weights for the network that "
                     "'network' describes");
  }
  const std::vector<DenseLayer> narrow = checkpoint.architecture.layers();
  const std::vector<DenseLayer> wide = to.layers();
  std::vector<float> weights;
  auto at = checkpoint.weights.begin();
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const auto bias = at + static_cast<std::ptrdiff_t>(narrow[i].inputs * narrow[i].outputs);
    weights.insert(weights.end(), at, bias);
    weights.insert(weights.end(), (wide[i].inputs - narrow[i].inputs) * wide[i].outputs, 0.0F);
    at += static_cast<std::ptrdiff_t>(narrow[i].weights());
    weights.insert(weights.end(), bias, at);
  }
  return weights;
}

}  // namespace

Trainer::Trainer(const TrainingConfig& config, std::size_t workers, Ranks& ranks)
    : config_(config),
      workers_(workers),
      ranks_(ranks),
      architecture_(config.architecture()),
      learner_(make_learner()),
      validation_(config, workers, ranks) {
  if (config.episodes.groups < ranks.size()) {
    throw InputError("episodes.groups is " + std::to_string(config.episodes.groups) +
                     ", which is less than the number of processes, " +
                     std::to_string(ranks.size()) + "; start fewer processes or set more groups");
  }
  state_.weights = config.initial.empty() ? initial_weights(architecture_, config.seed)
                                          : weights_to_begin_with(config.initial, architecture_);
  state_.average = state_.weights;
  state_.best = state_.weights;
}

bool Trainer::is_over() const {
  return state_.iteration >= config_.iterations || state_.stale >= config_.validation.patience;
}

IterationReport Trainer::iterate() {
  const double progress = static_cast<double>(state_.iteration) /
                          static_cast<double>(std::max<std::uint64_t>(1, config_.iterations - 1));
  IterationReport report;
  report.iteration = state_.iteration;
  report.jobs = std::round(config_.episodes.jobs.at(progress));
  std::vector<Episode> episodes = play_all(static_cast<std::uint64_t>(report.jobs));
  for (std::size_t g = 0; g < config_.episodes.groups; ++g) {
    if (!ranks_.owns(g) || imitates()) continue;
    judge(std::span(episodes).subspan(g * config_.episodes.rollouts, config_.episodes.rollouts));
  }
  learn(episodes, progress, report);
  average();
  ++state_.iteration;
  if (state_.iteration % config_.validation.every == 0 || state_.iteration == config_.iterations) {
    validate(report);
  }
  return report;
}

bool Trainer::imitates() const {
  return config_.step.algorithm == "imitation" || state_.iteration < config_.step.pretraining;
}

/// Plays the episodes of this process's scenarios; the episodes of other scenarios are empty.
std::vector<Episode> Trainer::play_all(std::uint64_t jobs) {
  const std::size_t rollouts = config_.episodes.rollouts;
  std::vector<Drawn> drawn(config_.episodes.groups);
  in_parallel(drawn.size(), workers_, [&](std::size_t g) {
    if (!ranks_.owns(g)) return;
    drawn[g] = draw(config_.domains, config_.variation, jobs,
                    Random::stream(config_.seed, "episodes", state_.iteration, g));
  });
  std::vector<Episode> episodes(drawn.size() * rollouts);
  in_parallel(episodes.size(), workers_, [&](std::size_t i) {
    const std::size_t group = i / rollouts;
    if (!ranks_.owns(group)) return;
    Network network(architecture_, state_.weights);
    Random seeds = Random::stream(config_.seed, "answers", state_.iteration, i);
    episodes[i] = play(drawn[group].scenario, network,
                       {drawn[group].scenario.seed, seeds.next(), config_.episodes.share,
                        config_.reward, imitates() ? config_.episodes.candidates : 0});
  });
  return episodes;
}

/// Sets the advantages of the questions in a group of episodes with the same arrivals.
void Trainer::judge(std::span<Episode> group) const {
  double latency = 0;
  for (const Episode& episode : group) latency += episode.mean_latency();
  latency /= static_cast<double>(group.size());
  for (Episode& episode : group)
    episode.costs.discount(Seconds(config_.episodes.horizon * latency));
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

void Trainer::learn(std::span<const Episode> episodes, double progress, IterationReport& report) {
  const bool ppo = config_.step.algorithm == "ppo" && !imitates();
  const std::size_t count = std::min<std::size_t>(config_.step.minibatches, episodes.size());
  std::vector<std::vector<const Episode*>> minibatches(count);
  std::vector<std::int64_t> questions(count);  // Questions per minibatch, over all processes.
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    if (episodes[i].batch.questions.empty()) continue;
    minibatches[i % count].push_back(&episodes[i]);
    questions[i % count] += static_cast<std::int64_t>(episodes[i].batch.questions.size());
  }
  ranks_.sum(questions);
  for (const std::int64_t number : questions) report.questions += static_cast<std::size_t>(number);
  const PolicyObjective objective{ppo ? config_.step.clip : 0, config_.step.entropy.at(progress)};
  const double rate = config_.step.learning_rate.at(progress);
  for (std::uint64_t epoch = 0; epoch < (ppo || imitates() ? config_.step.epochs : 1); ++epoch) {
    for (std::size_t i = 0; i < count; ++i) {
      if (questions[i] == 0) continue;
      report.loss = step(minibatches[i], static_cast<double>(questions[i]), objective, rate);
    }
  }
}

LossReport Trainer::step(std::span<const Episode* const> minibatch, double questions,
                         const PolicyObjective& objective, double rate) {
  const std::size_t size = state_.weights.size();
  enum Extra : std::size_t { loss, entropy, divergence, clipped, checksum, extras };
  ExactSum sum(size + extras);
  std::vector<float> gradient(size);
  for (const Episode* episode : minibatch) {
    const LossReport part =
        learner_->gradient(architecture_, state_.weights, episode->batch, objective, gradient);
    const double share = static_cast<double>(episode->batch.questions.size()) / questions;
    for (std::size_t i = 0; i < size; ++i) {
      sum.add(i, share * static_cast<double>(gradient[i]));
    }
    sum.add(size + loss, share * part.loss);
    sum.add(size + entropy, share * part.entropy);
    sum.add(size + divergence, share * part.divergence);
    sum.add(size + clipped, share * part.clipped);
  }
  sum.add(size + checksum, checksum_of(state_.weights));
  sum.over(ranks_);
  check_weights(sum[size + checksum]);
  const LossReport report{sum[size + loss], sum[size + entropy], sum[size + divergence],
                          sum[size + clipped]};
  if (!sum.is_finite()) return report;
  double squares = 0;
  for (std::size_t i = 0; i < size; ++i) squares += sum[i] * sum[i];
  const double length = std::sqrt(squares);
  const double shrink = length > config_.step.norm ? config_.step.norm / length : 1;
  for (std::size_t i = 0; i < size; ++i) gradient[i] = static_cast<float>(sum[i] * shrink);
  state_.adam.step(gradient, rate, state_.weights);
  return report;
}

/// Throws if a process has other weights. If every checksum equals the mean, all are equal.
void Trainer::check_weights(double sum_of_checksums) const {
  const double expected = checksum_of(state_.weights) * static_cast<double>(ranks_.size());
  if (sum_of_checksums == expected) return;
  throw std::logic_error("process " + std::to_string(ranks_.rank()) +
                         " trains other weights than the others; they must run the same program "
                         "on equal processors");
}

/// Averages the weights over iterations (Polyak, Juditsky: Acceleration of stochastic approximation
/// by averaging, SIAM J. Control and Optimization 30, 1992), with exponential weights because the
/// first iterations are far from the optimum.
void Trainer::average() {
  const auto keep = static_cast<float>(config_.step.averaging);
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
