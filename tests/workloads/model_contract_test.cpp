// Tests the contract of all registered models and operator kinds. A new one is tested because it is
// registered; a new operator kind needs a row in samples() besides.
#include <cmath>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/models.hpp"
#include "tests/support/operators.hpp"

namespace kairos {
namespace {

/// Tiles along a parallel axis have the operations of the whole in sum, and write each element
/// once.
void check_cuts(const OperatorGraph& graph, const Operator& op) {
  const Demand whole = demand(graph, op, op.whole());
  for (std::size_t a = 0; a < op.axes.size(); ++a) {
    const std::int64_t extent = op.axes[a].extent;
    if (op.axes[a].kind != AxisKind::parallel || extent < 2) continue;
    SCOPED_TRACE(op.name + " cut along " + std::string(op.axes[a].name));
    Box first = op.whole(), second = op.whole();
    first[a].to = second[a].from = (extent + 1) / 2;
    const Demand one = demand(graph, op, first), two = demand(graph, op, second);
    for (std::size_t u = 0; u < whole.operations.size(); ++u) {
      EXPECT_DOUBLE_EQ(one.operations[u] + two.operations[u], whole.operations[u]);
    }
    EXPECT_LE(one.weights, whole.weights);
    EXPECT_LE(one.read, whole.read);
  }
}

void check_operator(const OperatorGraph& graph, const Operator& op) {
  SCOPED_TRACE(op.kind + " " + op.name);
  for (const Axis& axis : op.axes) EXPECT_GE(axis.extent, 1) << axis.name;
  for (const auto& operands : {op.reads, op.writes}) {
    for (const Operand& operand : operands) {
      const Tensor& tensor = graph.tensors()[operand.tensor];
      ASSERT_EQ(operand.dimensions.size(), tensor.shape.size()) << tensor.name;
      const Box touched = region(operand, tensor, op.whole());
      for (std::size_t d = 0; d < touched.size(); ++d) {
        EXPECT_GE(touched[d].from, 0) << tensor.name;
        EXPECT_LE(touched[d].to, tensor.shape[d]) << tensor.name;
      }
    }
  }
  for (const double operations : demand(graph, op, op.whole()).operations) {
    EXPECT_GE(operations, 0);
    EXPECT_TRUE(std::isfinite(operations));
  }
  check_cuts(graph, op);
}

// ---- Operator kinds

struct Sample {
  std::vector<Shape> inputs;
  std::vector<OperatorOption> options = {};
};

const std::map<std::string, Sample>& samples() {
  const std::vector<OperatorOption> heads{{"heads", {"8"}}, {"key_value_heads", {"2"}}};
  static const std::map<std::string, Sample> all{
      {"attention", {{{2, 4, 64}, {2, 4, 16}, {2, 4, 16}, {2, 6, 16}, {2, 6, 16}}, heads}},
      {"attention_scores", {{{2, 4, 64}, {2, 4, 16}}, heads}},
      {"attention_values", {{{2, 2, 4, 4, 6}, {2, 6, 16}}, heads}},
      {"causal_convolution", {{{2, 6, 8}, {8, 4}, {8}}}},
      {"collective", {{{4, 8, 6}}, {{"operation", {"all_gather"}}, {"ranks", {"4"}}}}},
      {"combine", {{{8, 2}, {4, 6}, {8, 6}}}},
      {"concatenation", {{{1, 4, 6}, {1, 2, 6}}}},
      {"convolution", {{{2, 4, 8, 8}, {6, 2, 3, 3}, {6}}, {{"groups", {"2"}}}}},
      {"dispatch", {{{8, 6}, {8, 2}}, {{"rows", {"4"}}}}},
      {"embedding", {{{100, 8}, {2, 6}}}},
      {"expand", {{{1, 6}}, {{"shape", {"4", "6"}}}}},
      {"expert_product", {{{4, 6}, {2, 8, 6}}}},
      {"gated_recurrence", {{{2, 4, 8}, {2, 4, 8}, {2, 8}}}},
      {"gather", {{{2, 8, 6}, {4}}, {{"axis", {"1"}}}}},
      {"head_product", {{{2, 4, 32}, {4, 6, 8}}}},
      {"items", {{{8, 4}}}},
      {"matrix_product", {{{2, 4, 6}, {8, 6}, {8}}, {{"transpose_second", {"true"}}}}},
      {"non_maximum_suppression", {{{2, 50, 4}, {2, 3, 50}}}},
      {"normalisation", {{{2, 4, 6}, {6}, {6}}}},
      {"pad", {{{2, 4}}, {{"before", {"0", "1"}}, {"after", {"0", "1"}}}}},
      {"pointwise", {{{2, 4, 6}, {6}}}},
      {"pooling", {{{2, 4, 8, 8}}, {{"kernel", {"2"}}, {"stride", {"2"}}}}},
      {"reduction", {{{2, 4, 6}}, {{"axes", {"1"}}}}},
      {"reshape", {{{2, 12}}, {{"shape", {"2", "3", "4"}}}}},
      {"resize", {{{2, 4, 4, 4}}, {{"scales", {"1", "1", "2", "2"}}}}},
      {"routing", {{{8, 6}}, {{"top", {"2"}}}}},
      {"scatter_add", {{{8, 6}, {8}}, {{"rows", {"4"}}}}},
      {"slice", {{{2, 8}}, {{"axes", {"1"}}, {"starts", {"2"}}, {"sizes", {"4"}}}}},
      {"conversion", {{{4, 6}}, {{"type", {"int8"}}}}},
      {"softmax", {{{2, 4, 6}}}},
      {"split", {{{2, 8}}, {{"axis", {"1"}}, {"sizes", {"2", "6"}}}}},
      {"state_space_scan",
       {{{2, 8, 32}, {2, 8, 4}, {2, 8, 16}, {2, 8, 16}, {4, 3}, {2, 32, 8}},
        {{"heads", {"4"}}, {"groups", {"2"}}, {"chunk", {"4"}}}}},
      {"transpose", {{{2, 4, 6}}, {{"permutation", {"0", "2", "1"}}}}},
      {"transposed_convolution", {{{2, 4, 8, 8}, {4, 6, 2, 2}}, {{"stride", {"2"}}}}}};
  return all;
}

class EveryOperatorKind : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryOperatorKind, CanBeCutAlongItsParallelAxes) {
  const auto sample = samples().find(GetParam());
  ASSERT_NE(sample, samples().end()) << "add a row for this kind to samples()";
  const OneOperator it(GetParam(), sample->second.inputs, sample->second.options);
  check_operator(it.graph, it.op());
}

TEST_P(EveryOperatorKind, RefusesInputsThatItCannotUse) {
  EXPECT_THROW(OneOperator(GetParam(), {}, samples().at(GetParam()).options), InputError);
}

INSTANTIATE_TEST_SUITE_P(All, EveryOperatorKind,
                         ::testing::ValuesIn(Registry<OperatorKind>::names()),
                         [](const auto& test) { return test.param; });

// ---- Models

/// Options that keep large models small.
OptionText small(const std::string& name) {
  const std::set<std::string> stacks{"transformer", "mixture_of_experts", "state_space",
                                     "matmul_free"};
  if (stacks.contains(name)) return {{"layers", "3"}};
  return {};
}

class EveryModel : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryModel, BuildsValidGraphsInAllItsPhases) {
  const auto it = model(GetParam(), small(GetParam()));
  ASSERT_FALSE(it->phases().empty());
  for (const ModelPhase phase : it->phases()) {
    SCOPED_TRACE(name_of(phase));
    const OperatorGraph graph = it->build(call_of(phase, 0, 0));
    std::set<TensorId> written, read;
    std::set<std::string> names;
    double operations = 0;
    for (const Operator& op : graph.operators()) {
      EXPECT_TRUE(names.insert(op.name).second) << op.name << " is there twice";
      for (const Operand& operand : op.reads) read.insert(operand.tensor);
      for (const Operand& operand : op.writes) {
        EXPECT_FALSE(read.contains(operand.tensor)) << op.name << " writes what was read before";
        EXPECT_TRUE(written.insert(operand.tensor).second) << op.name << " is a second writer";
      }
      check_operator(graph, op);
      operations += demand(graph, op, op.whole()).all_operations();
    }
    EXPECT_GT(operations, 0);
  }
}

TEST_P(EveryModel, CountsTheWeightsOfABatchOnce) {
  const auto it = model(GetParam(), small(GetParam()));
  const ModelPhase phase = it->phases().back();
  const Demand one = total(it->build(call_of(phase, 0, 0)));
  const Demand four = total(it->build(call_of(phase, 0, 0, 4)));
  if (GetParam() == "mixture_of_experts") {
    EXPECT_GT(four.weights, one.weights);  // Four rows use more experts than one.
  } else {
    EXPECT_EQ(four.weights, one.weights);
  }
  EXPECT_GT(four.all_operations(), one.all_operations());
}

INSTANTIATE_TEST_SUITE_P(All, EveryModel, ::testing::ValuesIn(Registry<Model>::names()),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace kairos
