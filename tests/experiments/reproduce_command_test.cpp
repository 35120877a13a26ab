// Tests `kairos reproduce` from outside: names, formats, exit codes and refusals.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/gallery/gallery_writer.hpp"
#include "experiments/gallery/shown_row.hpp"
#include "sim/base/registry.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::kairos_program;
using Json = nlohmann::json;

/// A job of one task of 10 ms.
const std::string steps = R"(name: steps
description: a step of 10 ms
platform: {name: chip, clusters: [{name: cpu, kind: cpu, kernels: {step: 10 ms}}]}
workload:
  name: one
  applications: [{name: app, tasks: [{name: t, kernel: step}]}]
  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
policies: [earliest_finish, heft]
expect:
)";

/// 10 ms instead of 8 ms are 25 % more, and 10 ms instead of 10.1 ms are 0.99 % less.
const std::string within =
    "  - {name: length, where: {policy: heft}, metric: makespan_s, value: 10.1 ms, tolerance: 2 %, "
    "source: a book}\n";
const std::string outside =
    "  - {name: too_short, where: {policy: heft}, metric: makespan_s, value: 8 ms, tolerance: 2 "
    "%}\n";
const std::string without = "  - {name: heat, kind: not reproducible, why: the book has no heat}\n";

class Reproduce : public testing::FolderFixture {
 protected:
  [[nodiscard]] std::string file(const std::string& rows) const {
    return write("steps.yaml", steps + rows);
  }
};

TEST_F(Reproduce, SucceedsIfAllRowsThatCountAreWithinTheirTolerance) {
  const auto result = kairos_program("reproduce " + file(within + without));
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("steps: a step of 10 ms\n"), HasSubstr("10.1 ms"),
                                   HasSubstr("10 ms"), HasSubstr("-0.99 %"), HasSubstr("within"),
                                   HasSubstr("heat: the book has no heat"),
                                   HasSubstr("2 rows of 1 file: 1 of 1 that count")));
}

TEST_F(Reproduce, ExitsWith1IfARowIsOutsideItsTolerance) {
  const auto result = kairos_program("reproduce --hidden " + file(within + outside));
  EXPECT_EQ(result.code, 1) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("+25.00 %"), HasSubstr("outside"),
                                   HasSubstr("2 rows of 1 file: 1 of 2 that count")));
}

/// The result of the first task, 40 MB, does not fit into 20 MB.
TEST_F(Reproduce, ExitsWith1IfARunFails) {
  const std::string too_small = R"(name: too_small
platform:
  name: gpu
  clusters: [{name: gpu, kind: gpu, throughput: {any: 10 Top/s}, memory: [hbm]}]
  memory: [{name: hbm, bandwidth: 1 TB/s, size: 20 MB}]
cost: roofline
workload:
  name: requests
  applications:
    - {name: a, tasks: [{name: p, work: 60 Gop}, {name: d, work: 1 Gop, after: {p: 40 MB}}]}
  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
policies: [earliest_finish]
expect:
)";
  const auto result = kairos_program(
      "reproduce " + write("too_small.yaml",
                           too_small + "  - {metric: makespan_s, value: 6 ms, tolerance: 2 %}\n"));
  EXPECT_EQ(result.code, 1) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("failed"), HasSubstr("memory")));
}

TEST_F(Reproduce, WritesJson) {
  const auto result = kairos_program("reproduce --format json " + file(within + outside + without));
  EXPECT_EQ(result.code, 1) << result.output;
  const Json document = Json::parse(result.output);
  const Json& row = document.at("rows").at(0);
  EXPECT_EQ(row.at("experiment"), "steps");
  EXPECT_EQ(row.at("row"), "length");
  EXPECT_EQ(row.at("kind"), "reproduced");
  EXPECT_EQ(row.at("unit"), "ms");
  EXPECT_EQ(row.at("published"), 10.1);
  EXPECT_NEAR(row.at("simulated").get<double>(), 10, 1e-12);
  EXPECT_NEAR(row.at("difference").get<double>(), -0.1 / 10.1, 1e-12);
  EXPECT_NEAR(row.at("absolute_difference").get<double>(), -0.1, 1e-12);
  EXPECT_EQ(row.at("tolerance"), "2 %");
  EXPECT_EQ(row.at("verdict"), "within");
  EXPECT_EQ(document.at("rows").at(1).at("verdict"), "outside");
  EXPECT_EQ(document.at("rows").at(1).at("source"), "a book");
  EXPECT_TRUE(document.at("rows").at(2).at("simulated").is_null());
  EXPECT_EQ(document.at("summary").at("passes"), false);
  EXPECT_EQ(document.at("summary").at("kinds").at("reproduced").at("rows"), 2);
  EXPECT_EQ(document.at("summary").at("kinds").at("reproduced").at("passed"), 1);
}

TEST_F(Reproduce, GivesTheSameTextForAnyNumberOfJobs) {
  const std::string call = "reproduce --format json " + file(within) + " --jobs ";
  EXPECT_EQ(kairos_program(call + "1").output, kairos_program(call + "4").output);
}

