// The attention block of Zamba2 (arXiv 2411.15242), whose weights several layers share.
//
// It reads the residual stream beside the embedding, has attention and a gated feed-forward part,
// and gives its result to a state-space layer. Each use has low-rank adapters and a last matrix of
// its own:
//
//   shared parameters = 3 (2 width)^2 + 2 width * width + 3 width * inner width + 3 width
//   own parameters    = width^2 + rank * (3 * 4 width + width + 2 inner width)
//
// Example: Zamba2-1.2B (width 2048, inner width 8192, rank 128, 6 uses) has 109,058,048 shared and
// 9,699,328 own parameters in each use.
// How far to trust it: the parameters of Zamba2-1.2B equal the published number.
#pragma once

#include "workloads/models/language_blocks.hpp"

namespace kairos {

class SharedAttention {
 public:
  SharedAttention(const LanguageBlocks& blocks, std::int64_t adapter_rank);

  /// The result, of the width of the residual stream `x`, for the layer with this prefix.
  TensorId apply(Network& net, const std::string& prefix, TensorId x, TensorId embedding) const;

 private:
  /// x * shared' plus a low-rank matrix of this use.
  TensorId adapted(Network& net, const std::string& prefix, const std::string& name, TensorId x,
                   std::int64_t columns) const;
  TensorId norm(Network& net, const std::string& prefix, const std::string& name, TensorId x) const;

  const LanguageBlocks& blocks_;
  std::int64_t rank_;
  Kind attention_, join_, rms_;
};

}  // namespace kairos
