// Tests that the program answers mistakes on the command line and in files with exit code 2 and a
// message that suggests a correction.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kairos_program;
using ::testing::Not;

class BadInput : public testing::FolderFixture {
 protected:
  template <class Matcher>
  static void expect(const std::string& command, Matcher matcher) {
    const auto result = kairos_program(command);
    EXPECT_EQ(result.code, 2) << command << "\n" << result.output;
    EXPECT_THAT(result.output, matcher) << command;
    EXPECT_LE(result.output.size(), 520U) << command;
  }
};

const std::string small = R"(name: small
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft, random]
report: {gantt: false}
)";

TEST_F(BadInput, MisspeltCommandsAndOptionsGetTheNearestName) {
  expect("rnu x.yaml", HasSubstr("unknown command 'rnu'; did you mean 'run'?"));
  expect("chekc", HasSubstr("unknown command 'chekc'; did you mean 'check'?"));
  expect("run x.yaml --sede 3", HasSubstr("unknown option '--sede'; did you mean '--seed'?"));
  expect("", HasSubstr("the command is missing; add one, such as 'run'; see 'kairos --help'"));
}

TEST_F(BadInput, HelpOfACommandIsPrintedByBothForms) {
  const auto by_option = kairos_program("run --help");
  const auto by_command = kairos_program("help run");
  EXPECT_EQ(by_command.code, 0);
  EXPECT_THAT(by_command.output, HasSubstr("Usage: kairos run"));
  EXPECT_EQ(by_command.output, by_option.output);
  EXPECT_THAT(kairos_program("help").output, HasSubstr("Usage: kairos [OPTIONS] SUBCOMMAND"));
}

TEST_F(BadInput, ANameOfTheLibraryGetsThePathOfItsFile) {
  const std::string source = KAIROS_SOURCE_DIR;
  expect("run first_light",
         HasSubstr("did you mean '" + source + "/experiments/catalogue/first_light.yaml'?"));
  expect("check ds3_soc.yaml",
         HasSubstr("did you mean '" + source + "/platforms/library/ds3_soc.yaml'?"));
  expect("check nothing.yaml", HasSubstr("the file does not exist; check its name"));
}

TEST_F(BadInput, ASeedNamesItsOption) {
  expect("run " + write("a.yaml", small) + " --seed two",
         HasSubstr("--seed: 'two' is not a whole number"));
}

TEST_F(BadInput, FilesOfAnotherKindGetTheRightCommand) {
  const std::string source = KAIROS_SOURCE_DIR;
  expect("run " + source + "/experiments/catalogue/train_learned.yaml",
         HasSubstr("'kairos train'"));
  expect("train " + source + "/experiments/catalogue/first_light.yaml", HasSubstr("'kairos run'"));
  expect("run " + source + "/platforms/library/ds3_soc.yaml", HasSubstr("'kairos check'"));
  expect("trace " + source + "/workloads/library/ds3.yaml", HasSubstr("this is a workload"));
}

TEST_F(BadInput, NamesThatAreTooLongAreRefusedWithoutAllOfThem) {
  const std::string name(300, 'n');
  expect("check " + write("a.yaml", "name: x\nplatform: " + name + "\n"),
         AllOf(HasSubstr("a.yaml:2:11: unknown platform"), Not(HasSubstr(name))));
  expect("check " + write("b.yaml", "name: x\nplatform: ./" + name + ".yaml\n"),
         HasSubstr("b.yaml:2:11: file"));
  expect("check " + (folder / name).string(), HasSubstr("cannot be accessed"));
  std::string labelled = small;
  labelled.replace(labelled.find("random"), 6,
                   "{name: random, label: " + std::string(250, 'l') + "}");
  expect("check " + write("c.yaml", labelled), HasSubstr("has more than 100 characters"));
}

TEST_F(BadInput, ControlCharactersDoNotReachTheTerminal) {
  const auto result = kairos_program("check " + write("a.yaml", small + "\"\\e]0;evil\\a\": 1\n"));
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.output, HasSubstr("unknown key '\\x1b]0;evil\\x07'"));
  EXPECT_EQ(result.output.find('\x1b'), std::string::npos);
}

