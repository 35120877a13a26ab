// Compares the operators of transformers with those that LLM-Viewer counts (Yuan et al., arXiv
// 2402.16363), and their times on its roofline. Where the tool differs on purpose or by mistake,
// the difference is applied here to the demand of our operator, and named.
#include <filesystem>
#include <fstream>
#include <map>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/models.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Count {
  double operations = 0, bytes = 0;
};

double extent(const Demand& d, const char* axis) {
  return static_cast<double>(d.extent(axis));
}

/// The counts of an operator as the tool has them; nothing for operators that it does not know.
std::optional<Count> of_the_tool(const OperatorGraph& graph, const Operator& op, double width) {
  const std::string name = op.name.substr(op.name.find('.') + 1);
  const Demand d = demand(graph, op, op.whole());
  const double points = volume(op.whole()), activation = bits(op.type) / 8;
  const double rows = extent(d, "batch") * extent(d, "rows");
  if (name == "lm_head") {  // no factor 2, no batch, one row
    const double columns = extent(d, "columns"), depth = extent(d, "depth");
    return Count{columns * depth, d.weights.value() + (columns + depth) * activation};
  }
  if (name == "attn_norm" || name == "mlp_norm") {  // no parameters
    return Count{7 * points, (d.read + d.written).value()};
  }
  if (name == "attn_add" || name == "mlp_add") {  // reads one of its two operands
    return Count{points, 2 * d.written.value()};
  }
  if (name == "mlp_act") {  // of the width of the residual stream, two operands
    return Count{2 * rows * width, 3 * rows * width * activation};
  }
  if (op.kind == "softmax") return Count{d.all_operations(), d.bytes().value()};
  if (op.kind == "matrix_product" || op.kind.starts_with("attention_")) {
    return Count{d.of(ComputeUnit::matrix), d.bytes().value()};
  }
  return std::nullopt;
}

struct Hardware {
  double bandwidth, peak;
};
const std::map<std::string, Hardware> hardware{{"nvidia_A6000", {768e9, 154.8385e12}},
                                               {"nvidia_A100_80G", {2039e9, 312e12}},
                                               {"nvidia_V100", {900e9, 112e12}}};

struct Network {
  OptionText options;
  double width;
};
const std::map<std::string, Network> networks{
    {"Llama-2-7b", {{{"attention", "steps"}}, 4096}},
    // The tool counts no biases, and a gate although OPT has none.
    {"opt-1.3b",
     {{{"attention", "steps"},
       {"layers", "24"},
       {"width", "2048"},
       {"feed_forward_width", "8192"},
       {"norm", "layer"},
       {"vocabulary", "50272"}},
      2048}}};

struct Totals {
  Count count;
  double time = 0;
};

/// The totals of the tool's operators of one name, or of all of them if it is empty.
Totals totals_of(const std::string& network, const std::string& chip, const Call& call,
                 const std::string& wanted = {}) {
  const OperatorGraph graph = model("transformer", networks.at(network).options)->build(call);
  Totals sum;
  for (const Operator& op : graph.operators()) {
    const std::string name = op.name.substr(op.name.find('.') + 1);
    if (!wanted.empty() && (name != wanted || sum.time > 0)) continue;  // of the first layer
    const auto count = of_the_tool(graph, op, networks.at(network).width);
    if (!count) continue;
    sum.count.operations += count->operations;
    sum.count.bytes += count->bytes;
    const Hardware& rates = hardware.at(chip);
    sum.time += std::max(count->operations / rates.peak, count->bytes / rates.bandwidth);
  }
  return sum;
}

Call call_of_case(const Json& inputs) {
  const std::int64_t sequence = inputs.at("sequence");
  const bool is_prefill = inputs.at("stage") == "prefill";
  Call call = call_of(is_prefill ? ModelPhase::prefill : ModelPhase::decode,
                      is_prefill ? sequence : 1, sequence, inputs.at("batch"));
  if (inputs.at("weight_bits") == 4) call.weights = DataType::int4;
  return call;
}

/// The time of a prompt and of the tokens that follow it.
double generation(const Json& inputs) {
  const std::string network = inputs.at("model"), chip = inputs.at("hardware");
  const std::int64_t prompt = inputs.at("prompt"), output = inputs.at("output");
  double time = totals_of(network, chip, call_of(ModelPhase::prefill, prompt, prompt)).time;
  for (std::int64_t i = prompt; i < prompt + output; ++i) {
    time += totals_of(network, chip, call_of(ModelPhase::decode, 1, i)).time;
  }
  return time;
}

TEST(LlmViewer, CountsTheSameOperations) {
  const fs::path file =
      fs::path(KAIROS_SOURCE_DIR) / "../shared/reference/golden/31_llm_viewer.json";
  if (!fs::exists(file)) GTEST_SKIP() << file << " is not there";
  std::size_t checked = 0;
  const Json table = Json::parse(std::ifstream(file));
  for (const Json& known : table.at("cases")) {
    const Json& inputs = known.at("inputs");
    const Json& value = known.at("value");
    SCOPED_TRACE(known.at("id").get<std::string>());
    if (inputs.contains("prompt")) {
      EXPECT_NEAR(generation(inputs) / value.get<double>(), 1, 1e-9);
      continue;
    }
    if (inputs.at("flash")) continue;  // needs the size of the on-chip memory
    const Totals sum = totals_of(inputs.at("model"), inputs.at("hardware"), call_of_case(inputs),
                                 inputs.value("operator", ""));
    EXPECT_EQ(sum.count.operations, value.at("ops").get<double>());
    EXPECT_EQ(sum.count.bytes, value.at("bytes").get<double>());
    EXPECT_NEAR(sum.time / value.at("time_s").get<double>(), 1, 1e-9);
    ++checked;
  }
  EXPECT_GT(checked, 30U);
}

}  // namespace
}  // namespace kairos
