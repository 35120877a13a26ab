// Compares the cost model `llm_viewer` on models of the library with runs of the tool LLM-Viewer
// (Yuan et al., arXiv 2402.16363; github.com/hahnyuan/LLM-Viewer at commit 472f71f, MIT licence).
// The rows of llm_viewer.csv are runs of its ModelAnalyzer, which got the sizes of the models
// without their files.
#include <map>

#include <gtest/gtest.h>

#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "tests/published/experiments.hpp"
#include "tests/published/golden.hpp"
#include "tests/published/models.hpp"
#include "workloads/models/network.hpp"
#include "workloads/operators/lower.hpp"
#include "workloads/operators/operator_table.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// The devices of the tool (hardwares/hardware_params.py).
struct Device {
  double bandwidth, fp16, int8;
  Bytes scratch;
};
const std::map<std::string, Device> devices{
    {"V100", {900e9, 112e12, 62e12, Bytes(20480e3)}},
    {"A6000", {768e9, 309.677e12 / 2, 309.7e12, Bytes(21504e3)}},
    {"A40", {696e9, 149.7e12, 299.3e12, Bytes(21504e3)}},
    {"A100_80G", {2039e9, 312e12, 624e12, Bytes(27648e3)}},
    {"H100", {3072e9, 1979e12 / 2, 3958e12 / 2, Bytes(33792e3)}},
    {"L40", {864e9, 181e12, 362e12, Bytes(36352e3)}}};

struct Inputs {
  std::string model, device;
  ModelPhase phase = ModelPhase::prefill;
  std::int64_t sequence = 0, batch = 1;
  int weights = 16, activations = 16, cache = 16;
  bool is_fused = false;

  [[nodiscard]] std::string shown() const {
    return model + " on " + device + ", " + name_of(phase) + " of " + std::to_string(sequence) +
           " in a batch of " + std::to_string(batch) + (is_fused ? ", fused" : "");
  }
};

struct Case {
  Inputs inputs;
  std::string op;  ///< An operator of the first layer, or the output layer; empty for all.
  double time = 0, operations = 0, bytes = 0;
  std::optional<double> resident;
};

DataType integer_type(int bits) {
  return bits == 16 ? DataType::fp16 : bits == 8 ? DataType::int8 : DataType::int4;
}

ModelConfig model_of(const Inputs& inputs, bool is_fused) {
  ModelChanges changes{{"attention", is_fused ? "fused" : "steps"}};
  if (inputs.model.starts_with("opt")) {
    changes.insert(changes.end(), {{"feed_forward", "gated"}, {"biases", "false"}});
  }
  return library_model(inputs.model, changes);
}

OperatorGraph graph_of(const Inputs& inputs, bool is_fused) {
  Call call;
  call.phase = inputs.phase;
  call.rows = inputs.phase == ModelPhase::prefill ? inputs.sequence : 1;
  call.context = inputs.sequence;
  call.batch = inputs.batch;
  call.weights = integer_type(inputs.weights);
  call.activations = integer_type(inputs.activations);
  call.cache = integer_type(inputs.cache);
  return model_of(inputs, is_fused).model.make()->build(call);
}

std::int64_t width_of(const Inputs& inputs) {
  return std::stoll(model_of(inputs, false).model.options.find("width")->text);
}

Cluster device_of(double fp16, double int8, Bytes scratch) {
  Cluster cluster;
  cluster.name = "gpu";
  cluster.compute.matrix = {{"int8", OperationsPerSecond(int8)},
                            {"any", OperationsPerSecond(fp16)}};
  cluster.compute.scratch = scratch;
  return cluster;
}

class Viewer {
 public:
  explicit Viewer(const Inputs& inputs)
      : inputs_(inputs), job_(lower(graph_of(inputs, inputs.is_fused))) {}

