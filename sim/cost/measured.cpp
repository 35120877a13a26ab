// Measured cost: execution times come from the task's own `times`, by the name or the kind of the
// cluster, or else from the platform's tables by kernel and cluster.
//
//   time = (times[cluster] or times[kind] or kernels[kernel] or kernel_times[kernel]) * f_max / f
//
// Times in `kernel_times` may depend on axes (sim/cost/profiled_time.hpp).
//
// With `traffic`, a task moves its `memory` bytes over the cluster's memory route while it runs.
// The measured time already contains the waiting for memory, so a task alone takes it unchanged if
// its bytes cross the route within that time. It takes longer if several tasks together ask for
// more than the memory gives, or if the memory has a `contention`:
//
//   time = max(measured time, bytes / bandwidth obtained)
//
// Example: an FFT that takes 118 us on a 2 GHz core takes 236 us at a clock of 1 GHz.
// How far to trust it: the times are as accurate as the measurement. Scaling with the frequency is
// right for code that stays in its caches and too pessimistic for code that waits for memory.
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/profiled_time.hpp"

namespace kairos {
namespace {

class Measured final : public CostModel {
 public:
  struct Options {
    bool traffic = false;

    void describe(Fields& f) {
      f("traffic", traffic, "whether tasks move their 'memory' bytes over the memory route");
    }
  };
  explicit Measured(const Options& options) : has_traffic_(options.traffic) {}

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    const Bytes traffic = has_traffic_ ? task.memory : Bytes{};
    for (const std::string* key : {&cluster.name, &cluster.kind}) {
      const auto own = task.times.find(*key);
      if (own != task.times.end()) return TaskCost{own->second, traffic};
    }
    const auto found = cluster.kernels.find(task.kernel);
    if (found != cluster.kernels.end()) return TaskCost{found->second, traffic};
    const std::optional<Duration> time = profiled_time(task, cluster);
    return time ? std::optional(TaskCost{*time, traffic}) : std::nullopt;
  }

 private:
  bool has_traffic_;
};

const Register<CostModel, Measured> registered{
    "measured",
    "execution times of the task itself or from the platform's table, by kernel and cluster"};

}  // namespace
}  // namespace kairos
