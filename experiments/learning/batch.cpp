#include "experiments/learning/learner.hpp"

namespace kairos {
namespace {

void append_rows(Observation& to, const Observation& from) {
  to.features.insert(to.features.end(), from.features.begin(), from.features.end());
  to.prior.insert(to.prior.end(), from.prior.begin(), from.prior.end());
}

}  // namespace

void Batch::append(const Batch& other) {
  const auto tasks_before = static_cast<std::uint32_t>(tasks.rows());
  const auto places_before = static_cast<std::uint32_t>(places.rows());
  for (AnsweredQuestion question : other.questions) {
    const std::uint32_t shift = question.question == Question::task ? tasks_before : places_before;
    const std::uint32_t first = question.first_option;
    question.first_option = static_cast<std::uint32_t>(options.size());
    for (std::uint32_t i = 0; i < question.options; ++i) {
      options.push_back(other.options[first + i] + shift);
    }
    questions.push_back(question);
  }
  append_rows(tasks, other.tasks);
  append_rows(places, other.places);
}

}  // namespace kairos
