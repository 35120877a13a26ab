#include "experiments/charts/charts.hpp"

#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include "experiments/experiment/choose_pictures.hpp"
#include "experiments/experiment/run.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

const std::string labelled = R"(name: "a <b> & c"
platform: {use: ds3_soc_thermal}
workload: {use: ds3, streams: [{arrivals: {name: periodic, rate: 2 /ms}, jobs: 5}]}
policies: [{name: heft, label: "日本"}, {name: earliest_finish, label: "中文"},
           {name: earliest_finish, label: "a b"}, {name: heft, label: "a/b"}]
sweep: {load: {"50 %": {workload.streams.0.jobs: 5}, "50 +": {workload.streams.0.jobs: 6}}}
report: {metrics: [latency_mean_s]}
)";

class Charts : public testing::FolderFixture {
 protected:
  /// Writes the charts of recorded runs. Returns the number of missing charts.
  std::size_t write_all(bool with_recordings = true) {
    Sweep sweep = expand(experiment_from_text(labelled, "labelled"));
    choose_pictures(sweep);
    std::vector<RunRecord> records;
    for (const RunConfig& config : sweep.runs) records.push_back({config.key, run(config)});
    return write_charts(folder, sweep, [&](std::size_t i) {
      return with_recordings ? records[i].outcome.recordings : std::vector<Recording>{};
    });
  }
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (!name.starts_with('.')) found.insert(name);  // The list of own files is left out.
    }
    return found;
  }
};

/// With four policies at two points, no picture is missing and none replaces another.
TEST_F(Charts, HaveNamesOfTheirOwnWhateverLabelsAre) {
  EXPECT_EQ(write_all(), 0U);
  EXPECT_EQ(names(), (std::set<std::string>{
                         "gantt_日本.svg", "gantt_中文.svg", "gantt_a_b.svg", "gantt_a_b_2.svg",
                         "chip_日本_50__.svg", "chip_日本_50___2.svg", "chip_中文_50__.svg",
                         "chip_中文_50___2.svg", "chip_a_b_50__.svg", "chip_a_b_50___2.svg",
                         "chip_a_b_50___3.svg", "chip_a_b_50___4.svg"}));
  EXPECT_NE(read("gantt_a_b_2.svg").find(">a &lt;b&gt; &amp; c: a/b</text>"), std::string::npos);
}

TEST_F(Charts, LeaveForeignFilesAlone) {
  std::ofstream(folder / "gantt_a_b.svg") << "<svg>mine</svg>";
  std::ofstream(folder / "chip_layout.svg") << "<svg>mine</svg>";
  fs::create_symlink("/nowhere", folder / "gantt_link.svg");
  write_all();
  write_all();  // This call replaces the pictures of the first.
  EXPECT_EQ(read("gantt_a_b.svg"), "<svg>mine</svg>");
  EXPECT_EQ(read("chip_layout.svg"), "<svg>mine</svg>");
  EXPECT_TRUE(fs::is_symlink(folder / "gantt_link.svg"));
  EXPECT_TRUE(names().contains("gantt_a_b_3.svg"));
  EXPECT_FALSE(names().contains("gantt_a_b_4.svg"));
}

TEST_F(Charts, AreCountedWhenTheirRunsHaveNoRecordings) {
  EXPECT_EQ(write_all(false), 12U);
  EXPECT_TRUE(names().empty());
}

TEST(ChartNames, AreCutAtWholeCharacters) {
  EXPECT_EQ(file_name_of("heft x=1/2"), "heft_x_1_2");
  EXPECT_EQ(file_name_of("a-b"), "a-b");
  std::string name;
  for (int i = 0; i < 200; ++i) name += "é";
  const std::string cut = file_name_of(name);
  EXPECT_LE(cut.size(), 120U);
  EXPECT_EQ(cut.substr(0, 4), "éé");
  const auto end = cut.rfind('_');
  EXPECT_EQ(end % 2, 0U);
}

}  // namespace
}  // namespace kairos
