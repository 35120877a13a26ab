// Time of operators on several units of an element, by recipes: how many operations of which unit
// an implementation of an operator needs at each point of some of the operator's axes.
//
//   points          = product over the axes of ceil(extent / block), with blocks of 1 by default
//   time of a unit  = sum over its steps in a phase of operations * points / rate(unit, data type)
//   time of a phase = longest unit, or the sum of all units with `units: in_turn`
//   time            = sum of the phases
//   traffic         = sum over `traffic` of bytes * points, or the bytes of the operands without it
//
// An operator without a recipe takes the time of its own operations. With `memory: in_turn`, the
// traffic takes bytes / `bandwidth` on top; otherwise it overlaps, as in the roofline.
//
// Example (Nayak et al., FuseMax, MICRO 2024, arXiv 2406.10491): attention of depth E on 256 x 256
// multipliers and 256 vector lanes, at 940 MHz. The binding that the paper proposes takes 2 E + 9
// cycles of a multiplier for each pair of row and key. The vector unit takes 2 E + 10 operations
// for each row and block of 256 keys, and E for each row. For BERT (64 sequences of 1024, 12 heads
// of 64) the array takes 1.791 ms and the vector unit 2.013 ms, so the time is 2.013 ms.
// How far to trust it: it is exact for the implementations that recipes describe. A test has the
// times, the traffic and the utilisations of all 120 published rows of FuseMax's five designs:
// unfused, FLAT, the cascade, the architecture and the binding (tests/published/fusemax).
// The traffic of FLAT, and that of long unfused sequences, is an input: a mapper found it.
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/operator_time.hpp"
#include "workloads/operators/demand.hpp"
#include "workloads/operators/operator_kind.hpp"

namespace kairos {

enum class Overlap : std::uint8_t { overlapped, in_turn };

template <>
struct EnumNames<Overlap> {
  static constexpr std::string_view kind = "overlap";
  static constexpr std::array names{EnumName{Overlap::overlapped, "overlapped"},
                                    EnumName{Overlap::in_turn, "in_turn"}};
};

namespace {

/// The points of some axes of an operator, of which some are counted in blocks.
struct PointsConfig {
  std::vector<std::string> axes;
  std::map<std::string, std::uint64_t> blocks;

  void describe(Fields& f) {
    f("axes", axes, "axes of the operator whose points are counted; none means once");
    f("blocks", blocks,
      "extents of blocks by axis, such as {keys: 256}: a block counts as one point, and a part of "
      "a "
      "block as a whole one");
  }
  void check(const SourceLocation& where) const {
    for (const auto& [axis, extent] : blocks) {
      if (std::ranges::count(axes, axis) == 0) {
        throw InputError(where, "'blocks' names the axis '" + axis +
                                    "', which is not one of 'axes'; add it there");
      }
      if (extent == 0) {
        throw InputError(where, "the block of the axis '" + axis + "' is 0; write 1 or more");
      }
    }
  }
};

struct StepConfig {
  ComputeUnit unit = ComputeUnit::matrix;
  double operations = 0;
  PointsConfig points;
  std::uint64_t phase = 1;

  void describe(Fields& f) {
    f("unit", unit, "unit that executes the step").required();
    f("operations", operations, "operations at each point").required().not_negative();
    points.describe(f);
    f("phase", phase, "phase of the step; a phase begins when all lower ones have ended");
  }
  void check(const SourceLocation& where) const { points.check(where); }
};

struct TrafficConfig {
  Bytes bytes;
  PointsConfig points;

  void describe(Fields& f) {
    f("bytes", bytes, "bytes moved to or from memory at each point").required().not_negative();
    points.describe(f);
  }
  void check(const SourceLocation& where) const { points.check(where); }
};

struct RecipeConfig {
  std::string kernel;
  std::vector<StepConfig> steps;
  std::vector<TrafficConfig> traffic;
  Overlap units = Overlap::overlapped;
  Overlap memory = Overlap::overlapped;
  std::optional<BytesPerSecond> bandwidth;

  void describe(Fields& f) {
    f("kernel", kernel, "operator kind").required();
    f("steps", steps, "steps of the implementation").required();
    f("traffic", traffic, "memory traffic of the implementation (that of the operands if absent)");
    f("units", units, "whether the units of a phase work overlapped or in turn");
    f("memory", memory, "whether memory traffic overlaps with the units or takes its turn");
    f("bandwidth", bandwidth, "bandwidth of memory traffic that takes its turn").positive();
  }
  void check(const SourceLocation& where) const {
    if (!Registry<OperatorKind>::entries().contains(kernel)) {
      std::vector<std::string> kinds;
      for (const auto& [name, entry] : Registry<OperatorKind>::entries()) kinds.push_back(name);
      throw InputError(where, unknown_name("operator kind", kernel, kinds));
    }
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
    const auto computing = time_of(*recipe, task, cluster.compute);
    if (!computing) return std::nullopt;
    const Bytes traffic = traffic_of(*recipe, task);
    if (recipe->memory == Overlap::overlapped) {
      return TaskCost{to_duration(*computing), traffic};
    }
    return TaskCost{to_duration(*computing + traffic / *recipe->bandwidth), Bytes{}};
  }

 private:
  using UnitTimes = std::array<double, EnumNames<ComputeUnit>::names.size()>;

  /// The computing time; empty if a unit of a step cannot compute in the task's data type.
  static std::optional<Seconds> time_of(const RecipeConfig& recipe, const Task& task,
                                        const ComputeRates& rates) {
    std::map<std::uint64_t, UnitTimes> phases;
    for (const StepConfig& step : recipe.steps) {
      const auto rate = rates.rate(step.unit, task.demand->type);
      if (!rate) return std::nullopt;
      phases[step.phase][static_cast<std::size_t>(step.unit)] +=
          step.operations * points(task, step.points) / rate->value();
    }
    double total = 0;
    for (const auto& [number, seconds] : phases) {
      total += recipe.units == Overlap::overlapped
                   ? *std::ranges::max_element(seconds)
                   : std::accumulate(seconds.begin(), seconds.end(), 0.0);
    }
    return Seconds(total);
  }

  static Bytes traffic_of(const RecipeConfig& recipe, const Task& task) {
    if (recipe.traffic.empty()) return task.memory;
    Bytes sum;
    for (const TrafficConfig& part : recipe.traffic) sum += part.bytes * points(task, part.points);
    return sum;
  }

  static std::string names_of(const std::vector<Axis>& axes) {
    std::string names;
    for (const Axis& axis : axes) {
      if (!names.empty()) names += ", ";
      names += axis.name;
    }
    return names;
  }

  static double points(const Task& task, const PointsConfig& config) {
    double product = 1;
    for (const std::string& name : config.axes) {
      const auto axis = std::ranges::find(task.demand->axes, name, &Axis::name);
      if (axis == task.demand->axes.end()) {
        throw InputError("a recipe for '" + task.kernel + "' names the axis '" + name +
                         "', but the axes of operator '" + task.name + "' are " +
                         names_of(task.demand->axes));
      }
      const auto block = config.blocks.find(name);
      const double size = block == config.blocks.end() ? 1 : static_cast<double>(block->second);
      product *= std::ceil(static_cast<double>(axis->extent) / size);
    }
    return product;
  }

  Options options_;
};

const Register<CostModel, Units> registered{
    "units", "time on several units of an element, by recipes for operator kinds"};

}  // namespace
}  // namespace kairos
