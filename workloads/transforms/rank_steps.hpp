// The steps of a collective operation: operators of single ranks that read parts of the tensors of
// others, and a last operator that shows each rank its result.
#pragma once

#include <vector>

#include "workloads/operators/collective.hpp"
#include "workloads/transforms/rewriter.hpp"

namespace kairos {

class RankSteps {
 public:
  /// A region of a tensor that one rank holds. The first dimension of the tensor is the rank, the
  /// second the size.
  struct Part {
    TensorId tensor{};
    std::int64_t row = 0, offset = 0;  ///< Begin of the region in the tensor.
    Interval place;                    ///< The place of the region in the rank's result.
  };

  /// Replaces an operator of the old graph, whose tensors go through the steps.
  RankSteps(Rewriter& rewriter, OperatorId collective);

  [[nodiscard]] std::size_t ranks() const { return last_.size(); }
  [[nodiscard]] const std::string& name() const { return op_.name; }
  [[nodiscard]] CollectiveOperation operation() const;

  /// The interval of all that a rank holds before the first step.
  [[nodiscard]] Interval everything() const { return {0, size_}; }
  /// The interval of a piece, if what a rank holds is cut into one piece for each rank. Throws
  /// InputError if there are fewer elements than ranks.
  [[nodiscard]] Interval piece(std::size_t number) const;
  [[nodiscard]] Part input(std::size_t rank, Interval piece) const;
  /// The whole input of each rank, at the rank's place in the result.
  [[nodiscard]] std::vector<Part> inputs() const;
  /// The same piece of all ranks.
  [[nodiscard]] std::vector<Part> column(Interval piece) const;
  /// The part, placed where the piece `to` of the result is.
  [[nodiscard]] Part moved(Part part, std::size_t to) const;

  /// Adds an operator of a rank, which adds up parts, or takes over a single one. If it waits, it
  /// begins after the previous step of this rank.
  Part add(const std::string& step, std::size_t rank, const std::vector<Part>& parts,
           bool waits = false);
  /// Adds the view that assembles the result of each rank from its parts.
  void finish(const std::vector<std::vector<Part>>& held);
  /// The same if the result of each rank is one part.
  void finish(const std::vector<Part>& held);

  /// An operator of a rank, or the last one, which has a tile for each rank.
  struct Placed {
    OperatorId op{};
    std::optional<std::size_t> rank;
    std::string step;  ///< The name of its step, which the operators of all ranks share.

    /// Lets the operator run on the clusters of its ranks, if there are any.
    void put(Program& program, const std::vector<std::string>& clusters) const;
  };
  [[nodiscard]] const std::vector<Placed>& placed() const { return placed_; }

 private:
  Rewriter& rewriter_;
  OperatorId old_;
  Operator op_;  ///< The collective operation in terms of the new graph.
  std::int64_t size_ = 0;
  std::vector<std::optional<OperatorId>> last_;  ///< The previous step of each rank.
  std::vector<Placed> placed_;
};

}  // namespace kairos