TEST_F(Reproduce, RefusesWrongInputWith2) {
  const auto expect_refused = [](const std::string& arguments, const std::string& because) {
    const auto result = kairos_program("reproduce " + arguments);
    EXPECT_EQ(result.code, 2) << result.output;
    EXPECT_THAT(result.output, HasSubstr(because));
  };
  expect_refused("20_skp", "unknown gallery file '20_skp'; did you mean '20_skip'?");
  expect_refused(path("none.yaml"), "none.yaml");
  expect_refused(write("bare.yaml", steps.substr(0, steps.find("expect:"))),
                 "the experiment has no 'expect'");
  expect_refused(file("  - {metric: makespan, value: 1, tolerance: 1 %}\n"),
                 "did you mean 'makespan_s'?");
  expect_refused("--format text " + file(within), "text");
}

TEST_F(Reproduce, IsCheckedByCheckAndIgnoredByRun) {
  const auto checked = kairos_program("check " + file("  - {metric: makespan, value: 1}\n"));
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.output, HasSubstr("'tolerance' is missing"));
  EXPECT_EQ(kairos_program("check " + file(within + outside)).code, 0);
  EXPECT_EQ(kairos_program("run " + file(outside) + " --out " + path("out")).code, 0);
}

TEST_F(Reproduce, TakesNamesWithAndWithoutTheNumber) {
  const auto by_name = kairos_program("reproduce 20_skip --format json");
  ASSERT_EQ(by_name.code, 0) << by_name.output;
  EXPECT_EQ(kairos_program("reproduce skip --format json").output, by_name.output);
  EXPECT_EQ(kairos_program("reproduce 20 --format json").output, by_name.output);
  const auto together = kairos_program("reproduce 20 skip 45 --format json");
  ASSERT_EQ(together.code, 0) << together.output;
  EXPECT_EQ(Json::parse(together.output).at("summary").at("files"), 2);
}

TEST_F(Reproduce, StatesWhyAPaperHasNoCounterpart) {
  const auto result = kairos_program("reproduce 27");
  EXPECT_EQ(result.code, 0) << result.output;
  EXPECT_THAT(result.output, AllOf(HasSubstr("27_hwe_bench"), HasSubstr("not reproducible")));
}

Reproduction two_rows() {
  ComparedRow a;
  a.name = "a_b";
  a.unit = "C";
  a.published = 45;
  a.simulated = 47;
  a.tolerance = {{3, "K"}};
  a.verdict = verdict_of(a);
  ComparedRow b = a;
  b.name = "x | y";
  b.unit = "1";
  b.published = 0.5;
  b.simulated = 0.25;
  b.tolerance = {{0.02, ""}, {1e-9, ""}};
  b.verdict = verdict_of(b);
  b.why = "100 % off";
  b.source = "Smith & Jones";
  return {{{"test", "two rows", {a, b}}}, {"slow_one"}};
}

std::string written(const std::string& format) {
  return Choice<GalleryWriter>(format).make()->write(two_rows());
}

/// 2 K above 45 C, and half of 0.5.
TEST(GalleryWriters, ShowDifferencesInTheUnitOfTheTolerance) {
  const Reproduction rows = two_rows();
  EXPECT_EQ(shown(rows.experiments[0].rows[0]),
            (ShownRow{"a_b", "45 C", "47 C", "+2 K", "3 K", "reproduced", "within"}));
  EXPECT_EQ(
      shown(rows.experiments[0].rows[1]),
      (ShownRow{"x | y", "0.5", "0.25", "-50.00 %", "2 % or 1e-09", "reproduced", "outside"}));
}

/// The errors are 2 / 45 = 4.4 % and 50 %.
TEST(GalleryWriters, SummariseByKind) {
  EXPECT_EQ(summary_of(two_rows()),
            "2 rows of 1 file: 1 of 2 that count are within their tolerance (reproduced: 1 of 2, "
            "mean error 27 %). 1 slow file left out; --slow runs them too.");
}

TEST(GalleryWriters, WriteATable) {
  EXPECT_THAT(written("table"),
              AllOf(HasSubstr("test: two rows\n"), HasSubstr("  a_b  "),
                    HasSubstr("    x | y: 100 % off\n"), HasSubstr("published or measured")));
}

TEST(GalleryWriters, WriteMarkdown) {
  EXPECT_THAT(written("markdown"),
              AllOf(HasSubstr("## test\n\ntwo rows\n\n| row | published or measured |"),
                    HasSubstr("| a\\_b | 45 C | 47 C | +2 K | 3 K | reproduced | within |\n"),
                    HasSubstr("| x \\| y | 0.5 | 0.25 | -50.00 % | 2 % or 1e-09 | reproduced | "
                              "**outside** |\n"),
                    HasSubstr("- Source: Smith \\& Jones\n"), HasSubstr("- x \\| y: 100 % off\n")));
}

TEST(GalleryWriters, WriteLatex) {
  EXPECT_THAT(written("latex"),
              AllOf(HasSubstr("\\begin{longtable}{lrrrrll}\n"),
                    HasSubstr("a\\_b & 45 C & 47 C & +2 K & 3 K & reproduced & within \\\\\n"),
                    HasSubstr("-50.00 \\%"), HasSubstr("\\end{longtable}\n")));
}

}  // namespace
}  // namespace kairos
