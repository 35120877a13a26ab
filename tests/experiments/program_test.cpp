// Tests the program from outside: exit codes, messages and resuming.
#include "tests/support/program.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/experiment/run.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kairos_program;

namespace fs = std::filesystem;

class Program : public testing::FolderFixture {
 protected:
  void expect_refused(const std::string& text, const std::string& because) const {
    const auto result = kairos_program("check " + write("wrong.yaml", text));
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_THAT(result.output, HasSubstr(because));
  }
};

const std::string small = R"(name: small
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft, random]
seeds: 2
report: {gantt: false}
)";

TEST_F(Program, RefusesHostileFilesWithOneSentence) {
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'm'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i)
      bomb += std::string(i == 0 ? "*" : ",*") + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  expect_refused(bomb, "once its aliases are written out");
  expect_refused(std::string(10'000, '[') + std::string(10'000, ']'), "nested too deeply");
  expect_refused("", "the file is empty");
  expect_refused(std::string("a: \0\1\2", 6), "the file is not a text file");
  expect_refused("a: 1\na: 2\n", "appears twice");
  EXPECT_EQ(kairos_program("check " + (folder / "none.yaml").string()).code, 2);
}

TEST_F(Program, NamesFileLineAndColumnOfAMisspeltKey) {
  expect_refused(small + "sedes: 3\n",
                 "wrong.yaml:7:1: unknown key 'sedes'; did you mean 'seeds'?");
}

TEST_F(Program, RefusesASweepThatRunsTheSameTwice) {
  expect_refused(small + "sweep: {workload.streams.0.jobs: [50, 50]}\n", "the same runs twice");
}

TEST_F(Program, ResumesIntoAChangedSweepAsIfItHadBegunWithIt) {
  const std::string before = write("before.yaml", small);
  const std::string after =
      write("after.yaml", small + "sweep: {workload.streams.0.arrivals.rate: [2 /ms, 5 /ms]}\n");
  const std::string out = (folder / "resumed").string();
  EXPECT_EQ(kairos_program("run " + before + " --out " + out).code, 0);
  EXPECT_EQ(kairos_program("run " + after + " --resume --out " + out).code, 0);
  EXPECT_EQ(kairos_program("run " + after + " --jobs 1 --out " + (folder / "fresh").string()).code,
            0);
  for (const char* file : {"runs.csv", "subjects.csv", "summary.csv"}) {
    EXPECT_FALSE(read(std::string("fresh/") + file).empty());
    EXPECT_EQ(read(std::string("resumed/") + file), read(std::string("fresh/") + file)) << file;
  }
}

TEST_F(Program, ShowsAlternativesByNameInTablesFilesAndPlots) {
  const std::string file = write("named.yaml", small + R"(sweep:
  test:
    few: {workload.streams.0.jobs: 5}
    "many, or so": {workload.streams.0.jobs: 30, noise: {name: lognormal, sigma: 0.1}}
)");
  const std::string call = "run " + file + " --out " + folder.string();
  EXPECT_THAT(kairos_program(call + " --set sweep.test=few").output, HasSubstr("test = few\n"));
  const auto result = kairos_program(call + " --resume");
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("test = many, or so\n"));
  EXPECT_THAT(read("runs.csv"), HasSubstr("index,policy,test,seed,"));
  EXPECT_THAT(read("runs.csv"), HasSubstr("\n0,heft,few,1,"));
  EXPECT_THAT(read("summary.csv"), HasSubstr("\n\"many, or so\",random,"));
  EXPECT_THAT(read("plot.svg"), HasSubstr(">many, or so</text>"));
}

