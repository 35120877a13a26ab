// The times of the tool LLM-Viewer, with its departures from exact counts (Yuan et al., LLM
// Inference Unveiled, arXiv 2402.16363; the tool at commit 472f71f).
//
//   time of an operator = max(operations / peak, bytes / bandwidth)
//
// Where the tool counts otherwise than the demand of an operator, the tool's count is used:
// - The output layer counts one operation for a multiply-accumulate operation, and one row whatever
//   the batch.
// - An addition reads one of its two operands.
// - The activation of the feed-forward part has `width` columns and not the inner width.
// - Norms have 7 operations for each value, and no parameters.
// - Embeddings, copies and the last norm do not count.
// Operators are known by their names, as the model `transformer` gives them with `attention:
// steps`.
//
// Example: a prompt of 2048 tokens of Llama-2-7B in 16 bits takes 226.9 ms on an A6000 of 154.8
// TFLOP/s and 768 GB/s. The cost model `roofline` has 231.8 ms.
// How far to trust it: it gives the digits of the tool, to compare with papers that used it. Its
// operators run one after the other on one device. Use `roofline` for everything else.
#include <algorithm>

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
    const Count count = count_of(task);
    const Seconds time(
        std::max(count.operations / rate->value(), count.bytes / options_.bandwidth.value()));
    return TaskCost{to_duration(time), Bytes{}};
  }

 private:
  static double extent(const Demand& demand, const char* axis) {
    return static_cast<double>(demand.extent(axis));
  }

  [[nodiscard]] Count count_of(const Task& task) const {
    const Demand& demand = *task.demand;
    const std::string name = task.name.substr(task.name.find('.') + 1);
    const double activation = bits(demand.type) / 8;
    double points = 1;
    for (const Axis& axis : demand.axes) points *= static_cast<double>(axis.extent);
    if (name == "lm_head") {
      const double columns = extent(demand, "columns"), depth = extent(demand, "depth");
      return {columns * depth, demand.weights.value() + (columns + depth) * activation};
    }
    if (name == "attn_norm" || name == "mlp_norm") {
      return {7 * points, (demand.read + demand.written).value()};
    }
    if (name == "attn_add" || name == "mlp_add") return {points, 2 * demand.written.value()};
    if (name == "mlp_act") {
      const double rows = extent(demand, "batch") * extent(demand, "rows");
      return {2 * rows * options_.width, 3 * rows * options_.width * activation};
    }
    if (task.kernel == "softmax") return {demand.all_operations(), demand.bytes().value()};
    if (task.kernel == "matrix_product" || task.kernel.starts_with("attention_")) {
      return {demand.of(ComputeUnit::matrix), demand.bytes().value()};
    }
    return {};
  }

  Options options_;
};

const Register<CostModel, LlmViewer> registered{
    "llm_viewer", "times of the tool LLM-Viewer, with its departures from exact counts"};

}  // namespace
}  // namespace kairos
