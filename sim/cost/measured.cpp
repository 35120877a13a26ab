// Measured cost: execution times come from the task's own `times`, by the name or the kind of the
// cluster, or else from the platform's table by kernel and cluster.
//
//   time = (times[cluster] or times[kind] or kernels[kernel]) * f_max / f
//
// Example: an FFT that takes 118 us on a 2 GHz core takes 236 us at a clock of 1 GHz.
// How far to trust it: the times are as accurate as the measurement. Scaling with the frequency is
// right for code that stays in its caches and too pessimistic for code that waits for memory.
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"

namespace kairos {
namespace {

class Measured final : public CostModel {
 public:
  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    for (const std::string* key : {&cluster.name, &cluster.kind}) {
      const auto own = task.times.find(*key);
      if (own != task.times.end()) return TaskCost{own->second, Bytes{}};
    }
    const auto found = cluster.kernels.find(task.kernel);
    if (found == cluster.kernels.end()) return std::nullopt;
    return TaskCost{found->second, Bytes{}};
  }
};

const Register<CostModel, Measured> registered{
    "measured",
    "execution times of the task itself or from the platform's table, by kernel and cluster"};

}  // namespace
}  // namespace kairos
