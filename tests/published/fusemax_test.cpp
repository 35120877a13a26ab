// Runs the five designs of FuseMax (Nayak et al., MICRO 2024, arXiv 2406.10491) on the shapes of
// the paper, and compares times, memory traffic and utilisations with all rows of its artifact
// (github.com/FPSG-UIUC/micro24-fusemax-artifact at commit f543beb, MIT licence,
// workspace/outputs/pregenerated/results). The designs are recipes in fusemax/*.yaml.
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/published/experiments.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

struct Row {
  std::string design;
  std::int64_t heads = 0, depth = 0, length = 0;
  double traffic = 0, time = 0, array_use = 0, vector_use = 0;
};

std::vector<Row> rows_of(const std::string& design) {
  std::vector<Row> rows;
  for (const std::vector<std::string>& cells : csv_rows("fusemax/rows.csv")) {
    if (cells.at(0) != design) continue;
    rows.push_back({design, std::stoll(cells.at(1)), std::stoll(cells.at(2)),
                    std::stoll(cells.at(3)), std::stod(cells.at(4)), std::stod(cells.at(5)),
                    std::stod(cells.at(6)), std::stod(cells.at(7))});
  }
  return rows;
}

std::vector<std::string> shape_changes(const Row& row) {
  const std::string network = "workload.applications.0.network.";
  std::vector<std::string> changes;
  changes.reserve(7);
  for (const int i : {0, 1, 2}) {
    changes.push_back(network + "tensors." + std::to_string(i) + ".shape=[64, " +
                      std::to_string(row.length) + ", " + std::to_string(row.heads * row.depth) +
                      "]");
  }
  const std::vector<int> with_heads = row.design == "unfused" ? std::vector{0, 2} : std::vector{0};
  for (const int op : with_heads) {
    for (const char* key : {"heads", "key_value_heads"}) {
      changes.push_back(network + "operators." + std::to_string(op) + ".kind." + key + "=" +
                        std::to_string(row.heads));
    }
  }
  return changes;
}

/// A mapper found all of FLAT's traffic and that of the products of long unfused sequences, so this
/// traffic is an input.
std::vector<std::string> traffic_changes(const Row& row) {
  const std::string recipes = "cost.recipes.";
  const auto bytes = [](double traffic) { return "[{bytes: " + shortest(traffic) + " B}]"; };
  if (row.design == "flat") return {recipes + "0.traffic=" + bytes(row.traffic)};
  if (row.design == "unfused" && row.length > 65536) {
    const auto length = static_cast<double>(row.length);
    const double softmax = 4.0 * 64 * static_cast<double>(row.heads) * length * length;
    const std::string of_product = bytes((row.traffic - softmax) / 2);
    return {recipes + "0.traffic=" + of_product, recipes + "2.traffic=" + of_product};
  }
  // 16 MiB hold the queries and results of half as many rows of twice the depth.
  if (row.depth == 128 && (row.design == "architecture" || row.design == "binding")) {
    return {recipes + "0.traffic.1.blocks.rows=16384"};
  }
  return {};
}

RunConfig run_of(const Row& row) {
  std::vector<std::string> changes = shape_changes(row);
  for (const std::string& change : traffic_changes(row)) changes.push_back(change);
  return first_run("fusemax/" + row.design + ".yaml", changes);
}

/// The time in which a unit computes: that of the recipes without the steps of other units, and
/// without the 256 cycles in which the array only waits.
double busy_seconds(const RunConfig& config, const std::string& unit) {
  Choice<CostModel> cost = config.experiment->cost;
  for (Value& recipe : cost.options.find("recipes")->items) {
    std::erase_if(recipe.find("steps")->items, [&](const Value& step) {
      return step.find("unit")->text != unit || step.find("operations")->text == "256";
    });
  }
  const auto model = cost.make();
  double sum = 0;
  for_each_task(config, [&](const Task& task, const Cluster& cluster) {
    sum += model->cost(task, cluster)->compute.seconds();
  });
  return sum;
}

double traffic_of(const RunConfig& config) {
  double sum = 0;
  for_each_task(config, [&](const Task& task, const Cluster& cluster) {
    sum += config.scenario()->cost->cost(task, cluster)->memory.value();
  });
  return sum;
}

class Fusemax : public ::testing::TestWithParam<std::string> {};

TEST_P(Fusemax, HasTheTimesTrafficAndUtilisationsOfAllRows) {
  const std::vector<Row> rows = rows_of(GetParam());
  ASSERT_EQ(rows.size(), 24U);
  for (const Row& row : rows) {
    SCOPED_TRACE(std::to_string(row.heads) + " heads of " + std::to_string(row.depth) + ", " +
                 std::to_string(row.length) + " rows");
    const RunConfig config = run_of(row);
    const double time = makespan(config);
    EXPECT_NEAR(time / row.time, 1, 1e-9);
    EXPECT_NEAR(traffic_of(config) / row.traffic, 1, 1e-12);
    EXPECT_NEAR(busy_seconds(config, "matrix") / time / row.array_use, 1, 1e-9);
    EXPECT_NEAR(busy_seconds(config, "vector") / time / row.vector_use, 1, 1e-9);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Fusemax,
                         ::testing::Values("unfused", "flat", "cascade", "architecture", "binding"),
                         [](const auto& test) { return test.param; });

/// The paper prints 6.7 for the mean speed-up of the binding over FLAT.
TEST(FusemaxBinding, IsFasterThanFlat) {
  const std::vector<Row> flat = rows_of("flat"), binding = rows_of("binding");
  double sum = 0;
  for (std::size_t i = 0; i < flat.size(); ++i) {
    sum += makespan(run_of(flat[i])) / makespan(run_of(binding[i]));
  }
  EXPECT_NEAR(sum / static_cast<double>(flat.size()) / 6.722634511882268, 1, 1e-9);
}

}  // namespace
}  // namespace kairos
