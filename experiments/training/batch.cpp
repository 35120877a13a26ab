#include "experiments/training/learner.hpp"

namespace kairos {
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
  tasks.append(other.tasks);
  places.append(other.places);
}

}  // namespace kairos
