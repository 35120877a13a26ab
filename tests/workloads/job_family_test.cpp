// The steps of a model for several requests, against calls of the model with a batch.
#include <gtest/gtest.h>

#include "tests/support/served_models.hpp"
#include "workloads/operators/joined_demand.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// The sums over the tasks of a step.
Demand total(const JobGraph& graph) {
  Demand sum;
  for (const Task& task : graph.tasks()) {
    for (std::size_t u = 0; u < sum.operations.size(); ++u) {
      sum.operations[u] += task.demand->operations[u];
    }
    sum.read += task.demand->read;
    sum.written += task.demand->written;
    sum.weights += task.demand->weights;
    sum.state += task.demand->state;
  }
  return sum;
}

Demand step(const StepWork& work) {
  return total(*one_layer_family()->step(work));
}

TEST(JobFamily, ReadsWeightsOncePerStep) {
  const Demand one = step({.decoding = 1, .context = 100});
  const Demand eight = step({.decoding = 8, .context = 100});
  EXPECT_EQ(eight.weights, one.weights);
  EXPECT_EQ(eight.state, one.state * 8);
  EXPECT_DOUBLE_EQ(eight.all_operations(), 8 * one.all_operations());
}

/// Requests with caches of 100 and 300 tokens demand as much as two with caches of 200.
TEST(JobFamily, CountsCachesByTheirMeanLength) {
  const Demand shorter = step({.decoding = 1, .context = 100});
  const Demand longer = step({.decoding = 1, .context = 300});
  const Demand both = step({.decoding = 2, .context = 200});
  EXPECT_DOUBLE_EQ(both.all_operations(), shorter.all_operations() + longer.all_operations());
  EXPECT_EQ(both.state, shorter.state + longer.state);
}

TEST(JobFamily, ReadsAPromptTogetherWithTokensOfOthers) {
  const Demand tokens = step({.decoding = 7, .context = 100});
  const Demand prompt = step({.chunks = {{.rows = 100, .context = 100}}});
  const Demand both = step({.decoding = 7, .context = 100, .chunks = {{100, 100}}});
  EXPECT_EQ(both.weights, prompt.weights);
  EXPECT_EQ(both.state, tokens.state + prompt.state);
  EXPECT_DOUBLE_EQ(both.all_operations(), tokens.all_operations() + prompt.all_operations());
}

/// The products of the layer run once for 107 rows; attention runs for each request.
TEST(JobFamily, RunsProductsOnceForTheRowsOfAllRequests) {
  const auto graph =
      one_layer_family()->step({.decoding = 7, .context = 100, .chunks = {{100, 100}}});
  std::int64_t products = 0, attentions = 0;
  for (const Task& task : graph->tasks()) {
    for (const DemandPart& part : task.demand->parts) {
      if (part.kernel == "matrix_product") {
        EXPECT_EQ(part.demand->extent("rows"), 107);
        ++products;
      }
      if (part.kernel == "attention") ++attentions;
    }
  }
  EXPECT_EQ(products, 7);
  EXPECT_EQ(attentions, 2);
}

TEST(JobFamily, KeepsTwoVectorsOf128BytesPerToken) {
  EXPECT_EQ(one_layer_family()->cache(16), Bytes(16 * 2 * 64 * 2));
  EXPECT_EQ(one_layer_family()->cache(160), Bytes(160 * 2 * 64 * 2));
}

/// Caches belong to sessions, so they are no residents of the steps.
TEST(JobFamily, HasNoStatesInItsGraphs) {
  const auto graph = one_layer_family()->step({.decoding = 2, .context = 32});
  for (const Resident& resident : graph->residents()) {
    EXPECT_EQ(resident.role, TensorRole::weight) << resident.name;
  }
  EXPECT_GT(graph->residents().size(), 0U);
}

TEST(JobFamily, HasTheSameTasksForPromptsAndTokens) {
  const auto prompt = one_layer_family()->step({.chunks = {{100, 100}}});
  const auto token = one_layer_family()->step({.decoding = 1, .context = 101});
  ASSERT_EQ(prompt->size(), token->size());
  for (const TaskId id : ids<TaskId>(prompt->size())) {
    EXPECT_EQ((*prompt)[id].name, (*token)[id].name);
  }
}

TEST(JobFamily, RefusesModelsWithoutSteps) {
  ModelConfig images;
  images.name = "images";
  images.model = Choice<Model>("resnet");
  EXPECT_THROW(JobFamily(images, {}, "images"), InputError);
}

}  // namespace
}  // namespace kairos
