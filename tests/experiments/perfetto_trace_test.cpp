#include "experiments/charts/perfetto_trace.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/builders.hpp"

namespace kairos::testing {
namespace {

using nlohmann::json;

/// The first job is x -> y: x runs on the core from 2 to 5 us, y on the accelerator from 6 to 9.25
/// us. The x of a second job runs on the accelerator beside y, from 7 to 8 us.
std::vector<TaskFinished> three_tasks() {
  std::vector<TaskFinished> tasks(3);
  tasks[0].task = {JobId{0}, TaskId{0}};
  tasks[0].ready = Time(1_us);
  tasks[0].start = Time(2_us);
  tasks[0].finish = Time(5_us);
  tasks[0].energy = Joules(0.5);
  tasks[1].task = {JobId{0}, TaskId{1}};
  tasks[1].element = ElementId{1};
  tasks[1].ready = tasks[1].start = Time(6_us);
  tasks[1].finish = Time(9250_ns);
  tasks[2].task = {JobId{1}, TaskId{0}};
  tasks[2].element = ElementId{1};
  tasks[2].ready = tasks[2].start = Time(7_us);
  tasks[2].finish = Time(8_us);
  return tasks;
}

Scenario two_elements() {
  return scenario(chip()
                      .element("core", {})
                      .element("accelerator", {})
                      .slots(2)
                      .bandwidth(BytesPerSecond(1e9))
                      .build(),
                  graph("job \"1\"").task("x").task("y\n", {{"x", Bytes(1)}}).build());
}

json events(const std::string& phase) {
  json chosen = json::array();
  const json trace = json::parse(perfetto_trace(three_tasks(), two_elements()));
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] == phase) chosen.push_back(event);
  }
  return chosen;
}

