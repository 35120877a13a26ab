// Tests the contract of all registered transforms. A new one needs a row in samples().
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/models.hpp"
#include "tests/support/networks.hpp"
#include "tests/support/transforms.hpp"
#include "workloads/operators/operator_table.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

OperatorGraph image_network() {
  return model("resnet")->build(call_of(ModelPhase::forward, 0, 0, 4));
}

OperatorGraph training_step() {
  return model("training", {{"model.name", "resnet"}})->build(call_of(ModelPhase::train, 0, 0, 2));
}

OperatorGraph ranks() {
  NetworkBuilder net("ranks");
  const TensorId x = net.op("make", "pointwise", {net.input("x", {4, 32})});
  const TensorId y = net.op("sum", "collective", {x}, {{"ranks", text("4")}});
  net.op("use", "pointwise", {y});
  return net.graph();
}

/// A network that a transform fits, and its options.
struct Sample {
  OperatorGraph network;
  std::map<std::string, Value> options = {};
  double most_work = 1, least_work = 1;  ///< Bounds of the operations afterwards, as factors.
};

std::map<std::string, Sample> samples() {
  std::map<std::string, Sample> all;
  all.emplace("batch", Sample{image_network(), {{"size", text("2")}}, 2});
  all.emplace("coarsen", Sample{image_network()});
  // A sum of 4 values takes 3 additions, where the operator as a whole counts 4.
  all.emplace("collectives", Sample{ranks(), {}, 1, 0.75});
  all.emplace("fuse", Sample{image_network()});
  all.emplace("offload", Sample{image_network()});
  all.emplace("patch", Sample{image_network(), {{"until", text("stem.pool")}}, 1.2});
  all.emplace("place", Sample{image_network(), {{"on", text("gpu")}}});
  all.emplace("pipeline", Sample{image_network(), {{"stages", text("3")}}});
  all.emplace("quantise",
              Sample{image_network(), {{"weights", text("int4")}, {"convert", text("true")}}, 1.2});
  all.emplace("recompute", Sample{training_step(), {}, 4.0 / 3});
  all.emplace("replicate", Sample{image_network()});
  all.emplace("split", Sample{image_network(), {{"axis", text("filter")}}});
  return all;
}

/// All that a job graph says, as text.
std::string text_of(const JobGraph& graph) {
  std::string all;
  for (const TaskId id : ids<TaskId>(graph.size())) {
    all += graph[id].name + " " + std::to_string(graph[id].work.value()) + " " +
           std::to_string(graph[id].memory.value()) + "\n";
    for (const Edge& edge : graph.inputs(id)) {
      all += "  " + graph[edge.task].name + " " + std::to_string(edge.bytes.value()) + "\n";
    }
  }
  for (const Resident& resident : graph.residents()) {
    all += resident.name + " " + std::to_string(resident.bytes.value()) + "\n";
  }
  return all;
}

double weights_of(const OperatorGraph& graph) {
  return operator_table(graph).total.weights.elements;
}

class TransformContract : public ::testing::TestWithParam<std::string> {};

TEST_P(TransformContract, KeepsANetworkWhole) {
  const auto all = samples();
  const auto found = all.find(GetParam());
  ASSERT_NE(found, all.end()) << "samples() has no row for this transform";
  const Sample& sample = found->second;
  const Program program = transformed(sample.network, GetParam(), sample.options);
  const auto graph = job_of(program);
  EXPECT_GE(operations(*graph),
            operations(*lower(sample.network)) * sample.least_work * (1 - 1e-12));
  EXPECT_LE(operations(*graph), operations(*lower(sample.network)) * sample.most_work * 1.1);
  EXPECT_EQ(weights_of(program.graph), weights_of(sample.network));
  std::set<std::string> names;
  for (const Task& task : graph->tasks()) {
    EXPECT_TRUE(names.insert(task.name).second) << task.name;
    EXPECT_TRUE(task.demand);
    EXPECT_GE(task.work, Operations{});
    EXPECT_GE(task.memory, Bytes{});
  }
}

TEST_P(TransformContract, IsDeterministic) {
  const auto all = samples();
  const Sample& sample = all.at(GetParam());
  const Program first = transformed(sample.network, GetParam(), sample.options);
  const Program second = transformed(sample.network, GetParam(), sample.options);
  EXPECT_EQ(text_of(*job_of(first)), text_of(*job_of(second)));
}

/// Any transform may follow any other one. Either no work gets lost, or it says what to change.
TEST_P(TransformContract, FollowsAnyOther) {
  const auto all = samples();
  const Sample& sample = all.at(GetParam());
  const double whole = operations(*lower(sample.network));
  for (const auto& [name, first] : all) {
    SCOPED_TRACE("after " + name);
    Program program(sample.network);
    try {
      transform(name, first.options)->apply(program);
    } catch (const InputError&) {
      continue;  // The first transform does not fit this network.
    }
    try {
      transform(GetParam(), sample.options)->apply(program);
      const auto graph = job_of(program);
      const double least = sample.least_work * first.least_work * (1 - 1e-12);
      EXPECT_GE(operations(*graph), whole * least);
      EXPECT_LE(operations(*graph), whole * sample.most_work * first.most_work * 1.1);
    } catch (const InputError& error) {
      const std::string message = error.what();
      const bool says_what_to_do = message.find("before") != std::string::npos ||
                                   message.find("together") != std::string::npos ||
                                   message.find("choose") != std::string::npos;
      EXPECT_TRUE(says_what_to_do) << message;
    }
  }
}

std::vector<std::string> transform_names() {
  std::vector<std::string> names;
  for (const auto& [name, entry] : Registry<Transform>::entries()) names.push_back(name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(All, TransformContract, ::testing::ValuesIn(transform_names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace kairos
