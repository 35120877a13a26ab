// Reads files of every foreign format, and damaged ones.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/file.hpp"
#include "tests/support/folder_fixture.hpp"
#include "workloads/import/foreign_file.hpp"
#include "workloads/import/json_tree.hpp"
#include "workloads/import/workload_document.hpp"
#include "workloads/writers/writer.hpp"

namespace kairos {
namespace {

using namespace kairos::literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::filesystem::path examples = KAIROS_SOURCE_DIR "/tests/import_files";

Value read(const std::filesystem::path& path, const Reader::Settings& settings = {}) {
  ImportConfig import;
  import.settings = settings;
  return read_foreign_file(path, import, {});
}

WorkloadConfig workload_in(const std::filesystem::path& path,
                           const Reader::Settings& settings = {}) {
  WorkloadConfig config;
  Codec<WorkloadConfig>::read(read(path, settings), config);
  return config;
}

std::shared_ptr<const JobGraph> graph_in(const std::filesystem::path& path,
                                         const Reader::Settings& settings = {}) {
  return workload_in(path, settings).build().applications.front().graph;
}

const Task& task(const JobGraph& graph, const std::string& name) {
  for (const Task& one : graph.tasks()) {
    if (one.name == name) return one;
  }
  throw std::logic_error("no task " + name);
}

/// The graph as lines of text, to compare graphs with.
std::string lines_of(const JobGraph& graph) {
  std::string lines;
  for (std::size_t i = 0; i < graph.size(); ++i) {
    const TaskId id{static_cast<std::uint32_t>(i)};
    const Task& one = graph[id];
    lines += one.name + " " + one.kernel + " " + format(one.work) + " " + format(one.memory);
    for (const auto& [element, time] : one.times) lines += " " + element + "=" + format(time);
    for (const Edge& edge : graph.inputs(id)) {
      lines += " <- " + graph[edge.task].name + " " + format(edge.bytes);
    }
    lines += "\n";
  }
  return lines;
}

TEST(Readers, RecogniseTheirOwnFormatOnly) {
  const std::map<std::string, std::string> formats{
      {"pipeline.dot", "dot"},         {"pipeline.graphml", "graphml"},
      {"control.stg", "stg"},          {"shop.jsp", "jobshop"},
      {"taillard.txt", "jobshop"},     {"shops.json", "jobshop"},
      {"three_cpus.ds3.txt", "ds3"},   {"canonical.ds3.txt", "ds3"},
      {"trace.chakra.json", "chakra"}, {"workflow.wfcommons.json", "wfcommons"}};
  for (const auto& [name, format] : formats) {
    EXPECT_THAT(formats_of({name, read_file(examples / name)}), ElementsAre(format)) << name;
  }
  EXPECT_THAT(formats_of({"x.json", "{\"name\": \"none of them\"}"}), IsEmpty());
}

TEST(Readers, StgHasTimesAndOrder) {
  const auto graph = graph_in(examples / "control.stg");
  EXPECT_EQ(lines_of(*graph),
            "T0 T0 0 op 0 B cpu=0 s\n"
            "T1 T1 0 op 0 B cpu=3 us <- T0 0 B\n"
            "T2 T2 0 op 0 B cpu=5 us <- T0 0 B\n"
            "T3 T3 0 op 0 B cpu=2 us <- T1 0 B <- T2 0 B\n"
            "T4 T4 0 op 0 B cpu=4 us <- T3 0 B\n"
            "T5 T5 0 op 0 B cpu=0 s <- T4 0 B\n");
}

TEST(Readers, FactorsAndUnitsSayWhatAFileDoesNot) {
  Reader::Settings settings;
  settings.factors = {{"big", 1}, {"little", 2.5}};
  settings.time_unit = 1_ms;
  const auto graph = graph_in(examples / "control.stg", settings);
  EXPECT_EQ(task(*graph, "T1").times.at("big"), 3_ms);
  EXPECT_EQ(task(*graph, "T1").times.at("little"), 7500_us);
}

TEST(Readers, JobShopIsOneGraphOfChains) {
  const std::string chains =
      "J0_0 M0 0 op 0 B M0=3 us\n"
      "J0_1 M1 0 op 0 B M1=2 us <- J0_0 0 B\n"
      "J1_0 M1 0 op 0 B M1=4 us\n"
      "J1_1 M0 0 op 0 B M0=1 us <- J1_0 0 B\n";
  EXPECT_EQ(lines_of(*graph_in(examples / "shop.jsp")), chains);
  EXPECT_EQ(lines_of(*graph_in(examples / "taillard.txt")), chains);
  Reader::Settings settings;
  settings.application = "small";
  EXPECT_EQ(lines_of(*graph_in(examples / "shops.json", settings)), chains);
  EXPECT_EQ(workload_in(examples / "shops.json").applications.size(), 2U);
}

TEST(Readers, JobShopIsAlsoAPlatform) {
  Reader::Settings settings;
  settings.document = "platform";
  const Value platform = read(examples / "shops.json", settings);
  EXPECT_EQ(platform.find("clusters")->items.size(), 3U);
  EXPECT_EQ(platform.find("clusters")->items[2].find("name")->text, "M2");
}

TEST(Readers, Ds3HasAPlatformAndAWorkload) {
  const Value platform = read(examples / "three_cpus.ds3.txt");
  const Value& first = platform.find("clusters")->items.front();
  EXPECT_EQ(first.find("kind")->text, "cpu");
  EXPECT_EQ(first.find("kernels")->find("task_10")->text, "21 us");
  EXPECT_EQ(first.find("points")->items.front().find("frequency")->text, "1 GHz");
  EXPECT_EQ(platform.find("paths")->items.size(), 4U) << "those of the memory are left out";
  const auto graph = graph_in(examples / "canonical.ds3.txt");
  EXPECT_EQ(graph->name(), "canonical");
  EXPECT_EQ(graph->edge_count(), 15U);
  EXPECT_EQ(graph->inputs(TaskId{6}).front().bytes, Bytes(23));
}

TEST(Readers, ChakraHasRunTimesWorkAndBytes) {
  const auto graph = graph_in(examples / "trace.chakra.json");
  EXPECT_EQ(
      lines_of(*graph),
      "load weights #1 mem_load 0 op 16 MB gpu=40 us\n"
      "gemm #2 gemm 2 Gop 0 B gpu=250 us <- load weights #1 0 B\n"
      "sum of gradients #3 all_reduce 0 op 4 MB gpu=120 us <- gemm #2 0 B\n"
      "optimiser #4 optimiser 0 op 0 B cpu=80 us <- gemm #2 0 B <- sum of gradients #3 0 B\n");
}

TEST(Readers, WfCommonsHasRunTimesAndFiles) {
  const auto graph = graph_in(examples / "workflow.wfcommons.json");
  EXPECT_EQ(lines_of(*graph),
            "split_1 split 0 op 0 B cpu=1.5 s\n"
            "count_1 count 0 op 0 B cpu=3 s <- split_1 2 kB\n"
            "count_2 count 0 op 0 B cpu=2.25 s <- split_1 0 B\n");
}

constexpr auto camera =
    "debayer demosaic 0 op 0 B cpu=4 ms gpu=1 ms\n"
    "denoise denoise 0 op 0 B cpu=6 ms gpu=2 ms <- debayer 24 MB\n"
    "tone map tone map 0 op 0 B cpu=1.5 ms <- denoise 12 MB\n";

TEST(Readers, GraphmlHasAttributes) {
  EXPECT_EQ(lines_of(*graph_in(examples / "pipeline.graphml")), camera);
}

TEST(Readers, DotHasAttributes) {
  const auto graph = graph_in(examples / "pipeline.dot");
  EXPECT_EQ(lines_of(*graph), camera);
}

class WrittenFile : public testing::FolderFixture {
 protected:
  void expect_refused(const std::string& name, const std::string& text,
                      const ::testing::Matcher<std::string>& matcher) const {
    try {
      static_cast<void>(workload_in(write(name, text)).build());
      ADD_FAILURE() << name << " is accepted: " << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), matcher) << text;
    }
  }
};