/// The core fails at 4 us while it runs the task, and returns at 6 us.
TEST(PerfettoTrace, ShowsOutagesAndWhatTheyCost) {
  Scenario s =
      scenario(chip().element("core", {{"x", 10_us}}).build(), graph("job").task("x").build());
  s.incidents.push_back({Time(4_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  s.incidents.push_back({Time(6_us), Incident::Kind::repair, {}, 0, ElementId{0}});
  FaultLog faults(s);
  const RunResult result = run_with(s, "earliest_finish", &faults);
  const json trace = json::parse(perfetto_trace(result.tasks, s, faults.spans()));
  std::vector<std::string> seen;
  for (const json& event : trace["traceEvents"]) {
    if (event.value("cat", "") != "fault") continue;
    seen.push_back(event["ph"].get<std::string>() + " " + event["name"].get<std::string>() + " " +
                   event["ts"].dump());
  }
  EXPECT_EQ(seen,
            (std::vector<std::string>{"b x of job#0 lost on core 0", "e x of job#0 lost on core 4",
                                      "b core down 4", "e core down 6"}));
}

TEST(PerfettoTrace, HasASlicePerTask) {
  const json slices = events("X");
  ASSERT_EQ(slices.size(), 3U);
  EXPECT_EQ(slices[0]["name"], "x");
  EXPECT_EQ(slices[0]["ts"], 2);
  EXPECT_EQ(slices[0]["dur"], 3);
  EXPECT_EQ(slices[0]["args"], json({{"job", 0},
                                     {"application", "job \"1\""},
                                     {"kernel", "x"},
                                     {"energy_j", 0.5},
                                     {"waited_us", 1}}));
  EXPECT_EQ(slices[1]["name"], "y\n");
  EXPECT_EQ(slices[1]["dur"], 3.25);
}

TEST(PerfettoTrace, GivesTasksThatRunTogetherThreadsOfTheirOwn) {
  const json slices = events("X");
  EXPECT_EQ(slices[1]["pid"], slices[2]["pid"]);
  EXPECT_NE(slices[1]["tid"], slices[2]["tid"]);
  std::vector<std::string> names;
  for (const json& event : events("M")) {
    if (event["name"] == "thread_name") names.push_back(event["args"]["name"]);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"core", "accelerator", "accelerator (2)"}));
}

TEST(PerfettoTrace, DrawsAnArrowPerEdge) {
  const json from = events("s");
  const json to = events("f");
  ASSERT_EQ(from.size(), 1U);
  ASSERT_EQ(to.size(), 1U);
  EXPECT_EQ(from[0]["id"], to[0]["id"]);
  EXPECT_EQ(from[0]["ts"], 4.998);  // The instant is inside the slice of x.
  EXPECT_EQ(to[0]["ts"], 6);
}

TEST(PerfettoTrace, SpansJobsAndCountsThem) {
  const json begins = events("b");
  const json ends = events("e");
  ASSERT_EQ(begins.size(), 2U);
  EXPECT_EQ(begins[0]["ts"], 1);
  EXPECT_EQ(ends[0]["ts"], 9.25);
  std::vector<std::pair<double, int>> counts;
  for (const json& event : events("C")) counts.emplace_back(event["ts"], event["args"]["jobs"]);
  EXPECT_EQ(counts, (std::vector<std::pair<double, int>>{{1, 1}, {7, 2}, {8, 1}, {9.25, 0}}));
}

/// y reads 6 bytes that x writes. They are in memory from the start of x to the end of y.
TEST(PerfettoTrace, CountsWhatIsInMemories) {
  Scenario s = scenario(chip().element("core", {{"x", 4_us}, {"y", 2_us}}).build(),
                        graph("job").task("x").task("y", {{"x", Bytes(6)}}).build());
  s.platform.memories.push_back({"sram", Bytes(10), WhenFull::wait, {{MemoryId{0}, {}, {}}}});
  s.platform.clusters.front().home = MemoryId{0};
  ChipLog log(s);
  const RunResult result = run_with(s, "earliest_finish", &log);
  const json trace = json::parse(perfetto_trace(result.tasks, s, {}, &log));
  std::vector<std::pair<double, double>> used;
  for (const json& event : trace["traceEvents"]) {
    if (event["name"] == "sram in use (B)") used.emplace_back(event["ts"], event["args"]["value"]);
  }
  EXPECT_EQ(used, (std::vector<std::pair<double, double>>{{0, 6}, {6, 0}}));
}

/// The power is 0.5 W until 1 us and then 2 W for 4 us and for 2 us; the trace contains the second
/// value once.
TEST(PerfettoTrace, CountsThePowerOfEveryElement) {
  const Scenario s =
      scenario(chip().cluster("core", 1, {{"x", 4_us}, {"y", 2_us}}, Watts(2), Watts(0.5)).build(),
               graph("job").task("x").task("y", {{"x", Bytes(6)}}).build(), {1_us});
  ChipLog log(s);
  const RunResult result = run_with(s, "earliest_finish", &log);
  const json trace = json::parse(perfetto_trace(result.tasks, s, {}, &log));
  std::vector<std::pair<double, double>> powers;
  for (const json& event : trace["traceEvents"]) {
    if (event["name"] == "core power (W)") powers.emplace_back(event["ts"], event["args"]["value"]);
  }
  EXPECT_EQ(powers, (std::vector<std::pair<double, double>>{{0, 0.5}, {1, 2}}));
}

/// x runs from 0.4 to 2500.6 ns and y from then on. Both are shown in whole nanoseconds, and y
/// begins where x ends.
TEST(PerfettoTrace, LetsTasksThatTouchTouch) {
  std::vector<TaskFinished> tasks(2);
  tasks[0].start = Time(Duration::picoseconds(400));
  tasks[0].finish = tasks[1].start = Time(Duration::picoseconds(2'500'600));
  tasks[1].task.task = TaskId{1};
  tasks[1].finish = Time(Duration::picoseconds(4'000'900));
  const json trace = json::parse(perfetto_trace(tasks, two_elements()));
  json slices = json::array();
  for (const json& event : trace["traceEvents"]) {
    if (event["ph"] == "X") slices.push_back({event["ts"], event["dur"]});
  }
  EXPECT_EQ(slices, json({{0, 2.5}, {2.5, 1.5}}));
}

TEST(PerfettoTrace, SaysWhatItIsOf) {
  TraceOptions options;
  options.labels = {{"experiment", "race"}, {"policy", "heft"}, {"seed", "3"}};
  const json trace =
      json::parse(perfetto_trace(three_tasks(), two_elements(), {}, nullptr, options));
  EXPECT_EQ(trace["otherData"], json({{"experiment", "race"}, {"policy", "heft"}, {"seed", "3"}}));
  EXPECT_NE(trace.dump().find("experiment race, policy heft, seed 3"), std::string::npos);
}

/// At 5.5 us x of the first job is over; y and the second job are not.
TEST(PerfettoTrace, ShowsAWindow) {
  TraceOptions options;
  options.from = Time(5500_ns);
  const json late =
      json::parse(perfetto_trace(three_tasks(), two_elements(), {}, nullptr, options));
  options = {{}, Time{}, Time(4_us)};
  const json early =
      json::parse(perfetto_trace(three_tasks(), two_elements(), {}, nullptr, options));
  const auto count = [](const json& trace, const std::string& phase) {
    return std::ranges::count_if(trace["traceEvents"],
                                 [&](const json& event) { return event["ph"] == phase; });
  };
  EXPECT_EQ(count(late, "X"), 2);
  EXPECT_EQ(count(late, "b"), 2);
  EXPECT_EQ(count(early, "X"), 1);
  EXPECT_EQ(count(early, "b"), 1);
}

TEST(PerfettoTrace, ParsesWithoutTasks) {
  EXPECT_FALSE(json::parse(perfetto_trace({}, two_elements()))["traceEvents"].empty());
}

TEST(PerfettoTrace, GivesEqualBytesForEqualTasks) {
  EXPECT_EQ(perfetto_trace(three_tasks(), two_elements()),
            perfetto_trace(three_tasks(), two_elements()));
}

}  // namespace
}  // namespace kairos::testing
