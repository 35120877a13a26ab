// Tests models of language against published numbers of parameters and bytes of their caches.
#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"
#include "workloads/models/network.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

using OptionText = std::vector<std::pair<std::string, std::string>>;

std::unique_ptr<Model> model(const std::string& name, const OptionText& options) {
  Choice<Model> choice(name);
  for (const auto& [key, text] : options) set_path(choice.options, key, Value::scalar(text));
  return choice.make();
}

std::unique_ptr<Model> llama2_7b(const std::string& attention = "fused") {
  return model("transformer", {{"attention", attention}});
}

Call call_of(CallPhase phase, std::int64_t rows, std::int64_t context, std::int64_t batch = 1) {
  Call call;
  call.phase = phase;
  call.rows = rows;
  call.context = context;
  call.batch = batch;
  return call;
}

Demand total(const OperatorGraph& graph) {
  Demand sum;
  for (const Operator& op : graph.operators()) {
    const Demand each = demand(graph, op, op.whole());
    for (std::size_t u = 0; u < sum.operations.size(); ++u) sum.operations[u] += each.operations[u];
    sum.read += each.read;
    sum.written += each.written;
    sum.weights += each.weights;
    sum.state += each.state;
  }
  return sum;
}

TEST(Transformer, HasTheParametersOfLlama) {
  EXPECT_EQ(parameters(llama2_7b()->build({})), 6'738'415'616);
}

TEST(Transformer, HasFifteenOperatorsALayerInSteps) {
  const OperatorGraph graph = llama2_7b("steps")->build(call_of(CallPhase::prefill, 2048, 2048));
  EXPECT_EQ(graph.operators().size(), 480U + 4);  // embedding, last_row, final_norm, lm_head
}

TEST(Transformer, ExplainsAPhaseThatItDoesNotHave) {
  try {
    static_cast<void>(llama2_7b()->build(call_of(CallPhase::train, 1, 1)));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "this model has no phase 'train'; use 'prefill' or 'decode'");
  }
}

/// A request whose keys are in the cache costs the same whether they come in one prefill or two,
/// except for the pairs of rows of the first and keys of the second part.
TEST(Transformer, CanReadAPromptInParts) {
  const auto whole = total(llama2_7b()->build(call_of(CallPhase::prefill, 1000, 1000)));
  const auto first = total(llama2_7b()->build(call_of(CallPhase::prefill, 600, 600)));
  const auto second = total(llama2_7b()->build(call_of(CallPhase::prefill, 400, 1000)));
  const double head = 4096.0 * 32000;  // The output layer is computed twice.
  const double skipped = 600.0 * 400 * 4096 * 2 * 32;
  EXPECT_DOUBLE_EQ(first.macs() + second.macs() - head, whole.macs() - skipped);
}

/// The new keys and values of one token and the bytes of a cache of 100 tokens.
TEST(Transformer, KeepsKeysAndValues) {
  const OperatorGraph graph = llama2_7b()->build(call_of(CallPhase::decode, 1, 100));
  EXPECT_EQ(bytes_of(graph, TensorRole::state), Bytes(100 * 524'288));
}

/// Golden 31: a batch of requests is the sum of their demands, with weights counted once.
TEST(Transformer, OfABatchDemandsTheSumOfItsRequests) {
  for (const char* form : {"fused", "steps"}) {
    const OperatorGraph one = llama2_7b(form)->build(call_of(CallPhase::decode, 1, 2048));
    const OperatorGraph many = llama2_7b(form)->build(call_of(CallPhase::decode, 1, 2048, 32));
    ASSERT_EQ(one.operators().size(), many.operators().size());
    for (const OperatorId id : ids<OperatorId>(one.operators().size())) {
      const Operator& op = one.operators()[id];
      const Demand single = demand(one, op, op.whole());
      const Demand sum = batched(std::vector<Demand>(32, single));
      const Demand batch = demand(many, many.operators()[id], many.operators()[id].whole());
      SCOPED_TRACE(op.name);
      EXPECT_EQ(sum.operations, batch.operations);
      EXPECT_EQ(sum.read, batch.read);
      EXPECT_EQ(sum.written, batch.written);
      EXPECT_EQ(sum.weights, batch.weights);
      EXPECT_EQ(sum.state, batch.state);
    }
  }
}

TEST(MixtureOfExperts, ReadsTheMatricesOfItsExpertsAlone) {
  const auto mixtral = model("mixture_of_experts", {{"key_value_heads", "8"}});
  const OperatorGraph graph = mixtral->build(call_of(CallPhase::decode, 1, 100));
  EXPECT_EQ(parameters(graph), 46'702'792'704);
  const double unused = 32.0 * 6 * 3 * 4096 * 14336;  // 6 of 8 experts in each layer
  const double embeddings = 32000.0 * 4096;           // A row of the table counts as read.
  EXPECT_EQ(total(graph).weights, Bytes(2 * (46'702'792'704 - unused - embeddings)));
}

TEST(MixtureOfExperts, LatentAttentionCountsTheSameWeightsInBothPhases) {
  const auto small = model("mixture_of_experts", {{"layers", "2"},
                                                  {"width", "512"},
                                                  {"latent.rank", "64"},
                                                  {"experts", "4"},
                                                  {"shared_experts", "1"},
                                                  {"expert_width", "128"}});
  EXPECT_EQ(parameters(small->build(call_of(CallPhase::prefill, 8, 8))),
            parameters(small->build(call_of(CallPhase::decode, 1, 8))));
}

}  // namespace
}  // namespace kairos
