#include "policies/learned/perceptron.hpp"

#include <Eigen/Dense>
#include <algorithm>

namespace kairos {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Input = Eigen::Map<const Matrix>;
using Bias = Eigen::Map<const Eigen::RowVectorXf>;

Eigen::Index whole(std::size_t count) {
  return static_cast<Eigen::Index>(count);
}

/// Reads the layers of a perceptron one after the other.
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

  void operator()(Layers layers, const float* rows, std::size_t count, float* logits) const {
    const Input x(rows, whole(count), whole(inputs));
    const Input w1 = layers.matrix(inputs, first);
    const Bias b1 = layers.bias(first);
    const Input w2 = layers.matrix(first, second);
    const Bias b2 = layers.bias(second);
    const Input w3 = layers.matrix(second, 1);
    const Bias b3 = layers.bias(1);
    const Matrix h1 = ((x * w1).rowwise() + b1).cwiseMax(0.0F);
    const Matrix h2 = ((h1 * w2).rowwise() + b2).cwiseMax(0.0F);
    Eigen::Map<Eigen::VectorXf>(logits, whole(count)) = (h2 * w3.col(0)).array() + b3[0];
  }
};

/// One perceptron over rows, for layer sizes known to the compiler. It needs no memory for
/// intermediate results and is five times as fast.
template <int first, int second>
struct FixedSize {
  std::size_t inputs;

  void operator()(Layers layers, const float* x, std::size_t count, float* logits) const {
    const float* w1 = layers.matrix(inputs, first).data();
    const Eigen::Map<const Eigen::Array<float, first, 1>> b1(layers.bias(first).data());
    const float* w2 = layers.matrix(first, second).data();
    const Eigen::Map<const Eigen::Array<float, second, 1>> b2(layers.bias(second).data());
    const Eigen::Map<const Eigen::Array<float, second, 1>> w3(layers.matrix(second, 1).data());
    const float b3 = layers.bias(1)[0];
    for (std::size_t row = 0; row < count; ++row, x += inputs) {
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

void score_rows(const Perceptron& p, std::span<const float> rows, std::span<float> logits) {
  const Layers layers(p.weights);
  if (p.first_hidden == 32 && p.second_hidden == 16) {
    FixedSize<32, 16>{p.inputs}(layers, rows.data(), logits.size(), logits.data());
  } else {
    AnySize{p.inputs, p.first_hidden, p.second_hidden}(layers, rows.data(), logits.size(),
                                                       logits.data());
  }
}

void dense_sparsely(std::span<const float> x, const float* weights, std::span<float> result) {
  const std::size_t outputs = result.size();
  std::copy_n(weights + x.size() * outputs, outputs, result.begin());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] == 0) continue;
    for (std::size_t o = 0; o < outputs; ++o) result[o] += x[i] * weights[i * outputs + o];
  }
  for (float& y : result) y = std::max(y, 0.0F);
}

}  // namespace kairos
