// The times of the tool LLM-Viewer, with its departures from exact counts (Yuan et al., LLM
// Inference Unveiled, arXiv 2402.16363; the tool at commit 472f71f).
//
//   time of an operator = max(operations / peak, bytes / bandwidth)
//
// Where the tool counts otherwise than the demand of an operator, the tool's count is used:
// - The output layer counts one operation for a multiply-accumulate operation, and reads and writes
//   one row whatever the batch.
// - An addition reads one of its two operands.
// - The activation of the feed-forward part has `width` columns and not the inner width.
// - Norms have 7 operations for each value, and no parameters.
// - The scores of a prefill read as many columns of queries as there are columns of keys.
// - Fused attention writes two matrices of scores and not its result. Each head of the queries
//   reads its keys and values once for every block of rows, also where heads share them:
//     rows of a block = min(ceil(S / (d b)), d)
//   d is the depth of a head, b the bytes of an element of the cache, and S the `scratch` of the
//   cluster's `compute`; without it, a block has d rows.
// - Embeddings, copies and the last norm do not count.
// Operators are known by their names, as the model `transformer` gives them; others are refused.
// The tool counts a gate and no biases for OPT, as `{use: opt_1_3b, model: {feed_forward: gated,
// biases: false}}` does. It computes in INT8 if weights, activations and cache have at most 8
// bits, and a rate for `int8` is used if activations are int8.
//
// Example: a prompt of 2048 tokens of Llama-2-7B in 16 bits takes 226.9 ms on an A6000 of 154.8
// TFLOP/s and 768 GB/s. The cost model `roofline` has 231.9 ms.
// How far to trust it: operations, bytes and times equal those of 62 runs of the tool, for all of a
// model or one of its operators: six models, with and without fused attention, grouped queries,
// batches and quantisation (tests/published/llm_viewer.csv). It serves to compare with papers that
// used the tool; use `roofline` for everything else.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

struct Count {
  double operations = 0, bytes = 0;
};

class LlmViewer final : public CostModel {
 public:
  struct Options {
    BytesPerSecond bandwidth;
    double width = 4096;

    void describe(Fields& f) {
      f("bandwidth", bandwidth, "bandwidth of the device's memory").required().positive();
      f("width", width, "width of the model, for the activation of the feed-forward part")
          .positive();
    }
  };
  explicit LlmViewer(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    if (!task.demand || !cluster.compute.is_on()) return std::nullopt;
    const auto rate =
        cluster.compute.rate(cluster.compute.executing(ComputeUnit::matrix), task.demand->type);
    if (!rate) return std::nullopt;
    const Count count = count_of(task, cluster.compute.scratch);
    const Seconds time(
        std::max(count.operations / rate->value(), count.bytes / options_.bandwidth.value()));
    return TaskCost{to_duration(time), Bytes{}};
  }

 private:
  static double extent(const Demand& demand, const char* axis) {
    return static_cast<double>(demand.extent(axis));
  }

  [[nodiscard]] Count count_of(const Task& task, std::optional<Bytes> scratch) const {
    constexpr std::array uncounted{"embedding", "position_embedding", "embedding_add", "last_row",
                                   "final_norm"};
    const std::string name = task.name.substr(task.name.find('.') + 1);
    if (std::ranges::count(uncounted, name) > 0) return {};
    if (name == "attention") return fused_attention(*task.demand, scratch);
    if (const auto count = count_of_product(name, *task.demand)) return *count;
    if (const auto count = count_of_other(name, *task.demand)) return *count;
    throw InputError("cost model 'llm_viewer' does not know the operator '" + task.name +
                     "'; use the model 'transformer' and no transforms that join operators, or "
                     "the cost model 'roofline'");
  }

  static std::optional<Count> count_of_product(const std::string& name, const Demand& demand) {
    constexpr std::array products{"q_proj",  "k_proj",    "v_proj",    "out_proj", "gate_proj",
                                  "up_proj", "down_proj", "qk_matmul", "sv_matmul"};
    if (name == "lm_head") {
      const double columns = extent(demand, "columns"), depth = extent(demand, "depth");
      return Count{extent(demand, "batch") * columns * depth,
                   demand.weights.value() + (columns + depth) * bits(demand.type) / 8};
    }
    if (std::ranges::count(products, name) == 0) return std::nullopt;
    Count count{demand.of(ComputeUnit::matrix), demand.bytes().value()};
    if (name == "qk_matmul" && extent(demand, "rows") > 1) {
      const double queries = demand.read.value();
      count.bytes += queries / extent(demand, "group") - queries;
    }
    return count;
  }

  [[nodiscard]] std::optional<Count> count_of_other(const std::string& name,
                                                    const Demand& demand) const {
    double points = 1;
    for (const Axis& axis : demand.axes) points *= static_cast<double>(axis.extent);
    if (name == "softmax") return Count{demand.all_operations(), demand.bytes().value()};
    if (name == "attn_norm" || name == "mlp_norm") {
      return Count{7 * points, (demand.read + demand.written).value()};
    }
    if (name == "attn_add" || name == "mlp_add") return Count{points, 2 * demand.written.value()};
    if (name == "mlp_act") {
      const double values = extent(demand, "batch") * extent(demand, "rows") * options_.width;
      return Count{2 * values, 3 * values * bits(demand.type) / 8};
    }
    return std::nullopt;
  }

  static Count fused_attention(const Demand& demand, std::optional<Bytes> scratch) {
    const double rows = extent(demand, "rows"), keys = extent(demand, "keys");
    const double depth = extent(demand, "depth"), group = extent(demand, "group");
    const double heads = extent(demand, "batch") * extent(demand, "heads") * group;
    const double cache = demand.state.value() * group;
    const double element = cache / (2 * heads * keys * depth);
    double block = depth;
    if (scratch) block = std::min(block, std::ceil(scratch->value() / (element * depth)));
    const double queries_and_scores = heads * rows * (depth + 2 * keys) * bits(demand.type) / 8;
    return {demand.all_operations(), queries_and_scores + std::ceil(rows / block) * cache};
  }

  Options options_;
};

const Register<CostModel, LlmViewer> registered{
    "llm_viewer", "times of the tool LLM-Viewer, with its departures from exact counts"};

}  // namespace
}  // namespace kairos
