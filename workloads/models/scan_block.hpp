// A layer of a state-space model: Mamba (arXiv 2312.00752) or Mamba-2 (arXiv 2405.21060).
//
//   inner width = expand * width
//   Mamba    parameters = inner * (3 width + 2 step rank + 3 state + kernel + 3) + width
//   Mamba-2  parameters = width * (2 inner + 2 groups * state + heads) + inner * width
//                         + (inner + 2 groups * state) * (kernel + 1) + 3 heads + inner + width
//
// The state of a layer has inner width * state numbers and kernel - 1 rows before the convolution,
// whatever the length of the text.
// Example: a layer of Mamba-2 780M (width 1536, state 128, heads of 64) has 14,644,112 parameters
// and a state of 393,216 numbers.
// How far to trust it: parameters equal the published numbers. Steps (softplus) and the
// multiplication by D are not counted; they are under 1 % of the operations.
#pragma once

#include "workloads/models/language_blocks.hpp"

namespace kairos {

enum class ScanVersion : std::uint8_t { mamba, mamba2 };
template <>
struct EnumNames<ScanVersion> {
  static constexpr std::string_view kind = "version of state-space layers";
  static constexpr std::array names{EnumName{ScanVersion::mamba, "mamba"},
                                    EnumName{ScanVersion::mamba2, "mamba2"}};
};

struct ScanOptions {
  ScanVersion version = ScanVersion::mamba2;
  std::int64_t state = 128, head_size = 64, groups = 1, kernel = 4, chunk = 256;
  double expand = 2;

  void describe(Fields& f);
  /// The inner width of a layer in a residual stream of this width, rounded.
  [[nodiscard]] std::int64_t inner(std::int64_t width) const;
};

class ScanBlock {
 public:
  ScanBlock(const ScanOptions& options, const LanguageBlocks& blocks);

  /// Normalisation, the layer and the addition to the residual stream. `x` may differ from the
  /// `stream` that the result is added to.
  TensorId apply(Network& net, const std::string& prefix, TensorId x, TensorId stream) const;

 private:
  TensorId mamba(Network& net, const std::string& prefix, TensorId x) const;
  TensorId mamba2(Network& net, const std::string& prefix, TensorId x) const;
  TensorId convolve(Network& net, const std::string& prefix, TensorId x) const;
  TensorId scan(Network& net, const std::string& prefix, std::vector<TensorId> inputs) const;

  ScanOptions options_;
  const LanguageBlocks& blocks_;
  std::int64_t width_, inner_, heads_;
  Kind convolution_, scan_, rms_;
};

}  // namespace kairos
