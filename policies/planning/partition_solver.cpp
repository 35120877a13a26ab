#include "policies/planning/partition_solver.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kairos {

/// Tries the strategies for one operator and keeps the best.
class PartitionSolver::Search {
 public:
  Search(const PartitionOptions& options, const PartitionedOperator& op)
      : options_(options), op_(op), joining_(options.synchronisation + op.copy) {
    best_.time = op.gpu(op.rows);
    best_.gpu_rows = op.rows;
  }

  PartitionChoice best() {
    try_one_graph();
    if (!options_.sizes.empty()) try_pieces();
    return best_;
  }

 private:
  /// Tries one graph of the NPU for all rows, which may be padded.
  void try_one_graph() {
    std::int64_t rows = op_.rows;
    if (!options_.sizes.empty()) {
      const auto next = std::ranges::lower_bound(options_.sizes, op_.rows);
      if (next == options_.sizes.end()) return;
      rows = *next;
    }
    const bool is_padded = rows != op_.rows;
    const Seconds npu = op_.npu(rows);
    offer(is_padded ? PartitionStrategy::padding : PartitionStrategy::npu_only,
          {.time = npu + joining_, .npu_rows = rows});
    const Seconds gpu = op_.gpu(op_.rows);
    try_shares(is_padded ? PartitionStrategy::hybrid : PartitionStrategy::weight_centric,
               {.npu_rows = rows}, gpu, Seconds{}, npu);
  }

  /// Tries several graphs of the NPU one after the other, while the GPU computes the other rows.
  void try_pieces() {
    std::int64_t left = op_.rows;
    std::size_t pieces = 0;
    Seconds npu;
    for (auto size = options_.sizes.rbegin(); size != options_.sizes.rend(); ++size) {
      while (left >= *size) {
        left -= *size;
        npu += op_.npu(*size);
        if (++pieces == 1 && left == 0) return;  // This is one graph for all rows.
        try_pieces_that_leave(left, npu);
      }
    }
  }

  void try_pieces_that_leave(std::int64_t left, Seconds npu) {
    const PartitionChoice part{.npu_rows = op_.rows - left, .gpu_rows = left};
    const Seconds rest = left > 0 ? op_.gpu(left) : Seconds{};
    PartitionChoice whole = part;
    whole.time = time_of_parts(rest, npu, joining_);
    offer(PartitionStrategy::activation_centric, whole);
    try_shares(PartitionStrategy::hybrid, part, op_.gpu(op_.rows - left), rest, npu);
  }

  /// Tries all shares of the columns of the NPU's rows, while the GPU also computes `rest`.
  void try_shares(PartitionStrategy strategy, PartitionChoice choice, Seconds gpu, Seconds rest,
                  Seconds npu) {
    for (const double share : options_.shares) {
      const std::int64_t columns = columns_of(share);
      if (op_.columns > 0 && (columns == 0 || columns >= op_.columns)) continue;
      choice.gpu_share = share;
      choice.columns = columns;
      choice.time = time_of_parts(share * gpu + rest, (1 - share) * npu, joining_);
      offer(strategy, choice);
    }
  }

  [[nodiscard]] std::int64_t columns_of(double share) const {
    const auto grains = static_cast<double>(op_.columns) / static_cast<double>(options_.grain);
    return options_.grain * std::llround(share * grains);
  }

  void offer(PartitionStrategy strategy, PartitionChoice choice) {
    choice.strategy = strategy;
    const bool is_first = strategy < best_.strategy && choice.time == best_.time;
    if (choice.time < best_.time || is_first) best_ = choice;
  }

  const PartitionOptions& options_;
  const PartitionedOperator& op_;
  Seconds joining_;
  PartitionChoice best_;
};

PartitionSolver::PartitionSolver(PartitionOptions options) : options_(std::move(options)) {
  std::ranges::sort(options_.sizes);
  std::ranges::sort(options_.shares);
}

PartitionChoice PartitionSolver::solve(const PartitionedOperator& op) const {
  return Search(options_, op).best();
}

}  // namespace kairos
