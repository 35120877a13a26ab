// Compares mean response times of simulated queues with exact results of queueing theory.
//
//   R   = S + lambda E[S^2] / (2 (1 - rho))        M/G/1, Pollaczek and Khinchine
//   R   = S + C(c, c rho) S / (c (1 - rho))        M/M/c, Erlang's C
//   R_k = S_k + W_0 / ((1 - s_(k-1)) (1 - s_k))    M/G/1 with priorities, Cobham
//   R_k = S_k / (1 - s_(k-1)) + V_k / ((1 - s_(k-1)) (1 - s_k))    the same with interruptions
//   R_k(n) = S_k (1 + Q_k(n - 1))                  closed networks, mean value analysis
//
// S is the mean service time, lambda the rate of arrivals, and rho = lambda S / c the load of c
// servers. A response time is the time from the arrival at a queue to the end of the service.
//
// s_k is the load of the classes 1 to k, W_0 = sum over all classes of lambda_i E[S_i^2] / 2, and
// V_k the same sum over the classes 1 to k.
//
// Kleinrock: Queueing Systems 1, 1975 (M/G/1, M/M/c) and 2, 1976 (interruptions that keep the
// work). Cobham: Priority assignment in waiting line problems, Operations Research 2, 1954.
// Lazowska, Zahorjan, Graham, Sevcik: Quantitative System Performance, 1984 (mean value analysis).
//
// Every test simulates the same 30 seeds, so its outcome does not change. The exact result must lie
// in the 99.9 % confidence interval of the simulated mean, and the interval must be narrow. All
// times are in microseconds.
#include <map>

#include <gtest/gtest.h>

#include "experiments/statistics/statistics.hpp"
#include "policies/run.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

constexpr std::uint64_t jobs = 40'000;   ///< Number of jobs of a run.
constexpr std::uint64_t skipped = 1000;  ///< Number of jobs that are not counted at either end.
constexpr std::uint64_t seeds = 30;

using ByKernel = std::map<std::string, double>;

/// Measures the mean time from a task's first readiness to its end. The first jobs meet an emptier
/// system than later ones, and no jobs follow the last ones, so these are not counted.
class ResponseTimes final : public Probe {
 public:
  explicit ResponseTimes(const Workload& workload) : workload_(workload) {}

  void observe(Time now, Event event) override {
    if (const auto* preempted = event.as<TaskPreempted>()) {
      first_ready_.try_emplace(preempted->task, ready_[preempted->task]);
    } else if (const auto* ready = event.as<TaskReady>()) {
      ready_[ready->task] = now;
    } else if (const auto* task = event.as<TaskFinished>()) {
      finish(*task);
    }
  }
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<TaskReady, TaskPreempted, TaskFinished>();
  }

  [[nodiscard]] ByKernel means() const {
    ByKernel means;
    for (const auto& [kernel, sum] : sums_) {
      means[kernel] = sum.time / static_cast<double>(sum.tasks);
    }
    return means;
  }

 private:
  void finish(const TaskFinished& task) {
    const auto interrupted = first_ready_.find(task.task);
    const Time ready = interrupted == first_ready_.end() ? task.ready : interrupted->second;
    if (interrupted != first_ready_.end()) first_ready_.erase(interrupted);
    ready_.erase(task.task);
    if (index(task.task.job) < skipped || index(task.task.job) >= jobs - skipped) return;
    const JobGraph& graph = *workload_.applications[task.application].graph;
    Sum& sum = sums_[graph[task.task.task].kernel];
    sum.time += (task.finish - ready).microseconds();
    ++sum.tasks;
  }

  struct Sum {
    double time = 0;
    std::uint64_t tasks = 0;
  };
  const Workload& workload_;
  std::map<std::string, Sum> sums_;
  std::map<TaskRef, Time> ready_;        ///< The last readiness of unfinished tasks.
  std::map<TaskRef, Time> first_ready_;  ///< The first readiness of interrupted tasks.
};

ByKernel simulated_means(const Scenario& scenario, const std::string& policy) {
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  ResponseTimes responses(scenario.workload);
  simulator.attach(responses);
  run(simulator, *Choice<Policy>(policy).make());
  return responses.means();
}

/// The width of a 99.9 % interval relative to a 95 % interval: quantiles of Student's distribution
/// with 29 degrees of freedom.
constexpr double wider = 3.6594 / 2.0452;

void expect_means(Scenario scenario, const std::string& policy, const ByKernel& exact) {
  std::map<std::string, std::vector<double>> values;
  for (scenario.seed = 1; scenario.seed <= seeds; ++scenario.seed) {
    for (const auto& [kernel, mean] : simulated_means(scenario, policy)) {
      values[kernel].push_back(mean);
    }
  }
  ASSERT_EQ(values.size(), exact.size());
  for (const auto& [kernel, mean] : exact) {
    const Estimate95 simulated = estimate(values.at(kernel));
    const double half_width = wider * simulated.half_width;
    EXPECT_NEAR(simulated.mean, mean, half_width) << kernel << " under " << policy;
    EXPECT_LT(half_width, 0.02 * mean) << kernel << ": the interval is too wide to tell";
  }
}