TEST_F(WrittenFile, OfNoFormatIsRefusedWithTheFormats) {
  expect_refused("x.bin", "what is this?", AllOf(HasSubstr("no reader"), HasSubstr("'wfcommons'")));
}

TEST_F(WrittenFile, OfSeveralFormatsIsRefusedWithThem) {
  expect_refused("x.stg", "2 2\n0 3 1 2\n1 4 0 1\n",
                 AllOf(HasSubstr("several readers"), HasSubstr("'jobshop' or 'stg'")));
}

TEST_F(WrittenFile, ThatIsDamagedIsRefusedWithItsLine) {
  expect_refused("a.stg", "1\n0 0 0\n1 x 1 0\n2 0 1 1\n", HasSubstr("a.stg:3:1: 'x' is not"));
  expect_refused("a.stg", "1\n0 0 0\n1 1 2 0\n2 0 1 1\n", HasSubstr("a.stg:3:1: the task has 2"));
  expect_refused("a.stg", "1\n0 0 0\n1 1 1 7\n2 0 1 1\n", HasSubstr("a.stg:3:1: unknown task"));
  expect_refused("a.stg", "9\n0 0 0\n", HasSubstr("its first line says 9"));
  expect_refused("a.jsp", "2 2\n0 3 1 2\n1 4 0\n", HasSubstr("a.jsp:3:1: the row has 3"));
  expect_refused("a.jsp", "1 2\n0 3 2 2\n", HasSubstr("a.jsp:2:1: an operation runs on a machine"));
  expect_refused("a.txt", "add_new_tasks 2\na 0\nb 1 5\n", HasSubstr("a.txt:3:1: task 5"));
  expect_refused("a.txt", "add_new_tasks 1\na 0\ncomm_vol 0 0 1\n",
                 HasSubstr("a.txt:3:1: task 'a' does not wait"));
  expect_refused("a.json", "{\"workload_graph\": [\n{\"Id\": 1, \"NodeType\": 12}]}",
                 HasSubstr("a.json:2:"));
  expect_refused("a.json", "{\"schemaVersion\": \"1.1\",\n \"workflow\": {}}",
                 HasSubstr("a.json:1:19: version '1.1'"));
  expect_refused("a.json", "{\"schemaVersion\": \"1.4\",\n \"workflow\": {]}",
                 HasSubstr("a.json:2:15: not valid JSON"));
  expect_refused("a.graphml", "<graphml>\n<graph edgedefault='directed'>\n<node>\n",
                 HasSubstr("a.graphml:"));
  expect_refused("a.dot", "digraph {\n a -> b\n b -> [c\n}\n",
                 HasSubstr("a.dot:3:1: not valid DOT"));
  expect_refused("a.dot", "graph { a -- b }", HasSubstr("have no direction"));
  expect_refused("a.dot", "digraph { a [work = \"5 s\"] }", HasSubstr("node 'a'"));
}