TEST_F(Program, DrawsPicturesFromStoredRecordingsAlone) {
  const std::string call = "run " + write("small.yaml", small) + " --out " + folder.string();
  ASSERT_EQ(kairos_program(call).code, 0);
  const std::string with_pictures = call + " --set report.gantt=true";
  EXPECT_THAT(kairos_program(with_pictures + " --resume").output,
              HasSubstr("note: 2 pictures are left out"));
  EXPECT_FALSE(fs::exists(folder / "gantt_heft.svg"));
  ASSERT_EQ(kairos_program(with_pictures).code, 0);
  const std::string drawn = read("gantt_heft.svg");
  EXPECT_THAT(drawn, HasSubstr("class=\"bar\""));
  fs::remove(folder / "gantt_heft.svg");
  ASSERT_EQ(kairos_program(with_pictures + " --resume").code, 0);
  EXPECT_EQ(read("gantt_heft.svg"), drawn);
}

TEST_F(Program, DrawsRunsOfTheOtherBackend) {
  const std::string call = "run " + write("small.yaml", small) +
                           " --set report.gantt=true --set backend=simgrid --out " +
                           folder.string();
  ASSERT_EQ(kairos_program(call).code, 0);
  EXPECT_THAT(read("gantt_heft.svg"), HasSubstr("class=\"bar\""));
}

TEST_F(Program, ListsFormatsAndWritesThem) {
  EXPECT_THAT(kairos_program("list formats").output,
              AllOf(HasSubstr("csv"), HasSubstr("json"), HasSubstr("markdown"), HasSubstr("text")));
  const std::string call = "run " + write("small.yaml", small) + " --out " + folder.string();
  EXPECT_THAT(kairos_program(call + " --format markdown").output, HasSubstr("| heft (baseline) |"));
  EXPECT_EQ(kairos_program(call + " --format latxe").code, 2);
}

TEST_F(Program, ListsAndDescribesKindsOfSessions) {
  EXPECT_THAT(kairos_program("list sessions").output,
              AllOf(HasSubstr("agent"), HasSubstr("chat"), HasSubstr("request_trace"),
                    HasSubstr("samples"), HasSubstr("speech")));
  const auto chat = kairos_program("describe session chat");
  EXPECT_EQ(chat.code, 0) << chat.output;
  EXPECT_THAT(
      chat.output,
      AllOf(HasSubstr("turns = 1 (distribution of numbers, such as {lognormal: [500, 0.8]}, "
                      "at least 1 in some draws"),
            HasSubstr("pause = 0 s (distribution of durations, such as {exponential: 2 s})")));
  EXPECT_THAT(kairos_program("describe session chatt").output,
              HasSubstr("unknown kind of session 'chatt'; did you mean 'chat'?"));
}

TEST_F(Program, KeepsEveryTaskWhenAskedEvenOfRunsThatHadEnded) {
  const std::string call = "run " + write("small.yaml", small) + " --out " + folder.string();
  ASSERT_EQ(kairos_program(call).code, 0);
  EXPECT_EQ(read("tasks.csv"), "");
  ASSERT_EQ(kairos_program(call + " --resume --set report.tasks=true").code, 0);
  std::size_t expected = 1;  // The first line is the heading.
  for (RunConfig& config : expand(experiment_from_text(small, "small")).runs) {
    config.keep_tasks = true;
    expected += run(config).tasks.size();
  }
  const std::string tasks = read("tasks.csv");
  EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(tasks, '\n')), expected);
  EXPECT_THAT(tasks, HasSubstr("\n3,random,2,19,"));  // This is the last job of the last run.
}

TEST_F(Program, SolvesAnInstanceAsPublished) {
  const std::string file = write("one.json", R"({"name": "two", "n": 2, "p": 2,
    "cost": [[2, null], [5, 1]], "edges": [[0, 1, 2]], "bw": [[0, 1], [1, 0]]})");
  const auto result = kairos_program("solve " + file + " --policy heft --format json");
  ASSERT_EQ(result.code, 0) << result.output;
  const auto solutions = nlohmann::json::parse(result.output);
  EXPECT_EQ(solutions[0]["makespan"], 5);  // 2, then 2 for the data, then 1 on the other element.
  EXPECT_EQ(solutions[0]["schedule"][1], (nlohmann::json{1, 1, 4.0, 5.0}));
}

