// Tests models of language against published numbers of parameters and bytes of their caches.
#include <numeric>
#include <tuple>

#include <gtest/gtest.h>

#include "tests/support/models.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

std::unique_ptr<Model> llama2_7b(const std::string& attention = "fused") {
  return model("transformer", {{"attention", attention}});
}

TEST(Transformer, HasTheParametersOfLlama) {
  EXPECT_EQ(parameters(llama2_7b()->build({})), 6'738'415'616);
}

TEST(Transformer, HasFifteenOperatorsALayerInSteps) {
  const OperatorGraph graph = llama2_7b("steps")->build(call_of(ModelPhase::prefill, 2048, 2048));
  EXPECT_EQ(graph.operators().size(), 480U + 4);  // embedding, last_row, final_norm, lm_head
}

TEST(Transformer, ExplainsAPhaseThatItDoesNotHave) {
  try {
    static_cast<void>(llama2_7b()->build(call_of(ModelPhase::train, 1, 1)));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "this model has no phase 'train'; use 'prefill' or 'decode'");
  }
}

/// A request whose keys are in the cache costs the same whether they come in one prefill or two,
/// except for the pairs of rows of the first and keys of the second part.
TEST(Transformer, CanReadAPromptInParts) {
  const auto whole = total(llama2_7b()->build(call_of(ModelPhase::prefill, 1000, 1000)));
  const auto first = total(llama2_7b()->build(call_of(ModelPhase::prefill, 600, 600)));
  const auto second = total(llama2_7b()->build(call_of(ModelPhase::prefill, 400, 1000)));
  const double head = 4096.0 * 32000;  // The output layer is computed twice.
  const double skipped = 600.0 * 400 * 4096 * 2 * 32;
  EXPECT_DOUBLE_EQ(first.macs() + second.macs() - head, whole.macs() - skipped);
}