template <class Plugin>
Choice<Plugin> choice(const std::string& name,
                      const std::vector<std::pair<std::string, std::string>>& options = {}) {
  Choice<Plugin> choice(name);
  for (const auto& [key, value] : options) choice.options.set(key, Value::scalar(value));
  return choice;
}

Choice<ArrivalProcess> poisson(const std::string& rate) {
  return choice<ArrivalProcess>("poisson", {{"rate", rate}});
}

Choice<NoiseModel> noise(const std::string& name,
                         const std::vector<std::pair<std::string, std::string>>& options = {}) {
  return choice<NoiseModel>(name, options);
}

Scenario queue(const ChipBuilder& chip, const std::shared_ptr<const JobGraph>& graph,
               const Choice<ArrivalProcess>& arrivals, const Choice<NoiseModel>& noise) {
  Scenario s = scenario(chip.build(), graph);
  Stream& stream = s.workload.streams[StreamId{}];
  stream.arrivals = arrivals;
  stream.jobs = jobs;
  s.noise = noise.make();
  return s;
}

// ---- One server

/// One element with a mean service time of 10 us, and a load of 60 %.
Scenario one_server(const Choice<NoiseModel>& noise) {
  return queue(chip().element("server", {{"serve", 10_us}}), graph("job").task("serve").build(),
               poisson("60 /ms"), noise);
}

/// R = 1 / (mu - lambda) = 1 / (0.1 - 0.06) = 25 us.
TEST(OneServer, HasTheResponseTimeOfMM1) {
  expect_means(one_server(noise("exponential")), "earliest_finish", {{"serve", 25}});
}

/// E[S^2] = S^2 = 100, so R = 10 + 0.06 * 100 / (2 * 0.4) = 17.5 us.
TEST(OneServer, HasTheResponseTimeOfMD1) {
  expect_means(one_server(noise("none")), "earliest_finish", {{"serve", 17.5}});
}

/// S is uniform on 0 to 20 us: E[S^2] = 20^2 / 3 = 133.3, so R = 10 + 0.06 * 133.3 / 0.8 = 20 us.
TEST(OneServer, HasTheResponseTimeOfMG1WithUniformTimes) {
  expect_means(one_server(noise("uniform", {{"width", "1"}})), "earliest_finish", {{"serve", 20}});
}

/// E[S^2] = S^2 exp(0.8^2) = 189.648, so R = 10 + 0.06 * 189.648 / 0.8 = 24.2236 us.
TEST(OneServer, HasTheResponseTimeOfMG1WithLognormalTimes) {
  expect_means(one_server(noise("lognormal", {{"sigma", "0.8"}})), "earliest_finish",
               {{"serve", 24.2236}});
}

/// S is 5 us in three of four cases and 25 us in the fourth: E[S^2] = (3 * 25 + 625) / 4 = 175, so
/// R = 10 + 0.06 * 175 / 0.8 = 23.125 us.
TEST(OneServer, HasTheResponseTimeOfMG1WithTwoTimes) {
  Choice<NoiseModel> table("table");
  Value factors = Value::list();
  for (const char* factor : {"0.5", "0.5", "0.5", "2.5"}) {
    factors.items.push_back(Value::scalar(factor));
  }
  table.options.set("factors", factors);
  expect_means(one_server(table), "earliest_finish", {{"serve", 23.125}});
}

// ---- Several servers

/// Four servers with a load of 75 %: C(4, 3) = 0.509434, so R = 10 + 5.09434 / (4 * 0.25) us.
Scenario four_servers(const ChipBuilder& chip) {
  return queue(chip, graph("job").task("serve").build(), poisson("300 /ms"), noise("exponential"));
}
constexpr double response_of_four_servers = 15.0943;

/// `first_come` sends a task only to an idle element, so its ready tasks are one queue for all.
TEST(FourServers, HaveTheResponseTimeOfMMcAsElements) {
  expect_means(
      four_servers(chip().cluster("servers", 4, {{"serve", 10_us}}).bandwidth(BytesPerSecond(1e9))),
      "first_come", {{"serve", response_of_four_servers}});
}

TEST(FourServers, HaveTheResponseTimeOfMMcAsSlots) {
  expect_means(four_servers(chip().element("server", {{"serve", 10_us}}).slots(4)),
               "earliest_finish", {{"serve", response_of_four_servers}});
}

// ---- Priorities

