// Roofline cost (Williams, Waterman, Patterson, CACM 2009): computing and memory traffic overlap,
// and the slower of the two decides.
//
//   time = max(work / (throughput * f / f_max), bytes / bandwidth obtained)
//
// Example: 2 Gop at 1 Top/s with 100 MB at 40 GB/s take max(2 ms, 2.5 ms) = 2.5 ms alone. If two
// such tasks share the 40 GB/s, each gets 20 GB/s and takes 5 ms.
// If the task is an operator and the cluster has rates in `compute`, computing takes the time that
// platforms/compute_rates.hpp describes, by unit, data type and operator kind.
// If the cluster has a `tile`, the work is rounded up to whole tiles: with 64 Mop tiles, 65 Mop
// take as long as 128 Mop.
// How far to trust it: the roofline is an upper bound on speed. Real kernels reach 30-80 % of
// either roof, so the platform should contain the achieved throughput, not the advertised one.
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/operator_time.hpp"

namespace kairos {
namespace {

class Roofline final : public CostModel {
 public:
  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    if (task.demand && cluster.compute.is_on()) {
      const auto time = operator_time(task, cluster.compute);
      return time ? std::optional(TaskCost{*time, task.memory}) : std::nullopt;
    }
    auto found = cluster.throughput.find(task.kernel);
    if (found == cluster.throughput.end()) found = cluster.throughput.find("any");
    if (found == cluster.throughput.end()) return std::nullopt;
    const Operations work = cluster.overheads.padded(task.kernel, task.work);
    return TaskCost{to_duration(work / found->second), task.memory};
  }
};

const Register<CostModel, Roofline> registered{
    "roofline", "the longer of work / throughput and bytes / bandwidth (Williams et al. 2009)"};

}  // namespace
}  // namespace kairos
