#include "workloads/models/image_blocks.hpp"

#include <algorithm>

namespace kairos {

ImageBlocks::ImageBlocks(Network& net, bool fold_norms)
    : net_(net),
      fold_norms_(fold_norms),
      relu_(operator_kind("pointwise")),
      silu_(operator_kind("pointwise", {{"operations", 3}, {"special", 1}})),
      sigmoid_(operator_kind("pointwise", {{"operations", 2}, {"special", 1}})),
      add_(operator_kind("pointwise")),
      join_(operator_kind("concatenation", {{"axis", 1}})),
      norm_(operator_kind("normalisation", {{"rule", "batch"}})) {}

TensorId ImageBlocks::convolution(const std::string& name, TensorId x,
                                  const ConvolutionShape& shape) {
  const Kind kind = operator_kind("convolution", {{"stride", shape.stride},
                                                  {"padding", shape.kernel / 2},
                                                  {"groups", shape.groups},
                                                  {"in_place", shape.in_place ? "true" : "false"}});
  const std::int64_t filters = shape.filters;
  std::vector<TensorId> inputs{
      x, net_.weight(name + ".weight",
                     {filters, channels(x) / shape.groups, shape.kernel, shape.kernel})};
  if (fold_norms_) {
    inputs.push_back(net_.weight(name + ".bias", {filters}));
    return net_.add(kind, name, std::move(inputs));
  }
  const TensorId y = net_.add(kind, name, std::move(inputs));
  const TensorId scale = net_.weight(name + ".norm.weight", {filters});
  return net_.add(norm_, name + ".norm", {y, scale, net_.weight(name + ".norm.bias", {filters})});
}

TensorId ImageBlocks::activated(const std::string& name, TensorId x, const ConvolutionShape& shape,
                                const Kind& activation) {
  return net_.add(activation, name + ".act", {convolution(name, x, shape)});
}

TensorId ImageBlocks::max_pool(const std::string& name, TensorId x, std::int64_t kernel,
                               std::int64_t stride) {
  return net_.add(
      operator_kind("pooling", {{"kernel", kernel}, {"stride", stride}, {"padding", kernel / 2}}),
      name, {x});
}

void ImageBlocks::classify(TensorId x, std::int64_t classes) {
  const std::int64_t batch = net_.call().batch, width = channels(x);
  const TensorId mean =
      net_.add(operator_kind("pooling", {{"mode", "average"}, {"global", "true"}}), "pool", {x});
  const TensorId flat =
      net_.add(operator_kind("reshape", {{"shape", Shape{batch, width}}}), "flatten", {mean});
  net_.linear("classifier", flat, classes, true);
}

std::int64_t scaled_channels(std::int64_t channels, double factor) {
  constexpr std::int64_t grain = 8;
  const double product = static_cast<double>(channels) * factor;
  const auto rounded =
      static_cast<std::int64_t>(product + static_cast<double>(grain) / 2) / grain * grain;
  const std::int64_t result = std::max(grain, rounded);
  return static_cast<double>(result) < 0.9 * product ? result + grain : result;
}

}  // namespace kairos
