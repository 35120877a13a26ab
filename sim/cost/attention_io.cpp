// The roofline with the traffic that attention causes between memory and an on-chip memory of
// limited size (Dao et al., FlashAttention, NeurIPS 2022, arXiv 2205.14135, algorithm 1).
//
//   elements of a block of keys    Bc = ceil(S / (4 d)),   S = elements in the on-chip memory
//   blocks                         T  = ceil(N / Bc)
//   traffic of one head            2 N d (keys and values) + T (3 L d + 4 L) elements
//   with `rule: bound`             min(N L d^2 / S, N L d / sqrt(S)) elements
//
// d is the depth, N the number of keys and L the number of rows. Each block reads the queries, the
// results so far and their maxima and sums, and writes the latter three. The on-chip memory is
// `scratch` of the cluster's `compute`. If all keys fit into one block, the traffic is that of the
// operands, and it is never less. The bound is the least traffic of any order of the operations, up
// to a constant factor (Saha and Ye, ICML 2024, arXiv 2402.07443); its two forms meet at S = d^2.
//
// Example: N = L = 4096, d = 64 and 192 KiB in fp16 (98,304 elements) give Bc = 384, T = 11 and
// 9.35 M elements, 18.7 MB for each head. Writing the scores out and reading them again would take
// 134 MB.
// How far to trust it: the traffic is what the algorithm counts, for any on-chip memory. Hardware
// that keeps several blocks at once, as GPUs do, moves other amounts. The bound is a property of
// orders of magnitude: at S = d^2 it is that of writing the scores once. Other operators have their
// own traffic, as in the roofline.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/operator_time.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

enum class AttentionTraffic : std::uint8_t { algorithm, bound };

template <>
struct EnumNames<AttentionTraffic> {
  static constexpr std::string_view kind = "rule of traffic";
  static constexpr std::array names{EnumName{AttentionTraffic::algorithm, "algorithm"},
                                    EnumName{AttentionTraffic::bound, "bound"}};
};

namespace {

class AttentionIo final : public CostModel {
 public:
  struct Options {
    AttentionTraffic rule = AttentionTraffic::algorithm;

    void describe(Fields& f) {
      f("rule", rule, "whether traffic is that of FlashAttention's algorithm or the lower bound");
    }
  };
  explicit AttentionIo(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    if (!task.demand || !cluster.compute.is_on()) return std::nullopt;
    const auto time = operator_time(task, cluster.compute);
    if (!time) return std::nullopt;
    const bool is_limited = task.kernel == "attention" && cluster.compute.scratch.has_value();
    return TaskCost{*time,
                    is_limited ? traffic(*task.demand, *cluster.compute.scratch) : task.memory};
  }

 private:
  [[nodiscard]] Bytes traffic(const Demand& demand, Bytes scratch) const {
    const auto extent = [&](const char* axis) { return static_cast<double>(demand.extent(axis)); };
    const double bytes = bits(demand.type) / 8, size = scratch.value() / bytes;
    const double depth = extent("depth"), keys = extent("keys"), rows = extent("rows");
    const double heads = extent("batch") * extent("heads"), group = extent("group");
    double elements = 0;
    if (options_.rule == AttentionTraffic::bound) {
      elements = group * keys * rows * std::min(depth * depth / size, depth / std::sqrt(size));
    } else {
      const double blocks = std::ceil(keys / std::max(1.0, std::ceil(size / (4 * depth))));
      if (blocks > 1) elements = 2 * keys * depth + group * blocks * (3 * rows * depth + 4 * rows);
    }
    return std::max(Bytes(heads * elements * bytes), demand.bytes());
  }

  Options options_;
};

const Register<CostModel, AttentionIo> registered{
    "attention_io", "the roofline with FlashAttention's traffic for the size of on-chip memory"};

}  // namespace
}  // namespace kairos