TEST_F(Program, SaysWhatIsWrongWithFaults) {
  const std::string model = "model: {name: exponential, mtbf: 1 ms}";
  expect_refused(small + "faults: {failures: [{elements: A51, " + model + "}]}",
                 "unknown element, cluster or kind 'A51'; did you mean");
  expect_refused(small + "faults: {links: [{links: bus, " + model + "}]}",
                 "unknown shared link 'bus'");
  expect_refused(small + "faults: {errors: [{elements: all}]}",
                 "errors have neither 'probability' nor 'rate'; write at least one of them");
  expect_refused(small + "faults: {failures: [{model: {name: exponental}}]}",
                 "unknown fault model 'exponental'; did you mean 'exponential'?");
  expect_refused(small +
                     "faults: {failures: [{model: {name: scripted, times: [{at: 5 ms, for: 2 ms}, "
                     "{at: 6 ms}]}}]}",
                 "the outage at 6 ms begins before the previous one has ended");
}

TEST_F(Program, ProvesAScheduleAndSaysHowFarAnotherMayBe) {
  const std::string file = write("one.json", R"({"name": "three", "n": 3, "p": 2,
    "cost": [[2, 2], [2, 3], [2, 3]], "edges": [[0, 1, 2], [0, 2, 2]]})");
  const auto result =
      kairos_program("solve " + file + " --policy optimal --time-limit '10 s' --format json");
  ASSERT_EQ(result.code, 0) << result.output;
  const auto solution = nlohmann::json::parse(result.output)[0];
  // All tasks on the first element; with one on the second it would be 2 + 2 + 3.
  EXPECT_EQ(solution["makespan"], 6);
  EXPECT_EQ(solution["lower_bound"], 6);
  EXPECT_EQ(solution["gap"], 0);
  EXPECT_TRUE(solution["proved"].get<bool>());
  const auto other = kairos_program("solve " + file + " --policy minimum_execution");
  EXPECT_THAT(other.output, HasSubstr("gap to bound"));
  EXPECT_EQ(kairos_program("solve " + file + " --policy optimal --time-limit soon").code, 2);
}

TEST_F(Program, SolvesJobShopsInTheirOwnFormats) {
  const std::string files = std::string(KAIROS_SOURCE_DIR) + "/tests/import_files/";
  const auto text =
      kairos_program("solve " + files + "shop.jsp --policy heft,optimal --format json");
  ASSERT_EQ(text.code, 0) << text.output;
  const auto solutions = nlohmann::json::parse(text.output);
  EXPECT_EQ(solutions[1]["makespan"], 6);
  EXPECT_TRUE(solutions[1]["proved"].get<bool>());
  EXPECT_EQ(solutions[1]["note"], "");
  const auto json = kairos_program("solve " + files + "shops.json --format csv");
  EXPECT_THAT(json.output, HasSubstr("\nsmall,heft,"));
  EXPECT_THAT(json.output, HasSubstr("\none,heft,2.5,2.5,0,true,"));
}

/// 53 tasks of 10 and one of 1 on two equal elements: the bound is 531 / 2, and the best schedule
/// has 27 tasks of 10 on one element.
TEST_F(Program, SaysWhyAScheduleIsNotProvedOptimal) {
  std::string costs = "[1, 1]";
  for (int i = 0; i < 53; ++i) costs += ", [10, 10]";
  const std::string file = write(
      "many.json", R"({"name": "many", "n": 54, "p": 2, "edges": [], "cost": [)" + costs + "]}");
  const auto result = kairos_program("solve " + file + " --policy optimal");
  ASSERT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output,
              HasSubstr("many, optimal: not proved optimal: the job has 54 tasks, and 'largest' "
                        "admits jobs of 50"));
  const auto json = kairos_program("solve " + file + " --policy optimal --format json");
  const auto solution = nlohmann::json::parse(json.output)[0];
  EXPECT_EQ(solution["makespan"], 270);
  EXPECT_EQ(solution["lower_bound"], 266);
  EXPECT_THAT(solution["note"].get<std::string>(), HasSubstr("only annealed and bounded"));
}

}  // namespace
}  // namespace kairos
