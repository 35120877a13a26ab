// A cost model in one file: every task takes the same time on every element.
#include "sim/cost/cost_model.hpp"

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Constant final : public CostModel {
 public:
  struct Options {
    Duration time = Duration::picoseconds(1'000'000);

    void describe(Fields& f) { f("time", time, "the time of every task"); }
  };
  explicit Constant(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<TaskCost> cost(const Task& /*task*/,
                                             const Cluster& /*cluster*/) const override {
    return TaskCost{options_.time, Bytes{}};
  }

 private:
  Options options_;
};

const Register<CostModel, Constant> registered{"constant", "one time for every task"};

}  // namespace
}  // namespace kairos
