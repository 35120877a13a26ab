#include "experiments/report/csv_export.hpp"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/report/csv_row.hpp"
#include "sim/base/error.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<RunRecord> records() {
  std::vector<RunRecord> all;
  for (const char* policy : {"heft", "met, the \"naive\" one"}) {
    for (const std::uint64_t seed : {1U, 2U}) {
      RunRecord r;
      const auto i = static_cast<double>(all.size());
      r.key = {all.size(), policy, {{"workload.rate", "1 /ms"}}, seed, std::to_string(all.size())};
      r.outcome.fingerprint = 0xab + all.size();
      r.outcome.metrics = {{"energy_j", "", 0.1 * i},
                           {"energy_j", "cpu0", 1},
                           {"makespan_s", "", 1.0 / 3},
                           {"decision_wall_s", "", 1e-7},
                           {"from a later version", "", i}};
      r.outcome.wall_seconds = 0.5;
      all.push_back(r);
    }
  }
  return all;
}

class CsvExport : public testing::FolderFixture {
 protected:
  void export_all(const std::vector<RunRecord>& runs) const {
    export_csv(folder, runs, compare(runs, {"energy_j"}, "heft"));
  }
};

TEST_F(CsvExport, WritesARowPerRunWithTheMetricsInTheOrderOfReports) {
  export_all(records());
  EXPECT_THAT(read("runs.csv"), HasSubstr("index,policy,workload.rate,seed,fingerprint,"));
  EXPECT_THAT(read("runs.csv"), HasSubstr("\n0,heft,1 /ms,1,00000000000000ab,"));
  EXPECT_THAT(read("runs.csv"), HasSubstr("0.3333333333333333"));
  EXPECT_EQ(std::ranges::count(read("runs.csv"), '\n'), 5);
}

TEST_F(CsvExport, KeepsMetricsThatThisProgramDoesNotKnow) {
  export_all(records());
  EXPECT_THAT(read("runs.csv"), HasSubstr(",from a later version\n"));
}

TEST_F(CsvExport, WritesApplicationsAndElementsInRowsOfTheirOwn) {
  export_all(records());
  EXPECT_THAT(read("subjects.csv"), HasSubstr("index,policy,seed,subject,metric,value\n"
                                              "0,heft,1,cpu0,energy_j,1\n"));
}

TEST_F(CsvExport, QuotesCommasAndQuotes) {
  export_all(records());
  EXPECT_THAT(read("runs.csv"), HasSubstr("\n2,\"met, the \"\"naive\"\" one\",1 /ms,1,"));
  EXPECT_EQ(csv_row(std::vector<std::string>{"a", "b\nc", ""}), "a,\"b\nc\",\n");
}

TEST_F(CsvExport, KeepsWallTimesOutOfAllFilesButOne) {
  export_all(records());
  EXPECT_THAT(read("wall.csv"), HasSubstr("index,decision_wall_s,wall_s\n0,1e-07,0.5\n"));
  for (const char* name : {"runs.csv", "subjects.csv", "summary.csv"}) {
    EXPECT_THAT(read(name), Not(HasSubstr("wall"))) << name;
  }
}

TEST_F(CsvExport, DoesNotDependOnTheOrderOfRecords) {
  std::vector<RunRecord> runs = records();
  export_all(runs);
  std::vector<std::string> before, after;
  const auto names = {"runs.csv", "subjects.csv", "summary.csv", "wall.csv"};
  for (const char* name : names) before.push_back(read(name));
  std::ranges::reverse(runs);
  export_all(runs);
  for (const char* name : names) after.push_back(read(name));
  EXPECT_EQ(before, after);
}

TEST_F(CsvExport, LeavesNoUnfinishedFiles) {
  export_all(records());
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.insert(entry.path().filename().string());
  }
  EXPECT_EQ(names, (std::set<std::string>{".kairos_files", "runs.csv", "subjects.csv",
                                          "summary.csv", "wall.csv"}));
}

TEST_F(CsvExport, NamesTheFileThatCannotBeWritten) {
  std::filesystem::remove_all(folder);
  std::ofstream(folder) << "a file where the folder should be";
  try {
    export_all(records());
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("runs.csv: cannot be written"));
  }
}

}  // namespace
}  // namespace kairos
