// Tests the estimate of the wall-clock time in a policy from the calls that are timed.
#include <chrono>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using std::chrono::microseconds;
using std::chrono::nanoseconds;

/// The clock of these tests, which only the policy below moves.
nanoseconds now{};
nanoseconds read_now() {
  return now;
}

/// Sends the oldest ready task to the first element and takes a long time for it: either for the
/// first call about a job, like a policy that plans jobs, or for each call.
class SlowPolicy final : public Policy {
 public:
  SlowPolicy(nanoseconds planning, nanoseconds deciding)
      : planning_(planning), deciding_(deciding) {}

  std::optional<Decision> decide(const SystemView& view) override {
    const bool is_new = planned_ != view.jobs().back();
    planned_ = view.jobs().back();
    const nanoseconds taken = is_new ? planning_ : deciding_;
    now += taken;
    spent_ += taken;
    return Decision{view.ready().front(), ElementId{0}};
  }
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(spent_).count(); }

 private:
  nanoseconds planning_, deciding_;
  nanoseconds spent_{};
  std::optional<JobId> planned_;
};

Scenario jobs_of(std::size_t tasks) {
  GraphBuilder builder = graph("job");
  for (std::size_t t = 0; t < tasks; ++t) {
    const std::string before = "t" + std::to_string(t - 1);
    const std::vector<std::pair<std::string, Bytes>> inputs = {{before, Bytes(0)}};
    builder.task_of_kernel("t" + std::to_string(t), "k",
                           t > 0 ? inputs : std::vector<std::pair<std::string, Bytes>>{});
  }
  std::vector<Duration> arrivals;
  arrivals.reserve(100);
  for (int job = 0; job < 100; ++job)
    arrivals.push_back(Duration::picoseconds(job * 100'000'000LL));
  return scenario(chip().element("cpu", {{"k", 1_us}}).build(), builder.build(), arrivals);
}

/// The largest relative error that the estimate may have.
constexpr double tolerance = 0.05;

double estimate_over_truth(std::size_t tasks, microseconds planning, nanoseconds deciding) {
  const Scenario s = jobs_of(tasks);
  Simulator simulator(s, make_event_backend(s.platform));
  SlowPolicy policy(planning, deciding);
  return run(simulator, policy, {}, 64, read_now).policy_seconds / policy.seconds();
}

TEST(DecisionWall, IsRightForAPolicyThatPlansJobs) {
  for (const std::size_t tasks : {1U, 2U, 7U, 50U, 64U}) {
    EXPECT_NEAR(estimate_over_truth(tasks, microseconds(200), nanoseconds(50)), 1, tolerance)
        << tasks << " tasks a job";
  }
}

TEST(DecisionWall, IsRightForAPolicyThatAlwaysTakesLong) {
  for (const std::size_t tasks : {1U, 7U, 50U}) {
    EXPECT_NEAR(estimate_over_truth(tasks, microseconds(20), microseconds(20)), 1, tolerance)
        << tasks << " tasks a job";
  }
}

}  // namespace
}  // namespace kairos
