#include "policies/learned/network.hpp"

#include <Eigen/Dense>
#include <stdexcept>

#include "sim/base/random.hpp"

namespace kairos {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Input = Eigen::Map<const Matrix>;
using Bias = Eigen::Map<const Eigen::RowVectorXf>;

Eigen::Index whole(std::size_t count) {
  return static_cast<Eigen::Index>(count);
}

/// Takes the layers of a perceptron off one after the other.
class Layers {
 public:
  explicit Layers(const float* at) : at_(at) {}
  Input matrix(std::size_t rows, std::size_t columns) {
    return {advance(rows * columns), whole(rows), whole(columns)};
  }
  Bias bias(std::size_t size) { return {advance(size), whole(size)}; }

 private:
  const float* advance(std::size_t count) {
    const float* here = at_;
    at_ += count;
    return here;
  }
  const float* at_;
};

/// One perceptron over rows, for layers of any size.
struct AnySize {
  std::size_t inputs, first, second;

  void operator()(Layers layers, const Observation& rows, float* logits) const {
    const Input x(rows.features.data(), whole(rows.rows()), whole(inputs));
    const Input w1 = layers.matrix(inputs, first);
    const Bias b1 = layers.bias(first);
    const Input w2 = layers.matrix(first, second);
    const Bias b2 = layers.bias(second);
    const Input w3 = layers.matrix(second, 1);
    const Bias b3 = layers.bias(1);
    const Matrix h1 = ((x * w1).rowwise() + b1).cwiseMax(0.0F);
    const Matrix h2 = ((h1 * w2).rowwise() + b2).cwiseMax(0.0F);
    Eigen::Map<Eigen::VectorXf>(logits, whole(rows.rows())) = (h2 * w3.col(0)).array() + b3[0];
  }
};

/// The same for layers known to the compiler: no memory for what is between, five times as fast.
template <int first, int second>
struct FixedSize {
  std::size_t inputs;

  void operator()(Layers layers, const Observation& rows, float* logits) const {
    const float* w1 = layers.matrix(inputs, first).data();
    const Eigen::Map<const Eigen::Array<float, first, 1>> b1(layers.bias(first).data());
    const float* w2 = layers.matrix(first, second).data();
    const Eigen::Map<const Eigen::Array<float, second, 1>> b2(layers.bias(second).data());
    const Eigen::Map<const Eigen::Array<float, second, 1>> w3(layers.matrix(second, 1).data());
    const float b3 = layers.bias(1)[0];
    const float* x = rows.features.data();
    for (std::size_t row = 0; row < rows.rows(); ++row, x += inputs) {
      Eigen::Array<float, first, 1> h1 = b1;
      for (std::size_t i = 0; i < inputs; ++i) {
        h1 += x[i] * Eigen::Map<const Eigen::Array<float, first, 1>>(w1 + i * first);
      }
      Eigen::Array<float, second, 1> h2 = b2;
      for (int i = 0; i < first; ++i) {
        h2 += std::max(h1[i], 0.0F) *
              Eigen::Map<const Eigen::Array<float, second, 1>>(w2 + std::ptrdiff_t{i} * second);
      }
      logits[row] = (h2.max(0.0F) * w3).sum() + b3;
    }
  }
};

}  // namespace

void Architecture::describe(Fields& f) {
  constexpr std::uint64_t widest = 1024;
  f("version", version, "of the meaning of the rows").required();
  f("task_inputs", task_inputs, "numbers in the row of a task").required().between(1, widest);
  f("place_inputs", place_inputs, "numbers in the row of a place").required().between(1, widest);
  f("first_hidden", first_hidden, "units of the first hidden layer").between(1, widest);
  f("second_hidden", second_hidden, "units of the second hidden layer").between(1, widest);
}

Network::Network(const Architecture& architecture, std::vector<float> weights)
    : architecture_(architecture), weights_(std::move(weights)) {
  if (weights_.size() != architecture_.weights()) {
    throw std::logic_error("a network has other weights than its architecture says");
  }
}

void Network::set_weights(std::span<const float> weights) {
  if (weights.size() != weights_.size()) throw std::logic_error("weights of another network");
  weights_.assign(weights.begin(), weights.end());
}

std::span<const float> Network::logits(Question question, const Observation& rows) {
  logits_.resize(rows.rows());
  const std::size_t skipped =
      question == Question::task ? 0 : architecture_.weights(Question::task);
  const Layers layers(weights_.data() + skipped);
  const std::size_t inputs = architecture_.inputs(question);
  if (architecture_.first_hidden == 32 && architecture_.second_hidden == 16) {
    FixedSize<32, 16>{inputs}(layers, rows, logits_.data());
  } else {
    AnySize{inputs, architecture_.first_hidden, architecture_.second_hidden}(layers, rows,
                                                                             logits_.data());
  }
  for (std::size_t row = 0; row < logits_.size(); ++row) logits_[row] += rows.prior[row];
  return logits_;
}

std::vector<float> initial_weights(const Architecture& architecture, std::uint64_t seed) {
  std::vector<float> weights;
  weights.reserve(architecture.weights());
  Random random = Random::stream(seed, "weights");
  const auto draw = [&](std::size_t rows, std::size_t columns) {
    const double scale = std::sqrt(2.0 / static_cast<double>(rows));
    for (std::size_t i = 0; i < rows * columns; ++i) {
      weights.push_back(static_cast<float>(scale * random.normal()));
    }
    weights.insert(weights.end(), columns, 0.0F);
  };
  for (const Question question : {Question::task, Question::place}) {
    draw(architecture.inputs(question), architecture.first_hidden);
    draw(architecture.first_hidden, architecture.second_hidden);
    weights.insert(weights.end(), architecture.second_hidden + 1, 0.0F);
  }
  return weights;
}

}  // namespace kairos
