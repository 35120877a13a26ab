// Tests the quality table of the catalogue, shortened, and the meaning of its columns.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/static/quality_table.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::kairos_program;

const std::vector<std::string> shortened = {"seeds=2", "instances.0.generator.tasks=[10]",
                                            "instances.0.generator.elements=[3]",
                                            "policies.0.steps=20000"};

class QualityTable : public testing::FolderFixture {
 protected:
  std::string run(const std::string& name, const std::string& more) const {
    std::string command =
        "run " + catalogue.string() + " --format csv --out " + path(name) + " " + more;
    for (const std::string& assignment : shortened) command += " --set '" + assignment + "'";
    const auto result = kairos_program(command);
    EXPECT_EQ(result.code, 0) << result.output;
    return result.output;
  }

  const fs::path catalogue = shelf_folder(Shelf::experiments) / "policy_quality.yaml";
};

TEST_F(QualityTable, IsTheSameOnAnyNumberOfWorkersAndResumes) {
  run("one", "--jobs 1");
  run("two", "--jobs 2");
  EXPECT_THAT(read("one/runs.csv"), HasSubstr("heft,random,"));
  for (const char* file : {"runs.csv", "summary.csv", "experiment.yaml"}) {
    EXPECT_EQ(read("one/" + std::string(file)), read("two/" + std::string(file))) << file;
  }
  const std::string before = read("one/runs.csv");
  const std::string output = run("one", "--resume");
  EXPECT_THAT(output, ::testing::Not(HasSubstr(" of "))) << "something ran again";
  EXPECT_EQ(read("one/runs.csv"), before);
}

TEST_F(QualityTable, RanksThePoliciesOfTheShelf) {
  const Quality quality = expand_quality(resolve_quality(read_yaml_file(catalogue), shortened));
  EXPECT_GE(quality.config.policies.size(), 30U);
  std::vector<RunRecord> records;
  records.reserve(quality.runs.size());
  for (const QualityRun& config : quality.runs)
    records.push_back({config.key, kairos::run(config)});
  const Comparison table = quality_table(quality, records);
  ASSERT_EQ(table.points.size(), 2U);
  for (std::size_t point = 0; point < 2; ++point) {
    for (std::size_t p = 0; p < table.policies.size(); ++p) {
      const double ratio = table.cell(point, p, 0).value.mean;
      EXPECT_EQ(table.cell(point, p, 0).value.n, point == 0 ? 2U : 6U);
      EXPECT_GE(table.cell(point, p, 4).value.mean, 1) << "under the bound";
      if (table.policies[p] == "heft") {
        EXPECT_EQ(ratio, 1);
      }
      if (table.policies[p] == "optimal") {
        EXPECT_LT(ratio, 1);
        EXPECT_GE(table.cell(point, p, 3).value.mean, 0.8) << "too much beats it";
      }
    }
  }
}

RunRecord record(const char* policy, const char* instance, double makespan, double bound,
                 bool copies = false) {
  RunRecord made;
  made.key.policy = policy;
  made.key.point = {{"instances", "some"}, {"instance", instance}};
  made.outcome.metrics = {{"makespan_s", "", makespan},
                          {"lower_bound_s", "", bound},
                          {"proved", "", 0},
                          {"copies_allowed", "", copies ? 1.0 : 0.0}};
  made.outcome.wall_seconds = 0.5;
  return made;
}

Comparison table_of(const std::string& policy, const std::vector<RunRecord>& records) {
  Quality quality;
  quality.config.instances.resize(1);
  quality.config.instances[0].name = "some";
  quality.config.policies = {{"base", {}}, {policy, {}}};
  return quality_table(quality, records);
}

/// On two instances, the makespans are 10 and 8, those of the baseline 10 and 10, and the bounds 5
/// and 8.
TEST_F(QualityTable, SaysWhatItsColumnsMean) {
  const Comparison table =
      table_of("other", {record("base", "a", 10, 5), record("other", "a", 10, 4),
                         record("base", "b", 10, 4), record("other", "b", 8, 8)});
  const std::vector<double> expected{0.9, 1, 0.5, 1, (2 + 1) / 2.0, 0.5, 0.5};
  for (std::size_t m = 0; m < expected.size(); ++m) {
    EXPECT_DOUBLE_EQ(table.cell(0, 1, m).value.mean, expected[m]) << table.metrics[m].name;
  }
  EXPECT_DOUBLE_EQ(table.cell(0, 0, 3).value.mean, 0.5);
  EXPECT_DOUBLE_EQ(table.cell(0, 0, 4).value.mean, (2 + 1.25) / 2);
}

/// A schedule with copies of tasks may be shorter than one that is proved optimal without copies.
TEST_F(QualityTable, JudgesCopiesByTheirOwnBound) {
  const Comparison table =
      table_of("copier", {record("base", "a", 10, 10), record("copier", "a", 8, 6, true)});
  EXPECT_DOUBLE_EQ(table.cell(0, 0, 4).value.mean, 1);
  EXPECT_DOUBLE_EQ(table.cell(0, 0, 5).value.mean, 1);
  EXPECT_DOUBLE_EQ(table.cell(0, 1, 4).value.mean, 8.0 / 6);
  EXPECT_DOUBLE_EQ(table.cell(0, 1, 5).value.mean, 0);
}

TEST_F(QualityTable, RefusesWhatItCannotRun) {
  const auto refused = [](const std::string& text) -> std::string {
    try {
      expand_quality(resolve_quality(read_yaml_text(text, "q.yaml"), {}));
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing";
  };
  EXPECT_THAT(refused("{name: q, instances: [{name: a}], policies: heft}"),
              HasSubstr("either a 'generator', or a 'platform' and a 'workload'"));
  EXPECT_THAT(refused("{name: q, instances: [{name: a, generator: layerd}], policies: heft}"),
              HasSubstr("did you mean 'layered'"));
  EXPECT_THAT(
      refused("{name: q, instances: [{name: a, generator: layered}, {name: a, generator: layered}],"
              " policies: heft}"),
      HasSubstr("appear twice"));
  EXPECT_THAT(
      refused(
          "{name: q, instances: [{name: a, generator: {name: layered, ccr: -1}}], policies: heft}"),
      HasSubstr("'ccr'"));
}

}  // namespace
}  // namespace kairos
