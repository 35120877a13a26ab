// Tests cost models for tasks that are operators, against published times and closed forms.
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/support/builders.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

Value text(const std::string& scalar) {
  return Value::scalar(scalar);
}

Value map_of(const std::vector<std::pair<std::string, Value>>& entries) {
  Value map = Value::map();
  for (const auto& [key, value] : entries) map.set(key, value);
  return map;
}

std::unique_ptr<CostModel> model(const std::string& name, const Value& options = Value::map()) {
  return Registry<CostModel>::find(name, {}).make(options);
}

Task task_of(const std::string& kind, std::vector<Axis> axes,
             const std::map<ComputeUnit, double>& operations, Bytes bytes = {}) {
  auto demand = std::make_shared<Demand>();
  demand->axes = std::move(axes);
  demand->type = DataType::fp16;
  for (const auto& [unit, count] : operations) {
    demand->operations[static_cast<std::size_t>(unit)] = count;
  }
  demand->read = bytes;
  Task task{"op", kind, Operations(demand->all_operations()), bytes};
  task.demand = std::move(demand);
  return task;
}

double seconds(const CostModel& model, const Task& task, const Cluster& cluster) {
  return model.cost(task, cluster)->compute.seconds();
}

Cluster cluster_with(const ComputeRates& rates) {
  Cluster cluster;
  cluster.name = "npu";
  cluster.compute = rates;
  return cluster;
}

/// A matrix product of some rows with 4096 x 4096 weights.
Task product(std::int64_t rows) {
  return task_of("matrix_product",
                 {{"rows", rows}, {"columns", 4096}, {"depth", 4096, AxisKind::reduction}},
                 {{ComputeUnit::matrix, 2.0 * static_cast<double>(rows) * 4096 * 4096}});
}

TEST(Roofline, UsesTheRateOfTheDataTypeAndTheEfficiencyOfTheKind) {
  ComputeRates rates;
  rates.matrix = {{"fp16", OperationsPerSecond(1e12)}, {"any", OperationsPerSecond(1e11)}};
  rates.efficiency = {{"matrix_product", 0.5}};
  const Cluster cluster = cluster_with(rates);
  const auto roofline = model("roofline");
  EXPECT_NEAR(seconds(*roofline, product(32), cluster), 2.0 * 32 * 4096 * 4096 / 0.5e12, 1e-12);
  Task other = product(32);
  other.kernel = "softmax";
  EXPECT_FALSE(roofline->cost(other, cluster)) << "only matrix products are supported";
}

TEST(Roofline, RoundsUpToTheGrainOfTheArray) {
  ComputeRates rates;
  rates.matrix = {{"any", OperationsPerSecond(1e12)}};
  rates.grain = {{"rows", 32}, {"columns", 32}};
  const Cluster cluster = cluster_with(rates);
  const auto roofline = model("roofline");
  EXPECT_EQ(seconds(*roofline, product(1), cluster), seconds(*roofline, product(32), cluster));
  EXPECT_GT(seconds(*roofline, product(33), cluster), seconds(*roofline, product(32), cluster));
}

/// 40 groups of one channel are padded to 48 and use one of 16 filters: 1.2 Mop * 48 / 40 * 16 take
/// 23.04 us at 1 Top/s. Without an efficiency of their own, they are padded to 16 channels and 16
/// filters in each group: 1.2 Mop * 256 take 307.2 us. Other convolutions are not concerned.
TEST(Roofline, TellsDepthwiseConvolutionsApart) {
  const auto roofline = model("roofline");
  ComputeRates rates;
  rates.matrix["any"] = OperationsPerSecond(1e12);
  rates.grain = {{"channel", 16}, {"filter", 16}};
  const auto convolution = [](std::int64_t groups, std::int64_t filters, std::int64_t channels) {
    return task_of(
        "convolution",
        {{"group", groups}, {"filter", filters}, {"channel", channels, AxisKind::reduction}},
        {{ComputeUnit::matrix, 1.2e6}});
  };
  EXPECT_NEAR(seconds(*roofline, convolution(40, 1, 1), cluster_with(rates)), 307.2e-6, 1e-15);
  rates.efficiency = {{"any", 1}, {"depthwise_convolution", 1.0 / 16}};
  EXPECT_NEAR(seconds(*roofline, convolution(40, 1, 1), cluster_with(rates)), 23.04e-6, 1e-15);
  EXPECT_NEAR(seconds(*roofline, convolution(1, 40, 12), cluster_with(rates)), 1.92e-6, 1e-15);
}

