#include "experiments/training/environment.hpp"

#include <stdexcept>

namespace kairos {

void Environment::restart(std::uint64_t seed) {
  scenario_.seed = seed;
  simulator_ = std::make_unique<Simulator>(scenario_, make_event_backend(scenario_.platform));
  costs_.clear();
  simulator_->attach(costs_);
  simulator_->tell_skipped([this](TaskRef task) { round_.skip(task); });
  steps_ = 0;
  made_.clear();
}

void Environment::follow(const Environment& other) {
  restart(other.scenario_.seed);
  for (const Made& made : other.made_) {
    while (steps_ < made.after) advance();
    simulator_->apply(made.decision);
  }
  while (steps_ < other.steps_) advance();
  made_ = other.made_;
  round_ = other.round_;
  question_ = other.question_;
  over_ = other.over_;
  new_round_ = other.new_round_;
}

void Environment::reset(std::uint64_t seed) {
  restart(seed);
  round_.clear();
  over_ = !advance();
  if (!over_ && round_.begin(simulator_->view())) {
    question_ = Question::task;
    new_round_ = true;
    if (round_.is_open()) return;
  }
  find_question();
}

double Environment::step(std::size_t row) {
  if (over_ || !is_legal(row)) throw std::logic_error("the environment takes no such action now");
  const double before = costs_.total(now());
  const SystemView& view = simulator_->view();
  new_round_ = false;
  if (question_ == Question::task) {
    round_.take(row, view);
    question_ = Question::place;
    return 0;
  }
  question_ = Question::task;
  if (const auto decision = round_.place(row, view)) {
    simulator_->apply(*decision);
    made_.push_back({*decision, steps_});
    round_.goes_on(view);
  }
  find_question();
  return before - costs_.total(now());
}

bool Environment::advance() {
  const bool goes_on = simulator_->advance();
  ++steps_;
  costs_.measure(*simulator_);
  return goes_on;
}

/// Advances to the next question.
void Environment::find_question() {
  while (!over_ && !round_.is_open()) {
    over_ = !advance();
    if (over_ || simulator_->view().ready().empty()) continue;
    new_round_ = round_.begin(simulator_->view());
  }
}

}  // namespace kairos