/// One server with two classes of jobs. Urgent jobs of 5 us arrive at 60 /ms and have the earlier
/// deadline whenever they arrive. Jobs of 10 us arrive at 30 /ms. Each class is a load of 30 %.
Scenario two_classes(const Choice<NoiseModel>& noise, const Preemption& preemption = {}) {
  ChipBuilder builder = chip();
  builder.element("server", {{"urgent", 5_us}, {"other", 10_us}});
  builder.last().preemption = preemption;
  Scenario s = queue(builder, graph("urgent").task("urgent").build(), poisson("90 /ms"), noise);
  s.workload.applications[ApplicationId{}].deadline = 1_us;
  s.workload.applications.push_back({"other", graph("other").task("other").build(), 1000_s});
  IdVector<ApplicationId, double>& weights = s.workload.streams[StreamId{}].weights;
  weights[ApplicationId{}] = 2;
  weights.push_back(1);
  return s;
}

/// W_0 = (0.06 * 5^2 + 0.03 * 10^2) / 2 = 2.25 us, the mean rest of the job in service. So
/// R_1 = 5 + 2.25 / 0.7 = 8.21429 us and R_2 = 10 + 2.25 / (0.7 * 0.4) = 18.0357 us.
TEST(TwoClasses, HaveTheResponseTimesOfMD1WithPriorities) {
  expect_means(two_classes(noise("none")), "edf", {{"urgent", 8.21429}, {"other", 18.0357}});
}

/// Exponential times have E[S^2] = 2 S^2, so W_0 = 4.5 us, R_1 = 5 + 4.5 / 0.7 = 11.4286 us and
/// R_2 = 10 + 4.5 / 0.28 = 26.0714 us.
///
/// If a task runs longer than expected, `edf` sends the next one to its element, and an urgent task
/// that arrives then cannot overtake it. Here `edf` believes that tasks take 100 times as long, so
/// none runs longer than that.
TEST(TwoClasses, HaveTheResponseTimesOfMM1WithPriorities) {
  Scenario s = two_classes(noise("exponential"));
  std::shared_ptr<CostModel> belief =
      choice<CostModel>("estimator", {{"bias", "100"}, {"spread", "0"}}).make();
  belief->know_truth(s.cost);
  s.belief = std::move(belief);
  expect_means(s, "edf", {{"urgent", 11.4286}, {"other", 26.0714}});
}

/// Interrupted tasks go on with the work that is left. Urgent tasks do not notice the others:
/// R_1 = 5 / 0.7 = 7.14286 us, and R_2 = 10 / 0.7 + 4.5 / 0.28 = 30.3571 us.
TEST(TwoClasses, HaveTheResponseTimesOfMM1WithInterruptions) {
  const Scenario s =
      two_classes(noise("exponential"), {Interruptible::any, {}, {}, Resumption::keeps});
  expect_means(s, "edf_preemptive", {{"urgent", 7.14286}, {"other", 30.3571}});
  expect_means(s, "fixed_priority", {{"urgent", 7.14286}, {"other", 30.3571}});
}

// ---- Closed networks

/// Mean value analysis: the response times at servers with these mean service times, which clients
/// visit one after the other, then think.
std::vector<double> response_times(const std::vector<double>& services, double think, int clients) {
  std::vector<double> lengths(services.size()), responses(services.size());
  for (int n = 1; n <= clients; ++n) {
    double cycle = think;
    for (std::size_t k = 0; k < services.size(); ++k) {
      responses[k] = services[k] * (1 + lengths[k]);
      cycle += responses[k];
    }
    for (std::size_t k = 0; k < services.size(); ++k) lengths[k] = n / cycle * responses[k];
  }
  return responses;
}

/// Two clients at two equal servers: R(1) = 10, Q(1) = 1/2 and R(2) = 10 * (1 + 1/2) = 15. Three
/// clients at one server: each waits for the two others.
TEST(MeanValueAnalysis, IsAsWorkedOutByHand) {
  EXPECT_DOUBLE_EQ(response_times({10, 10}, 0, 2)[0], 15);
  EXPECT_DOUBLE_EQ(response_times({10}, 0, 3)[0], 30);
}

/// The machine repairman model: eight clients think for 50 us, exponentially distributed.
TEST(ClosedNetwork, HasTheResponseTimeOfMachinesAndARepairman) {
  const Scenario s = queue(
      chip().element("server", {{"serve", 10_us}}), graph("job").task("serve").build(),
      choice<ArrivalProcess>("closed", {{"jobs", "8"}, {"think", "50 us"}, {"random", "true"}}),
      noise("exponential"));
  expect_means(s, "earliest_finish", {{"serve", response_times({10}, 50, 8)[0]}});
}

/// Five clients visit two servers in turn and do not think.
TEST(ClosedNetwork, HasTheResponseTimesOfTwoServersInSequence) {
  const Scenario s = queue(chip()
                               .element("first", {{"a", 10_us}})
                               .element("second", {{"b", 8_us}})
                               .bandwidth(BytesPerSecond(1e9)),
                           graph("job").task("a").task("b", {{"a", Bytes(0)}}).build(),
                           choice<ArrivalProcess>("closed", {{"jobs", "5"}}), noise("exponential"));
  const std::vector<double> exact = response_times({10, 8}, 0, 5);
  expect_means(s, "earliest_finish", {{"a", exact[0]}, {"b", exact[1]}});
}

}  // namespace
}  // namespace kairos
