#include "policies/learned/attention.hpp"

#include <Eigen/Dense>
#include <cmath>

namespace kairos {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::RowVectorXf;

Eigen::Index whole(std::size_t count) {
  return static_cast<Eigen::Index>(count);
}

/// Computes x W + b.
template <class Input>
Matrix dense(const Input& x, const float* weights, std::size_t outputs) {
  const Eigen::Map<const Matrix> w(weights, x.cols(), whole(outputs));
  const Eigen::Map<const Vector> b(weights + w.size(), whole(outputs));
  Matrix y = x * w;
  y.rowwise() += b;
  return y;
}

template <class Input>
Matrix embed(const Input& x, const float* weights) {
  return dense(x, weights, attention_width).array().tanh();
}

/// Returns the mean of the rows, weighted by the softmax of their scores.
template <class Block>
Vector glimpse(const Block& rows, const Eigen::VectorXf& scores) {
  const Eigen::ArrayXf shares = (scores.array() - scores.maxCoeff()).exp();
  return (shares.matrix().transpose() * rows) / shares.sum();
}

/// Writes the logits of embedded rows, for one question.
template <class Block>
void point(const Vector& query, const Block& rows, std::span<const float* const> layers,
           float* logits) {
  const Matrix q = dense(query, layers[0], attention_width);
  Matrix pointed = dense(rows, layers[1], attention_width);
  pointed.rowwise() += q.row(0);
  pointed = pointed.array().tanh().eval();
  Eigen::Map<Eigen::VectorXf>(logits, rows.rows()) = dense(pointed, layers[2], 1).col(0);
}

/// Calls `answer(question, first row, rows)` for every question.
template <class Answer>
void for_every_question(const Observation& rows, Answer answer) {
  std::size_t begin = 0;
  for (std::uint32_t question = 0; question < rows.questions; ++question) {
    std::size_t end = begin;
    while (end < rows.rows() && rows.question_of_row[end] == question) ++end;
    if (end > begin) answer(question, begin, end - begin);
    begin = end;
  }
}

}  // namespace

void attend(const Architecture& a, std::span<const float* const> layers, Question question,
            const Observation& rows, std::span<float> logits) {
  const bool tasks = question == Question::task;
  const std::size_t inputs = tasks ? a.task_inputs : a.place_inputs;
  const Eigen::Map<const Matrix> x(rows.features.data(), whole(rows.rows()), whole(inputs));
  const Matrix embedded =
      embed(x, layers[tasks ? scarl_parts::task_embedding : scarl_parts::place_embedding]);
  for_every_question(rows, [&](std::size_t q, std::size_t begin, std::size_t count) {
    const auto block = embedded.middleRows(whole(begin), whole(count));
    if (tasks) {
      const Eigen::VectorXf scores = dense(block, layers[scarl_parts::task_scores], 1).col(0);
      point(glimpse(block, scores), block, layers.subspan(scarl_parts::task_pointer),
            &logits[begin]);
      return;
    }
    const Eigen::Map<const Vector> task(rows.context.data() + q * a.task_inputs,
                                        whole(a.task_inputs));
    const Matrix e = embed(task, layers[scarl_parts::task_embedding]);
    const Eigen::VectorXf scores =
        block * e.row(0).transpose() / std::sqrt(static_cast<float>(attention_width));
    Vector query(2 * whole(attention_width));
    query << e.row(0), glimpse(block, scores);
    point(query, block, layers.subspan(scarl_parts::place_pointer), &logits[begin]);
  });
}

}  // namespace kairos