/// Binary networks gain nothing on hardware without binary operations (BiBench, arXiv 2301.11233):
/// it computes at the rate of all other types.
TEST(Roofline, ComputesUnsupportedTypesAtTheRateOfOthers) {
  ComputeRates with, without;
  with.matrix = {{"binary", OperationsPerSecond(32e12)}, {"any", OperationsPerSecond(1e12)}};
  without.matrix = {{"any", OperationsPerSecond(1e12)}};
  const auto seconds_in = [](DataType type, const ComputeRates& rates) {
    Task task = product(32);
    auto demand = std::make_shared<Demand>(*task.demand);
    demand->type = type;
    task.demand = std::move(demand);
    return seconds(*model("roofline"), task, cluster_with(rates));
  };
  const double full = seconds_in(DataType::fp16, without);
  EXPECT_NEAR(full / seconds_in(DataType::binary, with), 32, 1e-6);
  EXPECT_EQ(seconds_in(DataType::binary, without), full);
}

TEST(Systolic, FillsAndDrainsTheArray) {
  ComputeRates rates;
  rates.matrix = {{"any", OperationsPerSecond(2.0 * 32 * 32 * 1e9)}};
  rates.grain = {{"rows", 32}, {"columns", 32}};
  const Cluster cluster = cluster_with(rates);
  EXPECT_NEAR(seconds(*model("systolic"), product(1), cluster) * 1e9, 128 * (64 + 32 + 4096 - 2),
              1);
  const auto weights = model("systolic", map_of({{"dataflow", text("weight_stationary")}}));
  EXPECT_NEAR(seconds(*weights, product(1), cluster) * 1e9, 128.0 * 128 * (64 + 32 + 1 - 2), 1);
}

TEST(Systolic, NeedsTheSizeOfTheArray) {
  ComputeRates rates;
  rates.matrix = {{"any", OperationsPerSecond(1e12)}};
  EXPECT_THROW(static_cast<void>(model("systolic")->cost(product(1), cluster_with(rates))),
               InputError);
}

// ---- Units: recipes. tests/published has those of whole designs.

Value list_of(const std::vector<std::string>& texts) {
  Value list = Value::list();
  for (const std::string& one : texts) list.items.push_back(text(one));
  return list;
}

Value step(const char* unit, double operations, const std::vector<std::string>& axes,
           const std::vector<std::pair<std::string, Value>>& more = {}) {
  Value made = map_of(
      {{"unit", text(unit)}, {"operations", text(shortest(operations))}, {"axes", list_of(axes)}});
  for (const auto& [key, value] : more) made.set(key, value);
  return made;
}

Value recipe(const std::vector<Value>& steps,
             const std::vector<std::pair<std::string, Value>>& more = {}) {
  Value made = map_of({{"kernel", text("attention")}, {"steps", Value::list(steps)}});
  for (const auto& [key, value] : more) made.set(key, value);
  return map_of({{"recipes", Value::list({made})}});
}

/// The cost of attention of 10 rows and 1000 keys on units of 1 Gop/s.
TaskCost cost_of(const Value& design) {
  ComputeRates rates;
  rates.matrix = rates.vector = {{"any", OperationsPerSecond(1e9)}};
  const Task task = task_of("attention", {{"rows", 10}, {"keys", 1000}}, {}, Bytes(4000));
  return model("units", design)->cost(task, cluster_with(rates)).value();
}

/// The array has 2 * 10,000 operations and the vector unit 10,000.
TEST(Units, OverlapOrWorkInTurn) {
  const std::vector<Value> steps{step("matrix", 2, {"rows", "keys"}),
                                 step("vector", 1, {"rows", "keys"})};
  EXPECT_EQ(cost_of(recipe(steps)).compute, 20_us);
  EXPECT_EQ(cost_of(recipe(steps, {{"units", text("in_turn")}})).compute, 30_us);
  EXPECT_EQ(cost_of(recipe(steps)).memory, Bytes(4000)) << "that of the operands";
}

/// 1000 keys are four blocks of 256.
TEST(Units, CountWholeBlocks) {
  const Value blocks = map_of({{"keys", text("256")}});
  EXPECT_EQ(cost_of(recipe({step("vector", 1, {"rows", "keys"}, {{"blocks", blocks}})})).compute,
            40_ns);
  EXPECT_EQ(cost_of(recipe({step("vector", 7, {})})).compute, 7_ns) << "once";
}

/// max(20, 10) us and then max(0, 5) us.
TEST(Units, WorkInPhases) {
  const auto design =
      recipe({step("matrix", 2, {"rows", "keys"}), step("vector", 1, {"rows", "keys"}),
              step("vector", 0.5, {"rows", "keys"}, {{"phase", text("2")}})});
  EXPECT_EQ(cost_of(design).compute, 25_us);
}

