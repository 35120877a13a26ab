// Divides an operator between a GPU and an NPU: which of six strategies ends first?
//
//   gpu_only           T = g(rows)
//   npu_only           T = n(rows) + j
//   padding            T = n(next size) + j
//   weight_centric     T = max(p g(rows), (1 - p) n(rows)) + j
//   activation_centric T = max(g(rest), sum of n(sizes)) + j
//   hybrid             T = max(p g(rows), (1 - p) n(next size)) + j
//                      T = max(p g(rows - rest) + g(rest), (1 - p) sum of n(sizes)) + j
//
// g and n are the times of the whole operator on the GPU and on the NPU, by its number of rows
// (tokens), p is the share of the columns that the GPU computes, and j = T_sync + T_copy is the
// time for joining the results. The NPU runs static graphs, each for a number of rows. `sizes` are
// the largest graphs that fit into the rows one after the other, or the first few of these, and
// `rest` is the number of rows that they leave to the GPU.
//
// Example: a weight of 4096 x 4096 and one row take 511 us on the GPU and 693 us on the NPU. With
// j = 180 us, p = 3/5 gives max(306.6, 277.2) + 180 = 486.6 us, less than 511 us on the GPU alone.
//
// Chen et al.: HeteroInfer, SOSP 2025, arXiv 2501.14794, print the formula of the minimum and name
// the strategies. How far to trust it: the two formulas of `hybrid`, and the choice of the sizes,
// are our reading. A part of the columns is assumed to take its share of the time of all. On the
// nine rows of their Table 3, with T_sync between 166 and 204 us, the strategy is always theirs;
// the share is theirs on four of the six rows of one length.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

#include "sim/base/enum_names.hpp"
#include "sim/base/fields.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

enum class PartitionStrategy : std::uint8_t {
  gpu_only,
  npu_only,
  padding,
  weight_centric,
  activation_centric,
  hybrid
};

template <>
struct EnumNames<PartitionStrategy> {
  static constexpr std::string_view kind = "strategy";
  static constexpr std::array names{
      EnumName{PartitionStrategy::gpu_only, "gpu_only"},
      EnumName{PartitionStrategy::npu_only, "npu_only"},
      EnumName{PartitionStrategy::padding, "padding"},
      EnumName{PartitionStrategy::weight_centric, "weight_centric"},
      EnumName{PartitionStrategy::activation_centric, "activation_centric"},
      EnumName{PartitionStrategy::hybrid, "hybrid"}};
};

struct PartitionOptions {
  /// The shares of the columns that the GPU may compute.
  std::vector<double> shares{1.0 / 5, 1.0 / 4, 1.0 / 3, 2.0 / 5, 1.0 / 2,
                             3.0 / 5, 2.0 / 3, 3.0 / 4, 4.0 / 5};
  std::int64_t grain = 32;  ///< The columns of the GPU are a multiple of this number.
  /// The numbers of rows of the static graphs; empty if the NPU runs any number of rows.
  std::vector<std::int64_t> sizes;
  Seconds synchronisation;
};

/// The time of parts of an operator that run on both processors at once, if it takes `joining` to
/// join their results. The GPU alone needs no joining.
constexpr Seconds time_of_parts(Seconds gpu, Seconds npu, Seconds joining) {
  return npu > Seconds{} ? std::max(gpu, npu) + joining : gpu;
}

/// An operator, such as a matrix product, and its times.
struct PartitionedOperator {
  std::int64_t rows = 1;
  std::int64_t columns = 0;  ///< Zero if the columns may be cut anywhere.
  /// The time of all columns on the GPU, for any number of rows.
  std::function<Seconds(std::int64_t)> gpu;
  /// The time of all columns on the NPU. It is only asked for the numbers of rows of static graphs.
  std::function<Seconds(std::int64_t)> npu;
  Seconds copy;  ///< Time to move the results of the NPU to where they are needed.
};

struct PartitionChoice {
  PartitionStrategy strategy = PartitionStrategy::gpu_only;
  Seconds time = {};
  double gpu_share = 0;       ///< Share of the columns that the GPU computes of the NPU's rows.
  std::int64_t columns = 0;   ///< The columns of that share, in whole grains.
  std::int64_t npu_rows = 0;  ///< Rows of the NPU's graphs, with those that padding adds.
  std::int64_t gpu_rows = 0;  ///< Rows of which the GPU computes all columns.
};

class PartitionSolver {
 public:
  explicit PartitionSolver(PartitionOptions options);

  /// The choice that ends first. Ties go to the strategy listed first, then to the smaller share.
  [[nodiscard]] PartitionChoice solve(const PartitionedOperator& op) const;

 private:
  class Search;

  PartitionOptions options_;
};

}  // namespace kairos
