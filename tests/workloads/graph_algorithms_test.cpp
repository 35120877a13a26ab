#include "workloads/graph_algorithms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kairos {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Task task(const char* name) {
  return {name, "kernel", {}, {}};
}

/// The example of the header: a -> b -> c with transfers of 10.
std::shared_ptr<const JobGraph> chain() {
  JobGraph::Builder builder("chain");
  const TaskId a = builder.add(task("a"));
  const TaskId b = builder.add(task("b"));
  const TaskId c = builder.add(task("c"));
  builder.connect(a, b, Bytes(10));
  builder.connect(b, c, Bytes(10));
  return builder.build();
}

double own(TaskId task) {
  return static_cast<double>(index(task)) + 1;
}
double transfer(const Edge& edge) {
  return static_cast<double>(edge.bytes.value());
}

TEST(GraphAlgorithms, LongestPathsOfAChain) {
  const auto graph = chain();
  EXPECT_THAT(longest_to_exit<double>(*graph, own, transfer), ElementsAre(26, 15, 3));
  EXPECT_THAT(longest_from_entry<double>(*graph, own, transfer), ElementsAre(0, 11, 23));
  EXPECT_THAT(longest_to_exit<double>(*graph, own), ElementsAre(6, 5, 3));
}

TEST(GraphAlgorithms, LongestPathsTakeTheLongerBranch) {
  JobGraph::Builder builder("fork and join");
  const TaskId fork = builder.add(task("fork"));
  const TaskId near = builder.add(task("near"));
  const TaskId far = builder.add(task("far"));
  const TaskId join = builder.add(task("join"));
  builder.connect(fork, near, Bytes(1));
  builder.connect(fork, far, Bytes(100));
  builder.connect(near, join, Bytes(1));
  builder.connect(far, join, Bytes(1));
  const auto graph = builder.build();
  EXPECT_THAT(longest_to_exit<double>(*graph, own, transfer), ElementsAre(109, 7, 8, 4));
  EXPECT_THAT(longest_from_entry<double>(*graph, own, transfer), ElementsAre(0, 2, 101, 105));
}

TEST(GraphAlgorithms, FindsACycleInTheOrderOfItsEdges) {
  EXPECT_THAT(find_cycle(4, {{0, 1}, {1, 2}, {2, 3}, {3, 1}}), ElementsAre(1, 2, 3));
  EXPECT_THAT(find_cycle(3, {{0, 1}, {0, 2}, {1, 2}}), IsEmpty());
}

}  // namespace
}  // namespace kairos