  /// Seconds on the device. A device that is a million times slower keeps the digits that are lost
  /// when times are rounded to picoseconds.
  [[nodiscard]] double time(const std::string& op = {}) const {
    constexpr double slower = 1e6;
    const Device& device = devices.at(inputs_.device);
    return picoseconds(op, device_of(device.fp16 / slower, device.int8 / slower, device.scratch),
                       device.bandwidth / slower) /
           slower / 1e12;
  }
  /// At one operation in a picosecond and no time for traffic, picoseconds are operations.
  [[nodiscard]] double operations(const std::string& op = {}) const {
    return picoseconds(op, device_of(1e12, 1e12, scratch()), 1e30);
  }
  [[nodiscard]] double bytes(const std::string& op = {}) const {
    return picoseconds(op, device_of(1e30, 1e30, scratch()), 1e12);
  }

 private:
  [[nodiscard]] Bytes scratch() const { return devices.at(inputs_.device).scratch; }

  [[nodiscard]] double picoseconds(const std::string& op, const Cluster& device,
                                   double bandwidth) const {
    Value options = Value::map();
    options.set("bandwidth", Value::scalar(shortest(bandwidth) + " B/s"));
    options.set("width", Value::scalar(std::to_string(width_of(inputs_))));
    const auto cost = Registry<CostModel>::find("llm_viewer", {}).make(options);
    std::int64_t result = 0;
    for (const Task& task : job_->tasks()) {
      if (!op.empty() && task.name != op && task.name != "layer0." + op) continue;
      result += cost->cost(task, device)->compute.picoseconds();
    }
    return static_cast<double>(result);
  }

  Inputs inputs_;
  std::shared_ptr<const JobGraph> job_;
};

/// The tool's memory consumption is the matrices of all layers, the cache, and the results of one
/// layer, of which those of the activation are as wide as the residual stream, and those of
/// fused attention are two matrices of scores.
double resident_bytes(const Inputs& inputs) {
  const OperatorGraph graph = graph_of(inputs, inputs.is_fused);
  double sum = bytes_of(graph, TensorRole::state).value();
  for (const Tensor& tensor : graph.tensors()) {
    const bool is_matrix = tensor.role == TensorRole::weight && tensor.shape.size() == 2;
    if (is_matrix && tensor.name.starts_with("layer")) sum += tensor.bytes().value();
  }
  std::map<std::string, double> written;
  for (const OperatorRow& row : operator_table(graph_of(inputs, false)).rows) {
    if (row.name.starts_with("layer0.")) written[row.name.substr(7)] = row.written.bytes.value();
  }
  written["mlp_act"] = written["mlp_add"];
  if (inputs.is_fused) {
    written["sv_matmul"] = 0;
    written["qk_matmul"] = written["softmax"];  // and the scores of the softmax itself
  }
  for (const auto& [name, bytes] : written) sum += bytes;
  return sum;
}

void expect_equal(const Case& known) {
  SCOPED_TRACE(known.inputs.shown() + " " + known.op);
  const Viewer viewer(known.inputs);
  const std::string op = known.op == "fused_attention" ? "attention" : known.op;
  EXPECT_NEAR(viewer.time(op) / known.time, 1, 1e-9);
  EXPECT_EQ(viewer.operations(op), known.operations);
  EXPECT_EQ(viewer.bytes(op), known.bytes);
  if (!known.resident) return;
  EXPECT_EQ(resident_bytes(known.inputs), *known.resident);
}

Case case_of(const std::vector<std::string>& cells) {
  Case known;
  known.inputs = {cells.at(0),
                  cells.at(1),
                  cells.at(2) == "prefill" ? ModelPhase::prefill : ModelPhase::decode,
                  std::stoll(cells.at(3)),
                  std::stoll(cells.at(4)),
                  std::stoi(cells.at(5)),
                  std::stoi(cells.at(6)),
                  std::stoi(cells.at(7)),
                  cells.at(8) == "fused"};
  known.op = cells.at(9);
  known.time = std::stod(cells.at(10));
  known.operations = std::stod(cells.at(11));
  known.bytes = std::stod(cells.at(12));
  if (!cells.at(13).empty()) known.resident = std::stod(cells.at(13));
  return known;
}

