#include "workloads/gang_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/base/error.hpp"
#include "tests/support/gang_graph.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string complaint(const GangGraph& graph) {
  try {
    static_cast<void>(graph.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(GangTable, ListsTheMembersOfEveryGang) {
  const auto graph = GangGraph("job")
                         .member("second", "a")
                         .member("first", "b")
                         .task("c")
                         .member("second", "d")
                         .member("first", "e")
                         .member("alone", "f")
                         .build();
  const GangTable& gangs = graph->gangs();
  ASSERT_EQ(gangs.size(), 2U);
  EXPECT_THAT(gangs.members(GangId{0}), ElementsAre(TaskId{0}, TaskId{3}));
  EXPECT_THAT(gangs.members(GangId{1}), ElementsAre(TaskId{1}, TaskId{4}));
  EXPECT_EQ(gangs.of(TaskId{3}), GangId{0});
  EXPECT_EQ(gangs.of(TaskId{1}), GangId{1});
  EXPECT_EQ(gangs.of(TaskId{2}), std::nullopt);
  EXPECT_EQ(gangs.of(TaskId{5}), std::nullopt) << "a gang of one task is an ordinary task";
}

TEST(GangTable, IsEmptyWithoutGangs) {
  const auto graph = GangGraph("job").task("a").task("b").build();
  EXPECT_TRUE(graph->gangs().empty());
  EXPECT_EQ(graph->gangs().of(TaskId{1}), std::nullopt);
}

TEST(GangTable, RefusesAMemberThatWaitsForAnotherOne) {
  EXPECT_THAT(complaint(GangGraph("job").member("g", "a").member("g", "b", {{"a", {}}})),
              HasSubstr("job 'job' has a gang that can never start: gang 'g' -> gang 'g'; the "
                        "members of a gang start together"));
  EXPECT_THAT(complaint(GangGraph("job")
                            .member("g", "a")
                            .task("between", {{"a", {}}})
                            .member("g", "b", {{"between", {}}})),
              HasSubstr("'between'"));
}

/// a and d are one gang, b and c another. b waits for a and d waits for c, so each gang would have
/// to end before the other one starts.
TEST(GangTable, RefusesGangsThatWaitForEachOther) {
  const auto graph = [](const std::string& last) {
    return GangGraph("job")
        .member("one", "a")
        .member("two", "b", {{"a", {}}})
        .member("two", "c")
        .member(last, "d", {{"c", {}}})
        .member("three", "e");
  };
  EXPECT_THAT(complaint(graph("one")), HasSubstr("gang 'one'"));
  EXPECT_THAT(complaint(graph("one")), HasSubstr("gang 'two'"));
  EXPECT_EQ(complaint(graph("three")), "nothing");
}

TEST(GangTable, IsReadFromAWorkloadAndWrittenBack) {
  WorkloadConfig workload;
  workload.name = "steps";
  ApplicationConfig& application = workload.applications.emplace_back();
  application.name = "job";
  for (const char* name : {"a", "b"}) {
    TaskConfig& task = application.tasks.emplace_back();
    task.name = name;
    task.gang = "step";
  }
  const Value written = document_of(workload);
  WorkloadConfig read;
  Codec<WorkloadConfig>::read(written, read);
  ASSERT_EQ(read.applications.front().tasks.size(), 2U);
  EXPECT_EQ(read.applications.front().tasks.back().gang, "step");
  const Application built = read.applications.front().build(nullptr);
  ASSERT_EQ(built.graph->gangs().size(), 1U);
  EXPECT_EQ(built.graph->gangs().members(GangId{0}).size(), 2U);
}

}  // namespace
}  // namespace kairos