TEST_F(BadInput, SideFilesThatAreNotFilesAreRefusedAtOnce) {
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const auto with_trace = [&](const std::string& file) {
    return write("trace.yaml",
                 "name: t\nplatform: ds3_soc\nworkload: {use: ds3, streams: [{arrivals: {name: "
                 "trace, file: " +
                     file + "}}]}\npolicies: [heft]\n");
  };
  expect("check " + with_trace("/dev/zero"), HasSubstr("'/dev/zero': this is a pipe or a device"));
  expect("check " + with_trace("pipe"), HasSubstr("pipe': this is a pipe or a device"));
  expect("check " + with_trace("."), HasSubstr("this is a folder"));
  expect("check " + with_trace("none.txt"), HasSubstr("the file does not exist"));
  static_cast<void>(write("empty.txt", "\n"));
  expect("check " + with_trace("empty.txt"), HasSubstr("empty.txt': the file is empty"));
  static_cast<void>(write("dos.txt", "\xEF\xBB\xBF# instants\r\n0 s\r\n1 ms\r\n"));
  EXPECT_EQ(kairos_program("check " + with_trace("dos.txt")).code, 0);
  expect("check " + pipe, HasSubstr("this is a pipe or a device"));
}

TEST_F(BadInput, AssigningASweptKeyIsRefused) {
  const std::string file =
      write("a.yaml", small + "sweep: {workload.streams.0.arrivals.rate: [2 /ms, 5 /ms]}\n");
  const std::string key = "workload.streams.0.arrivals.rate";
  expect("check " + file + " --set " + key + "=banana",
         HasSubstr("use --set 'sweep." + key + "=[...]' instead"));
  expect("check " + file + " --set workload.streams.0.arrivals.rat='1 /ms'",
         HasSubstr("unknown key 'rat'; did you mean 'rate'?"));
  EXPECT_EQ(kairos_program("check " + file + " --set 'sweep." + key + "=[1 /ms]'").code, 0);
  EXPECT_EQ(kairos_program("check " + file + " --set workload.streams.0.jobs=5").code, 0);
}

TEST_F(BadInput, TheBaseValueOfASweptKeyIsChecked) {
  std::string text = small + "sweep: {workload.streams.0.arrivals.rate: [2 /ms, 5 /ms]}\n";
  text.replace(text.find("2 /ms"), 5, "two");
  expect("check " + write("a.yaml", text), HasSubstr("a.yaml:3:"));
}

TEST_F(BadInput, NegativeDeadlinesAreRefused) {
  expect("check " + write("w.yaml",
                          "name: w\napplications: [{name: a, deadline: -1 ms, tasks: "
                          "[{name: t}]}]\n"),
         HasSubstr("'deadline' is '-1 ms'; it must be zero or more"));
}

TEST_F(BadInput, UnknownWeightsHaveAPlace) {
  std::string text = small;
  text.replace(text.find("random"), 6, "{name: learned, weights: defualt}");
  expect("check " + write("a.yaml", text),
         HasSubstr("a.yaml:4:43: unknown weights 'defualt'; did you mean 'default'?"));
  text.replace(text.find("defualt"), 7, "./none.weights");
  expect("check " + write("b.yaml", text),
         AllOf(HasSubstr("b.yaml:4:43: file '"), HasSubstr("none.weights': the file does not")));
}

TEST_F(BadInput, CsvOfSolutionsIsQuoted) {
  const auto result = kairos_program(
      "solve --format csv " +
      write("i.json", R"({"name": "a, b", "n": 1, "p": 1, "cost": [[1]], "edges": []})"));
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.output, HasSubstr("\n\"a, b\",heft,1,1,0,true,"));
}

TEST_F(BadInput, ATimeLimitNamesItsOption) {
  expect("solve --time-limit 5 --policy optimal " +
             write("i.json", R"({"n": 1, "p": 1, "cost": [[1]], "edges": []})"),
         HasSubstr("--time-limit: '5' is not a duration"));
}

/// The file is refused when it is checked, not only when it is run.
TEST_F(BadInput, UnknownNamesInOptionsOfPoliciesAreFoundByCheck) {
  std::string named = small;
  named.replace(named.find("[heft, random]"), 14,
                "[{name: fixed_priority, order: [wifi_tx, wifi_rr]}]");
  expect("check " + write("a.yaml", named),
         AllOf(HasSubstr("a.yaml"), HasSubstr("'wifi_rr'"), HasSubstr("'wifi_rx'")));
}

}  // namespace
}  // namespace kairos