TEST(LlmViewer, HasTheNumbersOfTheTool) {
  const auto rows = csv_rows("llm_viewer.csv");
  EXPECT_EQ(rows.size(), 62U);
  for (const std::vector<std::string>& cells : rows) expect_equal(case_of(cells));
}

/// A prompt and the tokens after it: the sum of a prefill and of a decode step at each length. The
/// second one is a run of the tool with Llama-3 8B in a batch of 4.
TEST(LlmViewer, HasTheTimesOfWholeAnswers) {
  const auto generate = [](Inputs inputs, std::int64_t tokens) {
    double time = Viewer(inputs).time();
    inputs.phase = ModelPhase::decode;
    for (std::int64_t i = 0; i < tokens; ++i, ++inputs.sequence) time += Viewer(inputs).time();
    return time;
  };
  const Inputs llama2{"llama2_7b", "A6000", ModelPhase::prefill, 128};
  EXPECT_NEAR(generate(llama2, 16) / 0.2958436460000001, 1, 1e-9);
  const Inputs llama3{"llama3_8b", "A100_80G", ModelPhase::prefill, 100, 4};
  EXPECT_NEAR(generate(llama3, 10) / 0.09329516814856953, 1, 1e-9);
}

/// An experiment takes up to a picosecond more for each task, because its clock counts whole
/// picoseconds: 7e-9 of a decode step of 480 operators.
TEST(LlmViewer, HasTheTimesOfTheToolInExperiments) {
  const std::string application = "workload.applications.0.";
  EXPECT_NEAR(makespan(first_run("llm_viewer.yaml")) / 0.22687859086500456, 1, 1e-9);
  EXPECT_NEAR(
      makespan(first_run("llm_viewer.yaml", {application + "model.model.attention=fused"})) /
          0.22478143886500454,
      1, 1e-9);
  EXPECT_NEAR(makespan(first_run("llm_viewer.yaml", {application + "call.phase=decode",
                                                     application + "call.rows=1"})) /
                  0.01863691533333334,
              1, 1e-8);
}

TEST(LlmViewer, RefusesOperatorsThatTheToolDoesNotHave) {
  for (const char* change : {"model=mobilenet_v2", "transforms=[{name: coarsen}]"}) {
    EXPECT_THROW(first_run("llm_viewer.yaml", {std::string("workload.applications.0.") + change}),
                 InputError);
  }
}

/// Golden 31.
TEST(LlmViewer, HasTheNumbersOfTheTable) {
  const auto table = golden_table("31_llm_viewer.json");
  if (!table) GTEST_SKIP() << "../shared/reference/golden is not there";
  const std::map<std::string, std::string> names{{"Llama-2-7b", "llama2_7b"},
                                                 {"opt-1.3b", "opt_1_3b"}};
  for (const auto& entry : table->at("cases")) {
    const auto& in = entry.at("inputs");
    const auto& value = entry.at("value");
    if (!value.is_object()) continue;  // HasTheTimesOfWholeAnswers
    Case known;
    known.inputs = {names.at(in.at("model")),
                    in.at("hardware").get<std::string>().substr(std::string("nvidia_").size()),
                    in.at("stage") == "prefill" ? ModelPhase::prefill : ModelPhase::decode,
                    in.at("sequence"),
                    in.at("batch"),
                    in.at("weight_bits"),
                    in.at("activation_bits"),
                    in.at("kv_bits"),
                    in.at("flash")};
    known.op = in.value("operator", "");
    known.time = value.at("time_s");
    known.operations = value.at("ops");
    known.bytes = value.at("bytes");
    if (value.contains("resident_bytes")) known.resident = value.at("resident_bytes");
    expect_equal(known);
  }
}

}  // namespace
}  // namespace kairos
