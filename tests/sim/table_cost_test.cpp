// Tests the cost model `table`, and the traffic of measured tasks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/folder_fixture.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::HasSubstr;

class TableCost : public FolderFixture {
 protected:
  std::unique_ptr<CostModel> table(const std::string& text) {
    Value options = Value::map();
    options.set("file", Value::scalar(write("times.csv", text)));
    return Registry<CostModel>::find("table", {}).make(options);
  }
  std::string refused(const std::string& text) {
    try {
      table(text);
    } catch (const InputError& error) {
      return error.what();
    }
    return "nothing was refused";
  }

  static Task product(std::int64_t rows, std::int64_t columns, DataType type = DataType::int8) {
    auto demand = std::make_shared<Demand>();
    demand->axes = {{"rows", rows}, {"columns", columns}};
    demand->type = type;
    Task task{"q", "matrix_product", Operations(1e9), Bytes(5e6)};
    task.demand = std::move(demand);
    return task;
  }
  static Cluster npu() {
    Cluster cluster;
    cluster.name = "npu0";
    cluster.kind = "npu";
    return cluster;
  }
};

constexpr auto two_axes = R"(kind,element,rows,columns,time_us
matrix_product,npu,1,64,10
matrix_product,npu,9,64,50
matrix_product,npu,1,128,30
matrix_product,npu,9,128,150
)";

TEST_F(TableCost, InterpolatesAlongEachAxis) {
  const auto model = table(two_axes);
  EXPECT_EQ(model->cost(product(9, 128), npu())->compute, 150_us);
  EXPECT_EQ(model->cost(product(5, 64), npu())->compute, 30_us);
  EXPECT_EQ(model->cost(product(5, 96), npu())->compute, 60_us);
  EXPECT_EQ(model->cost(product(5, 96), npu())->memory, Bytes(5e6)) << "the bytes of the task";
}

TEST_F(TableCost, HasTheExampleOfItsHeader) {
  const auto model = table(
      "kind,element,type,rows,time_us,traffic\nmatrix_product,npu,int8,1,410,16.8 MB\n"
      "matrix_product,npu,int8,512,1990,21 MB\n");
  const TaskCost cost = *model->cost(product(128, 1), npu());
  EXPECT_NEAR(cost.compute.seconds(), 802.68e-6, 5e-9);
  EXPECT_NEAR(cost.memory.value(), 17.84e6, 5e3);
  EXPECT_FALSE(model->cost(product(128, 1, DataType::fp16), npu()));
  EXPECT_THROW((void)model->cost(product(128, 64), npu()), InputError) << "there are no columns";
}

/// A row farther off encloses the shape if no smaller shape was measured with the nearest extent.
TEST_F(TableCost, TakesRowsThatEncloseTheShape) {
  const auto model = table(
      "kind,element,rows,columns,time_us\nmatrix_product,npu,1,64,10\nmatrix_product,npu,1,128,20\n"
      "matrix_product,npu,4,128,90\nmatrix_product,npu,9,64,50\nmatrix_product,npu,9,128,100\n");
  EXPECT_EQ(model->cost(product(5, 64), npu())->compute, 30_us);
}

TEST_F(TableCost, DoesNotExtrapolate) {
  const auto model = table(two_axes);
  EXPECT_THROW((void)model->cost(product(10, 64), npu()), InputError);
  Cluster gpu = npu();
  gpu.name = gpu.kind = "gpu";
  EXPECT_FALSE(model->cost(product(1, 64), gpu));
}

TEST_F(TableCost, SaysWhereAMistakeIs) {
  EXPECT_THAT(refused("kind,rows\na,1\n"), HasSubstr("'element'"));
  EXPECT_THAT(refused("kind,element,time_us\na,npu,fast\n"), HasSubstr("times.csv:2"));
  EXPECT_THAT(refused("kind,element,time_us\na,npu,1\na,npu,2\n"), HasSubstr("two times"));
  EXPECT_THAT(refused("kind,element,type,time_us\na,npu,int9,1\n"), HasSubstr("int8"));
}

/// Two tasks that each move 10 MB in 1 ms share a memory of 10 GB/s: together they take 2 ms.
TEST(MeasuredTraffic, MeetsContention) {
  ClusterConfig cpus;
  cpus.name = cpus.kind = "cpu";
  cpus.kernels = {{"copy", 1_ms}};
  cpus.count = 2;
  cpus.memory = {"dram"};
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = BytesPerSecond(10e9);
  PlatformConfig config;
  config.name = "chip";
  config.clusters = {cpus};
  config.memory = {dram};
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = BytesPerSecond(1e12);
  config.paths = {path};
  JobGraph::Builder builder("job");
  for (const char* name : {"left", "right"}) builder.add({name, "copy", {}, Bytes(10e6)});
  Scenario scenario = kairos::testing::scenario(config.build(), builder.build());
  const auto end = [&] { return run_with(scenario, "earliest_finish").end; };
  EXPECT_EQ(end(), Time(1_ms));
  Value options = Value::map();
  options.set("traffic", Value::scalar("true"));
  scenario.cost = Registry<CostModel>::find("measured", {}).make(options);
  EXPECT_EQ(end(), Time(2_ms));
}

}  // namespace
}  // namespace kairos
