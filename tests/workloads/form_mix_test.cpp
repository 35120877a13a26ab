// Tests job graphs in which every operator has a form of its own, and the places of operators.
#include "workloads/form_mix.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/networks.hpp"
#include "tests/support/transforms.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;

/// Two linear layers of 64 values with a ReLU between them, for 4 rows, in fp32.
OperatorGraph two_layers() {
  NetworkBuilder net("net");
  const TensorId x = net.input("x", {4, 64});
  const TensorId first = net.op("first", "matrix_product", {x, net.weight("a", {64, 64})});
  const TensorId relu = net.op("relu", "pointwise", {first});
  net.op("second", "matrix_product", {relu, net.weight("b", {64, 64})});
  return net.graph();
}

Program on(const std::string& place) {
  return transformed(two_layers(), "place", {{"on", text(place)}});
}

/// The second layer is divided: 16 columns on the GPU and 48 on the NPU.
Program divided() {
  Program program = transformed(two_layers(), "split",
                                {{"operators", texts({"second"})},
                                 {"axis", text("columns")},
                                 {"shares", texts({"1", "3"})},
                                 {"over", texts({"gpu", "npu"})}});
  transform("place", {{"on", text("gpu")}})->apply(program);
  return program;
}

std::vector<std::string> tasks_with_places(const JobGraph& graph) {
  std::vector<std::string> result;
  for (const Task& task : graph.tasks()) result.push_back(task.name + " " + task.runs_on);
  return result;
}

std::vector<std::size_t> originals(const JobGraph& graph) {
  std::vector<std::size_t> result;
  for (const TaskId task : ids<TaskId>(graph.size())) {
    result.push_back(index(graph.original(task)));
  }
  return result;
}

TEST(Place, IsThatOfAllTasksWithoutOne) {
  EXPECT_THAT(tasks_with_places(*job_of(on("npu"))),
              ElementsAre("first npu", "relu npu", "second npu"));
  EXPECT_THAT(tasks_with_places(*job_of(divided())),
              ElementsAre("first gpu", "relu gpu", "second.0 gpu", "second.1 npu"));
}

TEST(Place, MayBeThatOfOneKind) {
  Program program =
      transformed(two_layers(), "place", {{"kind", text("matrix_product")}, {"on", text("npu")}});
  EXPECT_THAT(tasks_with_places(*job_of(program)), ElementsAre("first npu", "relu ", "second npu"));
  transform("place", {{"on", text("gpu")}})->apply(program);
  EXPECT_THAT(tasks_with_places(*job_of(program)),
              ElementsAre("first npu", "relu gpu", "second npu"));
}

TEST(Place, StaysWhenOperatorsAreCut) {
  Program program = on("npu");
  transform("split", {{"operators", texts({"second"})}, {"axis", text("columns")}})->apply(program);
  EXPECT_THAT(tasks_with_places(*job_of(program)),
              ElementsAre("first npu", "relu npu", "second.0 npu", "second.1 npu"));
}

TEST(Place, NeedsOperatorsOfTheKind) {
  EXPECT_THROW(
      transformed(two_layers(), "place", {{"kind", text("convolution")}, {"on", text("npu")}}),
      InputError);
}

/// The tasks of the forms are numbered 0 to 2 (gpu) and 3 to 6 (divided).
TEST(FormMix, GivesEveryOperatorTheTilesOfItsForm) {
  const FormMix mix("mixed", {{"gpu", on("gpu")}, {"divided", divided()}});
  EXPECT_EQ(mix.forms(), 2U);
  ASSERT_EQ(mix.units(), 3U);
  EXPECT_THAT(mix.tasks(1, 2), ElementsAre(TaskId{2}, TaskId{3}));

  const std::vector<std::uint32_t> last_divided{0, 0, 1};
  const auto graph = mix.graph(last_divided);
  EXPECT_THAT(tasks_with_places(*graph),
              ElementsAre("first gpu", "relu gpu", "second.0 gpu", "second.1 npu"));
  EXPECT_THAT(originals(*graph), ElementsAre(0, 1, 5, 6));
  // Both tiles read the whole result of the ReLU: 4 rows of 64 values of 4 bytes.
  EXPECT_EQ(graph->inputs(TaskId{3}).front().bytes, Bytes(1024));
  EXPECT_EQ((*graph)[TaskId{3}].work, Operations(2.0 * 4 * 64 * 48));

  const std::vector<std::uint32_t> first_divided{1, 1, 0};
  EXPECT_THAT(originals(*mix.graph(first_divided)), ElementsAre(3, 4, 2));
}

TEST(FormMix, HasTheTasksOfAllForms) {
  const FormMix mix("mixed", {{"gpu", on("gpu")}, {"divided", divided()}});
  const JobGraph& all = *mix.all_tasks();
  ASSERT_EQ(all.size(), 7U);
  EXPECT_EQ(all[TaskId{2}].name, "second (gpu)");
  EXPECT_EQ(all[TaskId{6}].name, "second.1 (divided)");
  EXPECT_EQ(all[TaskId{6}].runs_on, "npu");
  EXPECT_THAT(all.inputs(TaskId{6}), ::testing::SizeIs(1));
  EXPECT_EQ(all.inputs(TaskId{6}).front().task, TaskId{4});
}

/// The first layer and the ReLU run together in one form, so they have the same form in a mix.
TEST(FormMix, KeepsOperatorsTogetherThatRunTogetherInAnyForm) {
  const FormMix mix("mixed", {{"fused", transformed(two_layers(), "fuse", {})},
                              {"single", Program(two_layers())}});
  ASSERT_EQ(mix.units(), 2U);
  EXPECT_THAT(mix.tasks(0, 0), ElementsAre(TaskId{0}));
  EXPECT_THAT(mix.tasks(1, 0), ElementsAre(TaskId{0}, TaskId{1}));
  const std::vector<std::uint32_t> single_then_fused{1, 0};
  const auto graph = mix.graph(single_then_fused);
  EXPECT_EQ(graph->size(), 3U);
  EXPECT_THAT(originals(*graph), ElementsAre(2, 3, 1));
}

TEST(FormMix, RefusesFormsWithOtherOperatorsOrTensors) {
  const Program quantised = transformed(two_layers(), "quantise", {{"weights", text("int8")}});
  EXPECT_THROW(FormMix("mixed", {{"gpu", on("gpu")}, {"int8", quantised}}), InputError);
}

}  // namespace
}  // namespace kairos
