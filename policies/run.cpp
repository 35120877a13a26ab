#include "policies/run.hpp"

#include <chrono>
#include <ctime>
#include <string>
#include <utility>

#include "policies/duplicator.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace kairos {
namespace {

using std::chrono::nanoseconds;

/// The processor time of this thread, which does not grow while other threads run.
nanoseconds processor_time() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

/// Adds up the time of questions to a policy. Questions that are likely to take long are
/// always timed: the first after a job has arrived, unless such questions are short, and those that
/// follow a long one. The others are sampled at random, and the sample stands for all that are not
/// timed.
class QuestionClock {
 public:
  /// With `one_in` = 1 every question is timed.
  QuestionClock(std::uint64_t one_in, ReadClock clock)
      : clock_(clock), one_in_(one_in), to_time_(one_in == 1 ? 1 : 0) {}

  template <class Ask>
  auto time(bool is_special, Ask ask) {
    ++asked_;
    if (to_time_ > 0) return timed(special_, ask);
    if (is_special && --until_special_ == 0) {
      const nanoseconds before = special_.sum;
      auto answer = timed(special_, ask);
      until_special_ = special_.sum - before < short_time ? special_one_in : 1;
      return answer;
    }
    if (--until_next_ > 0) return ask();
    until_next_ = 1 + gaps_.index(2 * one_in_ - 1);
    return timed(drawn_, ask);
  }
  [[nodiscard]] std::uint64_t asked() const { return asked_; }
  /// The time of all questions, if every question is timed.
  [[nodiscard]] nanoseconds sum() const { return special_.sum; }
  [[nodiscard]] double seconds() const {
    const double drawn = seconds_of(drawn_.sum);
    if (drawn_.count == 0) return seconds_of(special_.sum);
    const auto all = static_cast<double>(asked_ - special_.count);
    return seconds_of(special_.sum) + drawn * all / static_cast<double>(drawn_.count);
  }

 private:
  struct Questions {
    std::uint64_t count = 0;
    nanoseconds sum{};
  };
  static constexpr nanoseconds long_time = std::chrono::microseconds(5);
  static constexpr nanoseconds short_time = std::chrono::microseconds(1);
  static constexpr std::uint64_t special_one_in = 8;  ///< It applies while they are short.

  template <class Ask>
  auto timed(Questions& questions, Ask& ask) {
    const nanoseconds begin = read_clock();
    auto answer = ask();
    const nanoseconds taken = read_clock() - begin;
    questions.sum += taken;
    ++questions.count;
    if (one_in_ == 1) return answer;
    if (to_time_ > 0) --to_time_;
    if (taken >= long_time) to_time_ = one_in_;
    return answer;
  }
  [[nodiscard]] nanoseconds read_clock() const {
    if (clock_ != nullptr) return clock_();
    return std::chrono::steady_clock::now().time_since_epoch();
  }
  static double seconds_of(nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
  }

  ReadClock clock_;  ///< Null for the wall clock.
  std::uint64_t one_in_, asked_ = 0;
  std::uint64_t until_next_ = 1, until_special_ = 1;
  std::uint64_t to_time_;  ///< Number of questions to time: all, or those after a long one.
  Questions special_, drawn_;
  Random gaps_{0};
};

/// The processor time of each pass of a run, as far as it is a part of decision time: measured, or
/// replayed from an earlier run.
class PassClock {
 public:
  explicit PassClock(const DecisionTime& decision_time)
      : replayed_(decision_time.replayed.get()), is_on_(decision_time.measured > 0) {}

  /// True if questions must be timed.
  [[nodiscard]] bool measures() const { return is_on_ && replayed_ == nullptr; }
  /// The seconds of the pass that has just ended, given the time of all questions so far.
  double end_pass(nanoseconds sum) {
    if (!is_on_) return 0;
    const nanoseconds taken = replayed_ == nullptr ? sum - charged_ : next_replayed();
    charged_ = sum;
    times_.push_back(taken);
    return std::chrono::duration<double>(taken).count();
  }
  [[nodiscard]] PassTimes take() {
    if (is_on_ && replayed_ != nullptr && times_.size() != replayed_->size()) throw mismatch();
    return std::move(times_);
  }

 private:
  [[nodiscard]] nanoseconds next_replayed() const {
    if (times_.size() == replayed_->size()) throw mismatch();
    return (*replayed_)[times_.size()];
  }
  [[nodiscard]] InputError mismatch() const {
    return InputError("the times of " + std::to_string(replayed_->size()) +
                      " scheduling passes are replayed, but this run has another number of "
                      "passes; measure them again, without --replay");
  }

  const PassTimes* replayed_;  ///< Null if the times are measured.
  const bool is_on_;
  nanoseconds charged_{};  ///< The time of questions that earlier passes have been charged for.
  PassTimes times_;
};

}  // namespace

DecisionCount run(Simulator& simulator, Policy& policy, std::uint64_t timed_one_in) {
  return run(simulator, policy, {}, timed_one_in);
}

DecisionCount run(Simulator& simulator, Policy& policy, const std::function<void()>& stepped,
                  std::uint64_t timed_one_in, ReadClock read_clock) {
  const DecisionTime& decision_time = simulator.decision_time();
  PassClock passes(decision_time);
  const bool times_all = passes.measures() || policy.plans_ahead();
  if (read_clock == nullptr && passes.measures()) read_clock = processor_time;
  QuestionClock clock(times_all ? 1 : timed_one_in, read_clock);
  DecisionCount count;
  const SystemView& view = simulator.view();
  policy.begin(view);
  simulator.ask_for_forms([&](JobId job, JobForms& forms) {
    clock.time(true, [&] {
      policy.choose_form(view, job, forms);
      return true;
    });
  });
  if (Duplicator* const duplicator = policy.duplicator()) {
    simulator.ask_for_copies([&clock, &view, duplicator](JobId job) {
      return clock.time(true, [&] { return duplicator->with_copies(view, job); });
    });
  }
  simulator.tell_dropped([&](JobId job) { policy.forget(job); });
  simulator.tell_skipped([&](TaskRef task) { policy.skip(task, view); });
  const bool takes_time = decision_time.is_on();
  std::optional<JobId> newest;
  while (simulator.advance()) {
    if (stepped) stepped();
    if (view.ready().empty()) continue;
    const std::uint64_t before = count.decisions;
    bool is_first_of_job = newest != view.jobs().back();
    while (!view.ready().empty()) {
      const auto decision = clock.time(is_first_of_job, [&] { return policy.decide(view); });
      if (is_first_of_job) newest = view.jobs().back();
      is_first_of_job = false;
      if (!decision) {
        simulator.ask_at(policy.next_question());
        break;
      }
      simulator.apply(*decision);
      ++count.decisions;
    }
    if (!takes_time || count.decisions == before) continue;
    simulator.end_pass(decision_time.of(count.decisions - before, passes.end_pass(clock.sum())));
  }
  simulator.ask_for_forms({});
  simulator.ask_for_copies({});
  simulator.tell_dropped({});
  simulator.tell_skipped({});
  count.questions = clock.asked();
  count.policy_seconds = clock.seconds();
  count.pass_times = passes.take();
  return count;
}

}  // namespace kairos