TEST_F(WrittenFile, ThatIsNestedTooDeeplyIsRefused) {
  const std::string deep(100'000, '{');
  expect_refused("a.dot", "digraph " + deep, HasSubstr("nested too deeply"));
  expect_refused("a.json", "{\"workload_graph\": " + std::string(100'000, '['),
                 HasSubstr("nested too deeply"));
  std::string tags;
  for (int i = 0; i < 10'000; ++i) tags += "<a>";
  expect_refused("a.graphml", "<graphml>" + tags, HasSubstr("nested too deeply"));
}

/// Every graph, written as DOT and read back, is the same graph.
TEST_F(WrittenFile, InDotIsReadBackAsTheSameGraph) {
  for (const char* name : {"pipeline.dot", "control.stg", "shop.jsp", "canonical.ds3.txt",
                           "trace.chakra.json", "workflow.wfcommons.json"}) {
    const WorkloadConfig workload = workload_in(examples / name);
    const std::string dot = Choice<Writer>("dot").make()->write(workload);
    const auto graph = graph_in(write("x.dot", dot));
    EXPECT_EQ(lines_of(*graph), lines_of(*graph_in(examples / name))) << dot;
    EXPECT_EQ(graph->name(), workload.applications.front().name);
  }
}

/// An application may name the file of its graph.
TEST_F(WrittenFile, IsTheGraphOfAnApplication) {
  ApplicationConfig application;
  application.name = "shop";
  application.graph.text = (examples / "shops.json").string();
  EXPECT_THROW(static_cast<void>(application.with_file()), InputError) << "it has two graphs";
  application.import.emplace().settings.application = "one";
  EXPECT_EQ(application.with_file().tasks.size(), 2U);
}

TEST(JsonTree, HasPlaces) {
  const auto values = read_json({"a.json", "{\"a\": [1,\n  \"x\"]} {\"b\": -2.50}"});
  ASSERT_EQ(values.size(), 2U);
  const Value& list = *values[0].find("a");
  EXPECT_EQ(list.place.text(), "a.json:1:7");
  EXPECT_EQ(list.items[0].place.text(), "a.json:1:8");
  EXPECT_EQ(list.items[1].place.text(), "a.json:2:3");
  EXPECT_TRUE(list.items[1].quoted);
  EXPECT_EQ(values[1].find("b")->text, "-2.50");
  EXPECT_EQ(values[1].place.text(), "a.json:2:9");
}

}  // namespace
}  // namespace kairos
