// Reads the fourteen reference networks. Shapes are compared with libonnx's own inference, demands
// with the tables of golden/onnx, which an independent script wrote.
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <onnx/defs/schema.h>
#include <onnx/shape_inference/implementation.h>

#include "sim/base/registry.hpp"
#include "workloads/operators/graph_width.hpp"
#include "workloads/operators/live_bytes.hpp"
#include "workloads/operators/network_document.hpp"
#include "workloads/operators/operator_table.hpp"
#include "workloads/readers/reader.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path reference = KAIROS_SOURCE_DIR "/../shared/reference";

std::string contents(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// The files of a folder with an extension, sorted.
std::vector<fs::path> files_in(const fs::path& folder, const std::string& extension) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

OperatorGraph load_network(const fs::path& file) {
  NetworkDocument config;
  Codec<NetworkDocument>::read(
      Choice<Reader>("onnx").make()->read({file.string(), contents(file)}, {}), config);
  return config.build();
}

class ReferenceNetworks : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(reference / "onnx"))
      GTEST_SKIP() << reference / "onnx"
                   << " is not there";
    if (!fs::exists(fs::path(KAIROS_BINARY).parent_path() / "kairos_onnx.so")) {
      GTEST_SKIP() << "built without libonnx";
    }
  }
};

/// The shapes that libonnx infers, by the names of tensors; those with open extents are left out.
std::map<std::string, Shape> shapes_by_libonnx(const fs::path& file) {
  onnx::ModelProto model;
  model.ParseFromString(contents(file));
  onnx::ShapeInferenceOptions options;
  options.enable_data_propagation = true;
  onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(), options);
  std::map<std::string, Shape> shapes;
  for (const auto& value : model.graph().value_info()) {
    if (!value.type().tensor_type().has_shape()) continue;
    Shape shape;
    for (const auto& extent : value.type().tensor_type().shape().dim()) {
      shape.push_back(extent.has_dim_value() ? extent.dim_value() : -1);
    }
    if (std::ranges::find(shape, -1) == shape.end()) shapes[value.name()] = shape;
  }
  return shapes;
}

TEST_F(ReferenceNetworks, HaveTheShapesThatLibonnxInfers) {
  std::size_t compared = 0, operators = 0;
  const auto files = files_in(reference / "onnx", ".onnx");
  for (const fs::path& file : files) {
    const auto expected = shapes_by_libonnx(file);
    const OperatorGraph graph = load_network(file);
    operators += graph.operators().size();
    for (const Tensor& tensor : graph.tensors()) {
      const auto found = expected.find(tensor.name);
      if (found == expected.end()) continue;
      ++compared;
      EXPECT_EQ(tensor.shape, found->second) << file << " " << tensor.name;
    }
  }
  EXPECT_EQ(files.size(), 14U);
  EXPECT_GT(compared, operators * 3 / 4);
}

void expect_equal(const Json& expected, const OperatorRow& row, const std::string& file) {
  EXPECT_EQ(row.name, expected.at("name")) << file;
  EXPECT_EQ(row.macs, expected.at("macs")) << file << " " << row.name;
  EXPECT_EQ(row.weights.elements, expected.at("weights")) << file << " " << row.name;
  EXPECT_EQ(row.read.elements, expected.at("act_in")) << file << " " << row.name;
  EXPECT_EQ(row.written.elements, expected.at("act_out")) << file << " " << row.name;
  EXPECT_EQ(Json(row.shape), expected.at("shape")) << file << " " << row.name;
}

TEST_F(ReferenceNetworks, HaveTheDemandsOfTheTables) {
  for (const fs::path& golden : files_in(reference / "golden" / "onnx", ".json")) {
    const Json expected = Json::parse(contents(golden));
    const std::string file = expected.at("file");
    const OperatorGraph graph = load_network(reference / "onnx" / file);
    const OperatorTable table = operator_table(graph);
    ASSERT_EQ(table.rows.size(), expected.at("operators").size()) << file;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      expect_equal(expected.at("operators")[i], table.rows[i], file);
    }
    const Json& sums = expected.at("summary");
    EXPECT_EQ(table.total.macs, sums.at("macs")) << file;
    EXPECT_EQ(table.total.weights.elements, sums.at("params")) << file;
    EXPECT_EQ(table.total.written.elements, sums.at("activations_out")) << file;
    EXPECT_EQ(live_peak(graph, false).elements, sums.at("peak_live_elements")) << file;
    const GraphWidth width = width_of(graph);
    EXPECT_EQ(width.levels, sums.at("levels")) << file;
    EXPECT_EQ(width.widest_level, sums.at("level_width")) << file;
    EXPECT_EQ(*width.antichain, sums.at("max_antichain")) << file;
  }
}

/// The millions of MACs that golden/onnx/README and torchvision (_ops) give.
TEST_F(ReferenceNetworks, HaveTheMacsOfTorchvision) {
  const std::map<std::string, double> millions{
      {"convnext_tiny", 4456}, {"densenet121", 2834},       {"inception_v3", 5713},
      {"resnet50", 4089},      {"mobilenet_v3_small", 57},  {"regnet_y_400mf", 402},
      {"vit_b_16", 17564},     {"shufflenet_v2_x1_0", 145}, {"squeezenet1_1", 349}};
  for (const auto& [name, expected] : millions) {
    const OperatorGraph graph = load_network(reference / "onnx" / (name + ".onnx"));
    EXPECT_EQ(std::round(operator_table(graph).total.macs / 1e6), expected) << name;
  }
}

TEST_F(ReferenceNetworks, ComputeLargerBatches) {
  for (const fs::path& file : files_in(reference / "onnx", ".onnx")) {
    SCOPED_TRACE(file.filename());
    Program program(load_network(file));
    const OperatorTable one = operator_table(program.graph);
    Choice<Transform> batch("batch");
    batch.options.set("size", Value::scalar("8"));
    batch.make()->apply(program);
    const OperatorTable eight = operator_table(program.graph);
    EXPECT_EQ(eight.total.macs, 8 * one.total.macs);
    EXPECT_EQ(eight.total.weights.elements, one.total.weights.elements);
    EXPECT_EQ(eight.rows.back().shape.front(), 8 * one.rows.back().shape.front());
  }
}

TEST_F(ReferenceNetworks, AreReadQuickly) {
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(load_network(reference / "onnx" / "resnet50.onnx"));
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(300));
}

}  // namespace
}  // namespace kairos
