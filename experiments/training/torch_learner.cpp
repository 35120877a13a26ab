// The part of the training that uses LibTorch, as a module that only `kairos train` loads:
// compiling torch/torch.h takes 20 s, and loading the library takes one second.
//
// The code works with LibTorch 1.13 and 2.x: it only uses operations that both have, and the
// optional types of neither.
#include <torch/torch.h>
#include <torch/version.h>

#include "experiments/training/learner.hpp"
#include "experiments/training/torch_networks.hpp"

namespace kairos {
namespace {

using torch::Tensor;

std::int64_t whole(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

/// The questions of a batch as index tensors: the row and the question of each option.
struct Indices {
  Tensor row, question, answer;

  explicit Indices(const Batch& batch) {
    std::vector<std::int64_t> rows, owners, answers;
    rows.reserve(batch.options.size());
    owners.reserve(batch.options.size());
    answers.reserve(batch.questions.size());
    for (std::size_t q = 0; q < batch.questions.size(); ++q) {
      const AnsweredQuestion& asked = batch.questions[q];
      const std::size_t shift = asked.question == Question::task ? 0 : batch.tasks.rows();
      answers.push_back(whole(rows.size() + asked.answer));
      for (std::uint32_t i = 0; i < asked.options; ++i) {
        rows.push_back(whole(batch.options[asked.first_option + i] + shift));
        owners.push_back(whole(q));
      }
    }
    row = torch::tensor(rows);
    question = torch::tensor(owners);
    answer = torch::tensor(answers);
  }
};

/// Computes the log softmax over the options of each question.
Tensor log_probabilities(const Tensor& logits, const Indices& at, std::int64_t questions) {
  const Tensor options = logits.index_select(0, at.row);
  // The highest logit of each question is subtracted to avoid overflow.
  const Tensor detached = options.detach();
  Tensor highest = torch::full({questions}, -1e30);
  const float* value = detached.data_ptr<float>();
  const std::int64_t* owner = at.question.data_ptr<std::int64_t>();
  float* most = highest.data_ptr<float>();
  for (std::int64_t i = 0; i < detached.numel(); ++i) {
    most[owner[i]] = std::max(most[owner[i]], value[i]);
  }
  const Tensor shifted = options - highest.index_select(0, at.question);
  const Tensor sums = torch::zeros({questions}).index_add(0, at.question, shifted.exp());
  return shifted - sums.log().index_select(0, at.question);
}

class TorchLearner final : public Learner {
 public:
  TorchLearner() {
    torch::set_num_threads(1);  // At this size, threads inside operations cost more than they save.
  }

  LossReport gradient(const Architecture& architecture, std::span<const float> weights,
                      const Batch& batch, const PolicyObjective& objective,
                      std::span<float> gradient) override {
    const Tensor flat = floats(weights.data(), {whole(weights.size())}).clone();
    flat.requires_grad_(true);
    const Tensor logits =
        torch::cat({kairos::logits(architecture, Question::task, flat, batch.tasks),
                    kairos::logits(architecture, Question::place, flat, batch.places)});
    const Indices at(batch);
    const std::int64_t questions = whole(batch.questions.size());
    const Tensor all = log_probabilities(logits, at, questions);
    std::vector<float> before, advantages;
    for (const AnsweredQuestion& question : batch.questions) {
      before.push_back(question.log_probability);
      advantages.push_back(question.advantage);
    }
    const Tensor chosen = all.index_select(0, at.answer);
    const Tensor advantage = floats(advantages.data(), {questions});
    const Tensor log_ratio = chosen - floats(before.data(), {questions});
    const Tensor ratio = log_ratio.exp();
    const Tensor entropy = -(all.exp() * all).sum() / static_cast<double>(questions);
    const Tensor gain =
        objective.clip > 0
            ? torch::min(ratio * advantage,
                         ratio.clamp(1 - objective.clip, 1 + objective.clip) * advantage)
            : chosen * advantage;
    const Tensor loss = -gain.mean() - objective.entropy * entropy;
    loss.backward();
    const float* slope = flat.grad().data_ptr<float>();
    std::copy(slope, slope + gradient.size(), gradient.begin());
    const Tensor outside = ((ratio - 1).abs() > objective.clip).to(torch::kFloat32).mean();
    return {loss.item<double>(), entropy.item<double>(),
            (ratio - 1 - log_ratio).mean().item<double>(), outside.item<double>()};
  }

  std::vector<float> logits(const Architecture& architecture, std::span<const float> weights,
                            Question question, const Observation& rows) override {
    const torch::NoGradGuard no_gradient;
    const Tensor result = kairos::logits(architecture, question,
                                         floats(weights.data(), {whole(weights.size())}), rows);
    const float* data = result.data_ptr<float>();
    return {data, data + result.numel()};
  }

  [[nodiscard]] std::string version() const override {
    return "LibTorch " + std::to_string(TORCH_VERSION_MAJOR) + '.' +
           std::to_string(TORCH_VERSION_MINOR);
  }
};

}  // namespace
}  // namespace kairos

extern "C" kairos::Learner* kairos_make_learner() {
  return new kairos::TorchLearner;
}