/// 2 B for each of 10,000 pairs, and 6 B once, instead of 4000 B.
TEST(Units, HaveTheTrafficOfTheirRecipe) {
  const Value each = map_of({{"bytes", text("2 B")}, {"axes", list_of({"rows", "keys"})}});
  const Value once = map_of({{"bytes", text("6 B")}});
  const std::vector<std::pair<std::string, Value>> traffic{{"traffic", Value::list({each, once})}};
  EXPECT_EQ(cost_of(recipe({}, traffic)).memory, Bytes(20'006));
  std::vector<std::pair<std::string, Value>> in_turn = traffic;
  in_turn.emplace_back("memory", text("in_turn"));
  in_turn.emplace_back("bandwidth", text("1 GB/s"));
  EXPECT_EQ(cost_of(recipe({step("vector", 7, {})}, in_turn)).compute, 20'013_ns);
}

std::string refusal_of(const Value& design) {
  try {
    static_cast<void>(cost_of(design));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing was refused";
}

TEST(Units, RefuseAxesThatAreNotThere) {
  EXPECT_EQ(refusal_of(recipe({step("vector", 1, {"columns"})})),
            "a recipe for 'attention' names the axis 'columns', but the axes of operator 'op' are "
            "rows, keys");
  const Value blocks = map_of({{"rows", text("4")}});
  EXPECT_THAT(refusal_of(recipe({step("vector", 1, {"keys"}, {{"blocks", blocks}})})),
              ::testing::HasSubstr("'blocks' names the axis 'rows', which is not one of 'axes'"));
}

// ---- Attention with an on-chip memory

/// The traffic of 4096 rows and keys of depth 64 in fp16, whose operands have 2 MiB.
double attention_traffic(const std::string& rule, double elements_on_chip) {
  ComputeRates rates;
  rates.matrix = {{"any", OperationsPerSecond(1e12)}};
  rates.scratch = Bytes(elements_on_chip * 2);
  const Task task = task_of(
      "attention", {{"batch", 1}, {"heads", 1}, {"rows", 4096}, {"keys", 4096}, {"depth", 64}},
      {{ComputeUnit::matrix, 1e9}}, Bytes(4 * 4096 * 64 * 2));
  return model("attention_io", map_of({{"rule", text(rule)}}))
      ->cost(task, cluster_with(rates))
      ->memory.value();
}

TEST(AttentionIo, FallsWithTheSizeOfTheOnChipMemory) {
  EXPECT_EQ(attention_traffic("algorithm", 98304), 18710528);
  EXPECT_GT(attention_traffic("algorithm", 49152), 18710528);
  EXPECT_EQ(attention_traffic("algorithm", 5e8), 4 * 4096 * 64 * 2) << "all keys fit";
}

/// The lower bound N^2 d^2 / S (arXiv 2402.07443) is inversely proportional to the on-chip memory
/// from S = d^2 on; below, it is N^2 d / sqrt(S). It is never less than the operands.
TEST(AttentionIo, HasTheLowerBound) {
  const double least = 64 * 64, at_least = attention_traffic("bound", least);
  EXPECT_EQ(at_least, 4096.0 * 4096 * 2);
  for (const double factor : {2.0, 4.0, 8.0, 16.0}) {
    EXPECT_NEAR(attention_traffic("bound", least * factor) * factor / at_least, 1, 1e-12);
    EXPECT_NEAR(attention_traffic("bound", least / factor) / std::sqrt(factor) / at_least, 1,
                1e-12);
  }
  EXPECT_EQ(attention_traffic("bound", least * 64), 4 * 4096 * 64 * 2);
}

// ---- Beliefs

/// Two tasks on a fast and a slow element. A policy that believes that the fast one is slow chooses
/// the slow one; the execution times are the true ones.
TEST(Belief, MisleadsPoliciesAndLeavesTheTruth) {
  class Reversed final : public CostModel {
   public:
    [[nodiscard]] std::optional<TaskCost> cost(const Task&, const Cluster& cluster) const override {
      return TaskCost{cluster.name == "fast" ? 8_us : 1_us, Bytes{}};
    }
  };
  const auto job = graph("job").task("a").build();
  Scenario s = scenario(chip()
                            .element("fast", {{"a", 2_us}})
                            .element("slow", {{"a", 5_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        job);
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(2_us));
  s.belief = std::make_shared<Reversed>();
  EXPECT_EQ(run_with(s, "earliest_finish").end, Time(5_us));
  EXPECT_EQ(run_with(s, "heft").end, Time(5_us));
}

TEST(Belief, WithoutErrorChangesNothing) {
  const auto job = graph("job").task("a").task("b", {{"a", Bytes(1000)}}).task("c").build();
  Scenario s = scenario(chip()
                            .element("fast", {{"a", 2_us}, {"b", 3_us}, {"c", 4_us}})
                            .element("slow", {{"a", 5_us}, {"b", 4_us}, {"c", 6_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        job, {0_us, 1_us, 2_us});
  const RunResult truth = run_with(s, "heft");
  std::shared_ptr<CostModel> belief = model("estimator", map_of({{"spread", text("0")}}));
  belief->know_truth(s.cost);
  s.belief = belief;
  const RunResult believed = run_with(s, "heft");
  EXPECT_EQ(truth.end, believed.end);
  ASSERT_EQ(truth.tasks.size(), believed.tasks.size());
  for (std::size_t i = 0; i < truth.tasks.size(); ++i) {
    EXPECT_EQ(truth.tasks[i].element, believed.tasks[i].element);
    EXPECT_EQ(truth.tasks[i].finish, believed.tasks[i].finish);
  }
}

}  // namespace
}  // namespace kairos
