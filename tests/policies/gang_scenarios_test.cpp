// Runs small random scenarios with gangs and all kinds of faults. Under every policy, the members
// of each gang start at the same instant, end at the same instant and are lost together, and every
// job finishes.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/complaints.hpp"
#include "tests/support/random_gangs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Follows the steps of all gangs of a run.
class GangBook final : public Probe {
 public:
  explicit GangBook(const Scenario& scenario)
      : graph_(*scenario.workload.applications.front().graph) {}

  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskStarted, TaskFinished, TaskLost, TaskErred, JobFinished>();
  }
  void observe(Time now, Event event) override {
    if (const auto* started = event.as<TaskStarted>()) {
      start(now, started->task);
    } else if (const auto* finished = event.as<TaskFinished>()) {
      finish(now, *finished);
    } else if (const auto* lost = event.as<TaskLost>()) {
      lose(now, lost->task);
    } else if (const auto* erred = event.as<TaskErred>()) {
      lose(now, erred->task);
    } else {
      ++jobs;
    }
  }
  [[nodiscard]] const std::string& complaint() const { return complaints_.first(); }

  std::size_t jobs = 0;                   ///< Number of jobs that have finished.
  std::uint64_t steps = 0, repeated = 0;  ///< Numbers of steps that came to their end or were lost.

 private:
  /// A step of a gang: the members that have started, finished, and were lost or wrong.
  struct Step {
    Time start, end;
    std::set<TaskId> started, finished, lost;
  };

  /// The step of the gang of a task; null for an ordinary task.
  Step* step_of(TaskRef task) {
    const std::optional<GangId> gang = graph_.gangs().of(task.task);
    return gang ? &steps_[{task.job, *gang}] : nullptr;
  }
  [[nodiscard]] std::size_t size_of(TaskRef task) const {
    return graph_.gangs().members(*graph_.gangs().of(task.task)).size();
  }

  void start(Time now, TaskRef task) {
    Step* const step = step_of(task);
    if (step == nullptr) return;
    if (step->started.empty()) step->start = now;
    complaints_.expect(step->start == now, "members started at different instants", now);
    complaints_.expect(step->started.insert(task.task).second, "a member started twice", now);
    complaints_.expect(step->lost.empty(), "a step began before the last one was given up", now);
  }

  void finish(Time now, const TaskFinished& finished) {
    Step* const step = step_of(finished.task);
    if (step == nullptr) return;
    if (step->finished.empty()) step->end = now;
    complaints_.expect(step->end == now, "members finished at different instants", now);
    complaints_.expect(step->started.size() == size_of(finished.task),
                       "a member finished that started without others", now);
    complaints_.expect(step->lost.empty(), "a member finished although another one was lost", now);
    complaints_.expect(finished.start == step->start, "a member finished another step", now);
    complaints_.expect(step->finished.insert(finished.task.task).second, "finished twice", now);
    if (step->finished.size() == size_of(finished.task)) ++steps;
  }

  void lose(Time now, TaskRef task) {
    Step* const step = step_of(task);
    if (step == nullptr) return;
    complaints_.expect(step->started.contains(task.task), "lost what did not run", now);
    complaints_.expect(step->finished.empty(), "lost after its end", now);
    complaints_.expect(step->lost.insert(task.task).second, "lost twice", now);
    if (step->lost.size() < size_of(task)) return;
    ++repeated;
    *step = {};
  }

  const JobGraph& graph_;
  Complaints complaints_;
  std::map<std::pair<JobId, GangId>, Step> steps_;
};

/// Policies that send tasks at once, and policies that hold them back until an element is free.
constexpr std::array policies{"earliest_finish", "first_come",     "edf",    "random",
                              "round_robin",     "shortest_first", "heft_rt"};

TEST(GangScenarios, MembersStartAndEndTogetherAndEveryJobFinishes) {
  std::uint64_t steps = 0, repeated = 0;
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    const std::string policy = policies[seed % policies.size()];
    const RandomGangs drawn(seed);
    GangBook book(drawn.get());
    SCOPED_TRACE("seed " + std::to_string(seed) + " under " + policy);
    try {
      const RunResult result = run_with(drawn.get(), policy, &book);
      Joules energy;
      for (const Joules of_element : result.element_energy) energy += of_element;
      EXPECT_NEAR(energy.value(), result.integral.value(), 1e-9 * result.integral.value());
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
    EXPECT_EQ(book.complaint(), "");
    EXPECT_EQ(book.jobs, drawn.jobs());
    ASSERT_FALSE(HasFailure());
    steps += book.steps;
    repeated += book.repeated;
  }
  EXPECT_GT(steps, 6'000U);
  EXPECT_GT(repeated, 500U);
}

}  // namespace
}  // namespace kairos
