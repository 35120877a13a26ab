// Tests the rates by data type of the library's platforms against measurements.
#include <cstdio>
#include <fstream>

#include <gtest/gtest.h>

#include "experiments/files/library.hpp"
#include "platforms/platform_config.hpp"
#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/support/program.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

Platform platform_called(const std::string& name) {
  PlatformConfig config;
  Codec<PlatformConfig>::read(resolve(Value::scalar(name), Shelf::platforms), config);
  return config.build();
}

const Cluster& cluster_of(const Platform& platform, const std::string& name) {
  return *std::ranges::find(platform.clusters, name, &Cluster::name);
}

/// The time of a task that has the bandwidth to itself, by the roofline model; empty if the cluster
/// cannot execute it.
std::optional<double> seconds(const Task& task, const Cluster& cluster, BytesPerSecond bandwidth) {
  static const auto roofline = Registry<CostModel>::find("roofline", {}).make(Value::map());
  const auto cost = roofline->cost(task, cluster);
  if (!cost) return std::nullopt;
  return std::max(cost->compute.seconds(), (cost->memory / bandwidth).value());
}

Task task_of(const std::string& kind, Demand demand) {
  Task task{"op", kind, Operations(demand.all_operations()), demand.bytes()};
  task.demand = std::make_shared<Demand>(std::move(demand));
  return task;
}

/// The product of an m x k and a k x n matrix in fp16.
Task product(double m, double n, double k) {
  Demand demand;
  demand.type = DataType::fp16;
  demand.operations[static_cast<std::size_t>(ComputeUnit::matrix)] = 2 * m * n * k;
  demand.read = Bytes(2 * m * k);
  demand.weights = Bytes(2 * n * k);
  demand.written = Bytes(2 * m * n);
  return task_of("matrix_product", std::move(demand));
}

/// The products that LLMCompass measured on an A100, from 67 Mop to 18 Top.
TEST(PlatformRates, OfTheA100PredictMeasuredProducts) {
  const fs::path file =
      fs::path(KAIROS_SOURCE_DIR).parent_path() / "shared/reference/silicon/llmcompass_matmul.csv";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  const Platform host = platform_called("host_a100");
  const Cluster& gpu = cluster_of(host, "gpu");
  std::ifstream lines(file);
  std::string line;
  std::size_t rows = 0;
  std::getline(lines, line);
  for (; std::getline(lines, line); ++rows) {
    double m = 0, n = 0, k = 0, milliseconds = 0;
    ASSERT_EQ(std::sscanf(line.c_str(), "A100,%lf,%lf,%lf,%lf", &m, &n, &k, &milliseconds), 4);
    const double predicted = 1e3 * seconds(product(m, n, k), gpu, BytesPerSecond(1740e9)).value();
    EXPECT_NEAR(predicted / milliseconds, 1, 0.13) << line;
  }
  EXPECT_EQ(rows, 20U);
}

/// The time of a model of the library in int8 on one element, whose bandwidth it has to itself.
double seconds_of(const std::string& model, std::int64_t batch, const Cluster& cluster,
                  BytesPerSecond bandwidth) {
  ModelConfig config;
  Codec<ModelConfig>::read(resolve(Value::scalar(model), Shelf::models), config);
  config.call.weights = config.call.activations = DataType::int8;
  config.call.batch = batch;
  const OperatorGraph graph = config.build();
  double sum = 0;
  for (const Operator& op : graph.operators()) {
    if (op.kind != "convolution" && op.kind != "matrix_product") continue;  // The rest is fused.
    const Task task = task_of(op.kind, demand(graph, op, op.whole()));
    sum += seconds(task, cluster, bandwidth).value();
  }
  return sum;
}

/// ResNet-50 with batches of 2 on both DLAs: 2377 images per second by convolutions and products
/// alone (computed by an independent script). With pooling and the inputs of the residual sums they
/// are 2046, and 2037 were measured (experiments/silicon/orin_dla_modes.yaml).
TEST(PlatformRates, OfTheDlaPredictResnet50) {
  const Platform jetson = platform_called("jetson_agx_orin_64");
  const double time = seconds_of("resnet50", 2, cluster_of(jetson, "dla"), BytesPerSecond(48e9));
  EXPECT_NEAR(2 * 2 / time, 2377, 0.005 * 2377);
}

/// ResNet-50: one thread takes 13.74 ms for an image, of which the CPU stage takes 1.19 ms. The DPU
/// reads from memory at 6 GB/s while the others are idle.
TEST(PlatformRates, OfTheDpuPredictResnet50) {
  const Platform board = platform_called("zcu102");
  const double time = seconds_of("resnet50", 1, cluster_of(board, "dpu_0"), BytesPerSecond(6e9));
  EXPECT_NEAR(time, 12.55e-3, 0.12 * 12.55e-3);
}

/// An element can compute in a data type if its units have a rate for it.
TEST(PlatformRates, NameTheDataTypesThatAnElementHas) {
  const auto runs = [](const char* platform, const char* cluster, DataType type) {
    const Platform built = platform_called(platform);
    const ComputeRates& rates = cluster_of(built, cluster).compute;
    return rates.rate(rates.executing(ComputeUnit::matrix), type).has_value();
  };
  EXPECT_FALSE(runs("host_a100", "gpu", DataType::fp8));
  EXPECT_TRUE(runs("host_h100", "gpu", DataType::fp8));
  EXPECT_FALSE(runs("host_h100", "gpu", DataType::int4));
  EXPECT_FALSE(runs("jetson_agx_orin_64", "dla", DataType::fp32));
  EXPECT_FALSE(runs("gap8", "core", DataType::fp16));
  EXPECT_TRUE(runs("odroid_xu3", "A15", DataType::fp16));
}

class PlatformRatesOf : public ::testing::TestWithParam<std::string> {};

/// The page on platforms has a row in its table of rates for exactly the platforms with rates.
TEST_P(PlatformRatesOf, AreInTheDocumentation) {
  const Platform platform = platform_called(GetParam());
  const bool has_rates = std::ranges::any_of(
      platform.clusters, [](const Cluster& cluster) { return cluster.compute.is_on(); });
  const std::string page = read_file(fs::path(KAIROS_SOURCE_DIR) / "docs/platforms.md");
  const std::size_t begin = page.find("\n## Rates by data type");
  ASSERT_NE(begin, std::string::npos);
  const std::string section = page.substr(begin, page.find("\n## ", begin + 1) - begin);
  EXPECT_EQ(section.find("`" + GetParam() + "`") != std::string::npos, has_rates);
}

INSTANTIATE_TEST_SUITE_P(All, PlatformRatesOf, ::testing::ValuesIn(shelf_names(Shelf::platforms)),
                         [](const auto& test) { return test.param; });

TEST(PlatformRates, AreShownByTheProgram) {
  const auto shown = testing::kairos_program("describe platform host_a100");
  EXPECT_NE(shown.output.find("efficiency: any 100 %, attention 72 %, matrix_product 93 %"),
            std::string::npos)
      << shown.output;
}

}  // namespace
}  // namespace kairos
