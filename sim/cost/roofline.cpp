// Roofline cost (Williams, Waterman, Patterson, CACM 2009): computing and memory traffic overlap,
// and the slower of the two decides.
//
//   time = max(work / (throughput * f / f_max), bytes / bandwidth obtained)
//
// Example: 2 Gop at 1 Top/s with 100 MB at 40 GB/s take max(2 ms, 2.5 ms) = 2.5 ms alone; when a
// second such task shares the 40 GB/s, both get 20 GB/s and take 5 ms.
// Work is rounded up to whole tiles where the cluster has a `tile`: 65 Mop on a unit of 64 Mop
// tiles take as long as 128.
// How far to trust it: an upper bound on speed. Real kernels reach 30-80 % of either roof, so put
// the achieved, not the advertised, throughput into the platform.
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"

namespace kairos {
namespace {

class Roofline final : public CostModel {
 public:
  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    auto found = cluster.throughput.find(task.kernel);
    if (found == cluster.throughput.end()) found = cluster.throughput.find("any");
    if (found == cluster.throughput.end()) return std::nullopt;
    const Operations work = cluster.overheads.padded(task.kernel, task.work);
    return TaskCost{to_duration(work / found->second), task.memory};
  }
};

const Register<CostModel, Roofline> registered{
    "roofline", "work over throughput or bytes over bandwidth, whichever is slower"};

}  // namespace
}  // namespace kairos
