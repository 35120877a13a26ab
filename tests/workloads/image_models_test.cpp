// Tests models of images against the operators of exported networks and published numbers.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/models.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// The tables of exported networks, which are not part of the repository.
fs::path golden() {
  return fs::path(KAIROS_SOURCE_DIR) / "../shared/reference/golden/onnx";
}

double weights_of(const OperatorGraph& graph, const Operator& op) {
  double sum = 0;
  for (const Operand& operand : op.reads) {
    const Tensor& tensor = graph.tensors()[operand.tensor];
    if (tensor.role == TensorRole::weight) sum += tensor.elements();
  }
  return sum;
}

struct Exported {
  std::string name;
  OptionText options;
  bool only_products = false;  ///< Compares convolutions and matrix products alone.
};

class ExportedNetwork : public ::testing::TestWithParam<Exported> {};

TEST_P(ExportedNetwork, HasTheSameOperators) {
  const Exported& wanted = GetParam();
  const fs::path file = golden() / (wanted.name + ".json");
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  const bool is_resnet = wanted.name.starts_with("resnet");
  const OperatorGraph graph = model(is_resnet                       ? "resnet"
                                    : wanted.name == "mobilenet_v2" ? "mobilenet_v2"
                                                                    : "efficientnet",
                                    wanted.options)
                                  ->build({});
  std::vector<const Operator*> ours;
  for (const Operator& op : graph.operators()) {
    if (!wanted.only_products || weights_of(graph, op) > 0) ours.push_back(&op);
  }
  std::size_t next = 0;
  const Json table = Json::parse(std::ifstream(file));
  for (const Json& row : table.at("operators")) {
    if (wanted.only_products && row.at("macs") == 0) continue;
    ASSERT_LT(next, ours.size());
    const Operator& op = *ours[next++];
    SCOPED_TRACE(op.name + ", " + row.at("name").get<std::string>());
    EXPECT_EQ(op.operations(ComputeUnit::matrix, op.whole()) / 2, row.at("macs").get<double>());
    EXPECT_EQ(weights_of(graph, op), row.at("weights").get<double>());
    EXPECT_EQ(graph.tensors()[op.writes.front().tensor].shape, row.at("shape").get<Shape>());
  }
  EXPECT_EQ(next, ours.size());
}

INSTANTIATE_TEST_SUITE_P(
    All, ExportedNetwork,
    ::testing::Values(Exported{"resnet18", {}},
                      Exported{"resnet50", {{"blocks", "3,4,6,3"}, {"bottleneck", "true"}}},
                      Exported{"mobilenet_v2", {}}, Exported{"efficientnet_b0", {}, true}),
    [](const auto& test) { return test.param.name; });

double parameters_of(const std::string& name, const OptionText& options) {
  return parameters(model(name, options)->build({}));
}

TEST(ImageModels, HaveThePublishedParameters) {
  EXPECT_EQ(parameters_of("resnet", {{"fold_norms", "false"}}), 11'689'512);
  EXPECT_EQ(parameters_of("mobilenet_v2", {{"fold_norms", "false"}}), 3'504'872);
  EXPECT_EQ(parameters_of("efficientnet", {{"fold_norms", "false"}}), 5'288'548);
  EXPECT_EQ(parameters_of("vit", {}), 86'567'656);
  EXPECT_EQ(parameters_of("detection", {}), 3'151'904 - 16);  // without the constants 0 to 15
  EXPECT_EQ(parameters_of("u_net", {{"fold_norms", "false"}}), 31'037'698);
}

}  // namespace
}  // namespace kairos
