// The roofline with the traffic that attention causes between memory and an on-chip memory of
// limited size (Dao et al., FlashAttention, NeurIPS 2022, arXiv 2205.14135, algorithm 1).
//
//   elements of a block of keys    Bc = ceil(S / (4 d)),   S = elements in the on-chip memory
//   blocks                         T  = ceil(N / Bc)
//   traffic of one head            2 N d (keys and values) + T (3 L d + 4 L) elements
//
// d is the depth, N the number of keys and L the number of rows. Each block reads the queries, the
// results so far and their maxima and sums, and writes the latter three. The on-chip memory is
// `scratch` of the cluster's `compute`. If all keys fit into one block, the traffic is that of the
// operands.
//
// Example: N = L = 4096, d = 64 and 192 KiB in fp16 (98,304 elements) give Bc = 384, T = 11 and
// 9.35 M elements, 18.7 MB for each head. Writing the scores out and reading them again would take
// 134 MB.
// How far to trust it: it is the count of the algorithm, which is within a constant of the lower
// bound N^2 d^2 / S for S >= d^2. Other operators have their own traffic, as in the roofline.
#include <algorithm>
#include <cmath>

#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/operator_time.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

class AttentionIo final : public CostModel {
 public:
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
  static Bytes traffic(const Demand& demand, Bytes scratch) {
    const double bytes = bits(demand.type) / 8;
    const auto depth = static_cast<double>(demand.extent("depth"));
    const auto keys = static_cast<double>(demand.extent("keys"));
    const auto rows = static_cast<double>(demand.extent("rows"));
    const auto heads = static_cast<double>(demand.extent("batch") * demand.extent("heads"));
    const auto group = static_cast<double>(demand.extent("group"));
    const double block = std::max(1.0, std::ceil(scratch.value() / bytes / (4 * depth)));
    const double blocks = std::ceil(keys / block);
    if (blocks <= 1) return demand.bytes();
    const double elements =
        heads * (2 * keys * depth + group * blocks * (3 * rows * depth + 4 * rows));
    return Bytes(std::max(elements * bytes, demand.bytes().value()));
  }
};

const Register<CostModel, AttentionIo> registered{
    "attention_io", "the roofline with FlashAttention's traffic for the size of on-chip memory"};

}  // namespace
}  // namespace kairos
