#include "workloads/job_graph.hpp"

#include <gtest/gtest.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

TaskId add(JobGraph::Builder& builder, const std::string& name) {
  return builder.add({name, name, {}, {}});
}

std::string message_of(const JobGraph::Builder& builder) {
  try {
    static_cast<void>(builder.build());
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(JobGraph, OrdersInputsBeforeOutputsAndSmallIdsFirst) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a");
  const TaskId b = add(builder, "b");
  const TaskId c = add(builder, "c");
  builder.connect(c, a, Bytes(5));
  const auto graph = builder.build();
  const std::vector<TaskId> order(graph->topological_order().begin(),
                                  graph->topological_order().end());
  EXPECT_EQ(order, (std::vector{b, c, a}));
  EXPECT_EQ(graph->inputs(a)[0].task, c);
  EXPECT_EQ(graph->outputs(c)[0].bytes, Bytes(5));
}

TEST(JobGraph, NamesTheTasksOfACycle) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a");
  const TaskId b = add(builder, "b");
  add(builder, "c");
  builder.connect(a, b, {});
  builder.connect(b, a, {});
  EXPECT_EQ(
      message_of(builder),
      "job 'job' has a cycle of dependencies: 'a' -> 'b' -> 'a'; remove one of these dependencies");
}

TEST(JobGraph, RefusesATaskThatWaitsForItself) {
  JobGraph::Builder builder("job");
  const TaskId a = add(builder, "a");
  builder.connect(a, a, {});
  EXPECT_NE(message_of(builder).find("a cycle of dependencies"), std::string::npos);
}

TEST(JobGraph, RefusesADuplicateNameAnEmptyJobAndADoubleEdge) {
  JobGraph::Builder builder("job");
  EXPECT_NE(message_of(builder).find("no tasks"), std::string::npos);
  const TaskId a = add(builder, "a");
  EXPECT_THROW(add(builder, "a"), InputError);
  const TaskId b = add(builder, "b");
  builder.connect(a, b, {});
  builder.connect(a, b, {});
  EXPECT_NE(message_of(builder).find("twice"), std::string::npos);
}

TEST(JobGraph, HandlesAVeryLongChain) {
  JobGraph::Builder builder("job");
  TaskId last = add(builder, "0");
  for (int i = 1; i < 20'000; ++i) {
    const TaskId next = add(builder, std::to_string(i));
    builder.connect(last, next, {});
    last = next;
  }
  EXPECT_EQ(builder.build()->topological_order().size(), 20'000U);
}

TEST(JobGraph, CopiesKnowTheirOriginals) {
  JobGraph::Builder builder("job");
  const TaskId a = builder.add({"a", "k", Operations(1), Bytes(2)});
  const TaskId b = builder.add({"b", "m", {}, {}});
  const TaskId copy = builder.add_copy(a);
  builder.connect(copy, b, Bytes(3));
  const auto graph = builder.build();
  EXPECT_EQ(graph->original(copy), a);
  EXPECT_EQ(graph->original(a), a);
  EXPECT_EQ(graph->original(b), b);
  EXPECT_EQ((*graph)[copy].kernel, "k");
  EXPECT_EQ((*graph)[copy].work, Operations(1));
  EXPECT_EQ((*graph)[copy].memory, Bytes(2));
}

}  // namespace
}  // namespace kairos