/// The new keys and values of one token and the bytes of a cache of 100 tokens.
TEST(Transformer, KeepsKeysAndValues) {
  const OperatorGraph graph = llama2_7b()->build(call_of(ModelPhase::decode, 1, 100));
  EXPECT_EQ(bytes_of(graph, TensorRole::state), Bytes(100 * 524'288));
}

/// Golden 31: a batch of requests is the sum of their demands, with weights counted once.
TEST(Transformer, OfABatchDemandsTheSumOfItsRequests) {
  for (const char* form : {"fused", "steps"}) {
    const OperatorGraph one = llama2_7b(form)->build(call_of(ModelPhase::decode, 1, 2048));
    const OperatorGraph many = llama2_7b(form)->build(call_of(ModelPhase::decode, 1, 2048, 32));
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
      for (const Axis& axis : batch.axes) EXPECT_EQ(sum.extent(axis.name), axis.extent);
    }
  }
}

TEST(MixtureOfExperts, ReadsTheMatricesOfItsExpertsAlone) {
  const auto mixtral = model("mixture_of_experts", {{"key_value_heads", "8"}});
  const OperatorGraph graph = mixtral->build(call_of(ModelPhase::decode, 1, 100));
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
  EXPECT_EQ(parameters(small->build(call_of(ModelPhase::prefill, 8, 8))),
            parameters(small->build(call_of(ModelPhase::decode, 1, 8))));
}

/// Each of 64 rows goes to 2 of 8 experts. With a skew, some experts get most of the rows.
TEST(MixtureOfExperts, SpreadsRowsByTheirSkew) {
  const auto loads = [](const char* skew) {
    const auto mixture = model("mixture_of_experts", {{"layers", "1"}, {"skew", skew}});
    const OperatorGraph graph = mixture->build(call_of(ModelPhase::prefill, 64, 64));
    std::vector<std::int64_t> rows;
    for (const Operator& op : graph.operators()) {
      if (op.kind == "dispatch") rows.push_back(op.axes[0].extent);
    }
    return rows;
  };
  const auto even = loads("0"), skewed = loads("3");
  EXPECT_EQ(std::accumulate(even.begin(), even.end(), std::int64_t{0}), 128);
  EXPECT_EQ(std::accumulate(skewed.begin(), skewed.end(), std::int64_t{0}), 128);
  EXPECT_LT(std::ranges::max(even), 30);
  EXPECT_GT(std::ranges::max(skewed), 50);
}

/// The state of Mamba-2 does not grow with the text: 48 layers of 3072 * 128 + 3 * 3328 numbers.
TEST(StateSpace, KeepsAStateOfConstantSize) {
  const auto mamba = model("state_space", {{"layers", "48"}, {"width", "1536"}});
  for (const std::int64_t context : {100, 10'000}) {
    const OperatorGraph graph = mamba->build(call_of(ModelPhase::decode, 1, context));
    double read = 0;
    for (const Operator& op : graph.operators()) {
      for (const Operand& operand : op.reads) {
        const Tensor& tensor = graph.tensors()[operand.tensor];
        if (tensor.role == TensorRole::state) read += tensor.elements();
      }
    }
    EXPECT_EQ(read, 48.0 * (3072 * 128 + 3 * 3328));
  }
}

/// The inner width may be a fraction of the width. The mixer of Falcon-H1 0.5B has 1.5 * 1024 =
/// 1536 inner columns in 24 heads, so a layer has 1024 * (2 * 1536 + 2 * 128 + 24) weights of the
/// projection in, 1536 * 1024 of the projection out, 1792 * 5 of the convolution, 24 * 3 of the
/// heads, and norms of 1536 and 1024 columns.
TEST(StateSpace, HasInnerWidthsThatAreNoMultipleOfTheWidth) {
  const OperatorGraph graph =
      model("state_space", {{"layers", "1"}, {"width", "1024"}, {"expand", "1.5"}})->build({});
  double weights = 0;
  for (const Tensor& tensor : graph.tensors()) {
    const bool is_weight = tensor.role == TensorRole::weight;
    if (is_weight && tensor.name.starts_with("layer0.")) weights += tensor.elements();
  }
  EXPECT_EQ(weights, 5'016'904);
}

/// Golden 37: a block of OPT has 12 width^2 weights in its matrices.
TEST(Transformer, HasTheBlocksOfDistZo2) {
  for (const auto& [width, heads, bytes] :
       {std::tuple{"2048", "32", 100'663'296.0}, std::tuple{"12288", "96", 3'623'878'656.0}}) {
    const OperatorGraph graph =
        model("transformer", {{"layers", "1"},
                              {"width", width},
                              {"heads", heads},
                              {"feed_forward", "plain"},
                              {"feed_forward_width", std::to_string(4 * std::stoi(width))},
                              {"norm", "layer"},
                              {"biases", "true"}})
            ->build({});
    double sum = 0;
    for (const Tensor& tensor : graph.tensors()) {
      const bool is_matrix = tensor.role == TensorRole::weight && tensor.shape.size() == 2;
      if (is_matrix && tensor.name.starts_with("layer0.")) sum += tensor.bytes().value();
    }
    EXPECT_EQ(sum, bytes);
  }
}

/// Golden 29: 24 layers of 12 width^2 ternary weights in two bits each. The published model has
/// an inner width of 2816 instead of 8 / 3 * 1024.
TEST(MatmulFree, PacksTernaryWeights) {
  const Tensor blocks{"blocks", {24, 12'582'912}, DataType::ternary, TensorRole::weight};
  EXPECT_EQ(blocks.bytes(), Bytes(75'497'472));
  const OperatorGraph graph = model("matmul_free")->build({});
  double packed = 0;
  for (const Tensor& tensor : graph.tensors()) {
    if (tensor.type == DataType::ternary) packed += tensor.bytes().value();
  }
  EXPECT_EQ(packed, 24 * (4 * 1024 + 3 * 2816) * 1024 / 4);
}

/// Each product of the forward pass has one gradient of its weights and one of its input, except
/// that the image has none: 3 times the operations less those of the first convolution.
TEST(Training, CostsThreeForwardPasses) {
  const auto resnet = model("resnet");
  const double forward = total(resnet->build({})).macs();
  const double first = 118'013'952;
  const OperatorGraph step = model("training", {{"model.name", "resnet"}})->build({});
  EXPECT_EQ(total(step).macs(), 3 * forward - first);
}

TEST(Training, OfZerothOrderCostsTwoForwardPasses) {
  const OptionText options{
      {"method", "zeroth_order"}, {"model.name", "transformer"}, {"model.layers", "2"}};
  const double forward = total(model("transformer", {{"layers", "2"}})->build({})).macs();
  const OperatorGraph step = model("training", options)->build({});
  EXPECT_EQ(total(step).macs(), 2 * forward);
}

/// The gradients of a layer read nothing of the layers behind it.
TEST(Training, ByLayersEndsAtEachLayer) {
  const OperatorGraph step =
      model("training",
            {{"method", "layer_local"}, {"model.name", "transformer"}, {"model.layers", "3"}})
          ->build({});
  for (const Operator& op : step.operators()) {
    if (!op.name.starts_with("layer1.")) continue;
    for (const Operand& operand : op.reads) {
      EXPECT_FALSE(step.tensors()[operand.tensor].name.starts_with("layer2.")) << op.name;
    }
  }
}

/// Golden 45: a serial share of 0.0195 leaves 8 cores 7.04 times as fast.
TEST(Kernel, HasASerialShare) {
  const double share = 0.019480519480519494;
  const OperatorGraph graph =
      model("kernel", {{"serial_share", "0.019480519480519494"}})->build({});
  const auto operations = [&](std::size_t i) {
    return demand(graph, graph.operators()[static_cast<OperatorId>(i)],
                  graph.operators()[static_cast<OperatorId>(i)].whole())
        .of(ComputeUnit::vector);
  };
  const double serial = operations(0), parallel = operations(2);
  EXPECT_DOUBLE_EQ(serial / (serial + parallel), share);
  EXPECT_NEAR((serial + parallel) / (serial + parallel / 8), 7.04, 1e-9);
}

}  // namespace
}  // namespace kairos
