// Time of matrix products and convolutions on a systolic array, with the filling and draining of
// the array (Samajdar et al., SCALE-Sim, ISPASS 2020, arXiv 1811.02883, equations 1 to 3).
//
//   output stationary:  cycles = ceil(M / R) ceil(N / C) (2 R + C + K - 2)
//   weight stationary:  cycles = ceil(K / R) ceil(N / C) (2 R + C + M - 2)
//   input stationary:   cycles = ceil(K / R) ceil(M / C) (2 R + C + N - 2)
//
// M, N and K are the rows, columns and depth of the product, R and C the rows and columns of the
// array. A convolution has its output positions as M, its filters as N and its taps as K; groups
// and heads run one after the other. Attention has a product of queries and keys and one of scores
// and values. R and C are the `grain` of the cluster's `compute`, and a cycle takes
// 2 R C / (rate of the matrix unit).
//
// Example: one row with 4096 x 4096 weights on a 32 x 32 array takes 128 * (64 + 32 + 4096 - 2) =
// 536,320 cycles, output stationary: 3.1 % of the multipliers compute in the mean.
// How far to trust it: cycles of the array alone, as SCALE-Sim's analytical model. Data are assumed
// to arrive in time; memory traffic is the roofline's. Other units take the time that
// platforms/compute_rates.hpp describes.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/registry.hpp"
#include "sim/cost/cost_model.hpp"
#include "sim/cost/operator_time.hpp"
#include "workloads/operators/demand.hpp"

namespace kairos {

enum class Dataflow : std::uint8_t { output_stationary, weight_stationary, input_stationary };

template <>
struct EnumNames<Dataflow> {
  static constexpr std::string_view kind = "dataflow";
  static constexpr std::array names{EnumName{Dataflow::output_stationary, "output_stationary"},
                                    EnumName{Dataflow::weight_stationary, "weight_stationary"},
                                    EnumName{Dataflow::input_stationary, "input_stationary"}};
};

namespace {

/// A product of M x K and K x N, several times.
struct Product {
  double m = 1, n = 1, k = 1, times = 1;
};

/// The products of an operator. In attention, every head of every request has products of its own:
/// queries and keys, and scores and values.
std::vector<Product> products_of(const std::string& kernel, const Demand& demand) {
  constexpr std::array<std::string_view, 3> columns{"columns", "filter", "filters"};
  constexpr std::array<std::string_view, 4> repeated{"group", "groups", "head", "heads"};
  const auto extent = [&](std::string_view axis) {
    return static_cast<double>(demand.extent(axis));
  };
  if (kernel.starts_with("attention")) {
    const double times = extent("batch") * extent("heads") * extent("group");
    const Product scores{extent("rows"), extent("keys"), extent("depth"), times};
    const Product values{extent("rows"), extent("depth"), extent("keys"), times};
    if (kernel == "attention_scores") return {scores};
    if (kernel == "attention_values") return {values};
    return {scores, values};
  }
  Product product;
  for (const Axis& axis : demand.axes) {
    const auto size = static_cast<double>(axis.extent);
    if (axis.kind == AxisKind::reduction) {
      product.k *= size;
    } else if (std::ranges::count(columns, axis.name) > 0) {
      product.n *= size;
    } else if (std::ranges::count(repeated, axis.name) > 0) {
      product.times *= size;
    } else {
      product.m *= size;
    }
  }
  return {product};
}

class Systolic final : public CostModel {
 public:
  struct Options {
    Dataflow dataflow = Dataflow::output_stationary;

    void describe(Fields& f) {
      f("dataflow", dataflow, "which operand stays in the array while the others pass through");
    }
  };
  explicit Systolic(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<TaskCost> cost(const Task& task,
                                             const Cluster& cluster) const override {
    const ComputeRates& rates = cluster.compute;
    if (!task.demand || !rates.is_on()) return std::nullopt;
    const Demand& demand = *task.demand;
    const auto usual = operator_time(task, rates);
    if (!usual) return std::nullopt;
    if (demand.of(ComputeUnit::matrix) == 0) return TaskCost{*usual, task.memory};
    const auto rate = rates.rate(rates.executing(ComputeUnit::matrix), demand.type);
    if (!rate) return std::nullopt;
    const double rows = extent(cluster, "rows"), columns = extent(cluster, "columns");
    const double seconds_per_cycle = 2 * rows * columns / rate->value();
    double all = 0;
    for (const Product& product : products_of(task.kernel, demand)) {
      all += cycles(product, rows, columns);
    }
    const Seconds array(all * seconds_per_cycle);
    Task others = task;
    auto without_matrix = std::make_shared<Demand>(demand);
    without_matrix->operations[static_cast<std::size_t>(ComputeUnit::matrix)] = 0;
    others.demand = std::move(without_matrix);
    const Duration rest = operator_time(others, rates).value_or(Duration{});
    const Duration time = to_duration(array);
    return TaskCost{rates.overlap ? std::max(time, rest) : time + rest, task.memory};
  }

 private:
  static double extent(const Cluster& cluster, const std::string& axis) {
    const auto found = cluster.compute.grain.find(axis);
    if (found != cluster.compute.grain.end()) return static_cast<double>(found->second);
    throw InputError("cost model 'systolic' needs the size of the array of cluster '" +
                     cluster.name + "'; write it as compute: {grain: {rows: 32, columns: 32}}");
  }

  [[nodiscard]] double cycles(const Product& p, double rows, double columns) const {
    const auto folded = [&](double on_rows, double on_columns, double streamed) {
      const double folds = std::ceil(on_rows / rows) * std::ceil(on_columns / columns);
      return p.times * folds * (2 * rows + columns + streamed - 2);
    };
    switch (options_.dataflow) {
      case Dataflow::output_stationary:
        return folded(p.m, p.n, p.k);
      case Dataflow::weight_stationary:
        return folded(p.k, p.n, p.m);
      case Dataflow::input_stationary:
        break;
    }
    return folded(p.k, p.m, p.n);
  }

  Options options_;
};

const Register<CostModel, Systolic> registered{
    "systolic", "cycles of a systolic array with filling and draining (SCALE-Sim)"};

}  // namespace
}  // namespace kairos
