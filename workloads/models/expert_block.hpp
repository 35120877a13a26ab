// A feed-forward part of experts, of which each row uses only a few (Shazeer et al., arXiv
// 1701.06538).
//
//   parameters = width * experts + 3 * width * expert width * (experts + shared experts)
//   operations of a row = those of the router, of `top` experts and of the shared experts
//
// Which expert a row goes to is drawn: expert e of a random order has the weight 1 / e^skew, and a
// row picks `top` different ones; one that is picked already is replaced by the next less popular
// one. Each expert that has rows is a chain of operators of its own, so that experts can be placed
// on different elements, and only its matrices are read.
// Example: Mixtral (8 experts, top 2): one row reads 2 of 8 experts' matrices; 2048 rows read all.
// How far to trust it: real routers differ from layer to layer and text to text; `skew` 0 is the
// balance that training aims at. Rows are never dropped.
#pragma once

#include "workloads/models/language_blocks.hpp"

namespace kairos {

struct ExpertOptions {
  std::int64_t experts = 8, top = 2, width = 14336, shared = 0;
  double skew = 0;
  std::uint64_t seed = 1;
  bool router_bias = false;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
};

class ExpertBlock {
 public:
  ExpertBlock(const ExpertOptions& options, const LanguageBlocks& blocks);

  /// Normalisation, routing, experts and the addition to the residual stream.
  TensorId apply(Network& net, const std::string& prefix, TensorId x, std::int64_t layer) const;
  /// The number of rows that each expert gets of `rows`.
  [[nodiscard]] std::vector<std::int64_t> loads(std::int64_t rows, std::int64_t layer) const;

 private:
  TensorId route(Network& net, const std::string& prefix, TensorId x, std::int64_t layer) const;

  ExpertOptions options_;
  const LanguageBlocks& blocks_;
  Kind routing_, combine_;
  std::vector<Kind> products_;  ///< One for each expert.
};

}  // namespace kairos
