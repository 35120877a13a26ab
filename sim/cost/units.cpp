// Time of operators on several units of an element, by recipes: how many operations of which unit
// an implementation of an operator needs at each point of some of the operator's axes.
//
//   time of a unit = sum over the steps on it of operations * points / rate(unit, data type)
//   time           = longest unit, or the sum of all units with `in_turn`
//
// An operator without a recipe takes the time of its own operations. With `memory: in_turn`, the
// traffic takes bytes / `bandwidth` on top; otherwise it overlaps, as in the roofline.
//
// Example (Nayak et al., FuseMax, MICRO 2024, arXiv 2406.10491): attention of depth E on 256 x 256
// multipliers and 256 vector lanes, at 940 MHz. The binding that the paper proposes takes 2 E + 9
// cycles of a multiplier for each pair of row and key; the vector lanes take (2 E + 10) / 256 for
// each pair and E for each row. For BERT (64 sequences of 1024, 12 heads of 64) the array takes
// 1.791 ms and the vector unit 2.013 ms, so the time is 2.013 ms.
// How far to trust it: it is exact for the implementations that recipes describe. Published rows of
// two of the five designs of FuseMax, FLAT and the proposed binding, are a test.
#include <algorithm>
#include <array>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/operator_time.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

enum class Overlap : std::uint8_t { overlapped, in_turn };

template <>
struct EnumNames<Overlap> {
  static constexpr std::string_view kind = "overlap";
  static constexpr std::array names{EnumName{Overlap::overlapped, "overlapped"},
                                    EnumName{Overlap::in_turn, "in_turn"}};
};

namespace {

struct StepConfig {
  ComputeUnit unit = ComputeUnit::matrix;
  double operations = 0;
  std::vector<std::string> axes;

  void describe(Fields& f) {
    f("unit", unit, "unit that executes the step").required();
    f("operations", operations, "operations at each point").required().not_negative();
    f("axes", axes, "axes of the operator whose points are counted").required();
  }
};

struct RecipeConfig {
  std::string kernel;
  std::vector<StepConfig> steps;
  Overlap units = Overlap::overlapped;
  Overlap memory = Overlap::overlapped;
  std::optional<BytesPerSecond> bandwidth;

  void describe(Fields& f) {
    f("kernel", kernel, "operator kind").required();
    f("steps", steps, "steps of the implementation").required();
    f("units", units, "whether the units work overlapped or in turn");
    f("memory", memory, "whether memory traffic overlaps with the units or takes its turn");
    f("bandwidth", bandwidth, "bandwidth of memory traffic that takes its turn").positive();
  }
  void check(const SourceLocation& where) const {
    if (memory == Overlap::in_turn && !bandwidth) {
      throw InputError(where, "memory traffic in turn needs a 'bandwidth'; add it to the recipe");
    }
  }
};

class Units final : public CostModel {
 public:
  struct Options {
    std::vector<RecipeConfig> recipes;

    void describe(Fields& f) { f("recipes", recipes, "recipes, each for one operator kind"); }
  };
  explicit Units(Options options) : options_(std::move(options)) {}

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    if (!task.demand || !cluster.compute.is_on()) return std::nullopt;
    const auto recipe = std::ranges::find(options_.recipes, task.kernel, &RecipeConfig::kernel);
    if (recipe == options_.recipes.end()) {
      const auto time = operator_time(task, cluster.compute);
      return time ? std::optional(TaskCost{*time, task.memory}) : std::nullopt;
    }
    std::array<double, EnumNames<ComputeUnit>::names.size()> seconds{};
    for (const StepConfig& step : recipe->steps) {
      const auto rate = cluster.compute.rate(step.unit, task.demand->type);
      if (!rate) return std::nullopt;
      seconds[static_cast<std::size_t>(step.unit)] +=
          step.operations * points(task, step) / rate->value();
    }
    double total = recipe->units == Overlap::overlapped
                       ? *std::ranges::max_element(seconds)
                       : std::accumulate(seconds.begin(), seconds.end(), 0.0);
    if (recipe->memory == Overlap::overlapped) {
      return TaskCost{to_duration(Seconds(total)), task.memory};
    }
    total += task.memory.value() / recipe->bandwidth->value();
    return TaskCost{to_duration(Seconds(total)), Bytes{}};
  }

 private:
  static double points(const Task& task, const StepConfig& step) {
    double product = 1;
    for (const std::string& name : step.axes) {
      const auto axis = std::ranges::find(task.demand->axes, name, &Axis::name);
      if (axis == task.demand->axes.end()) {
        throw InputError("a recipe for '" + task.kernel + "' names the axis '" + name +
                         "', which operator '" + task.name + "' does not have");
      }
      product *= static_cast<double>(axis->extent);
    }
    return product;
  }

  Options options_;
};

const Register<CostModel, Units> registered{
    "units", "time on several units of an element, by recipes for operator kinds"};

}  // namespace
}  // namespace kairos
