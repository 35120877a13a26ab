#include "workloads/models/scan_block.hpp"

#include <cmath>

namespace kairos {
namespace {

/// Views of consecutive columns.
std::vector<TensorId> columns(Network& net, const std::string& name, TensorId x,
                              const Shape& sizes) {
  const Kind split = operator_kind("split", {{"axis", -1}, {"sizes", sizes}});
  const std::span<const TensorId> parts = net.add_all(split, name, {x});
  std::vector<TensorId> result(parts.begin(), parts.end());
  net.make_view();
  return result;
}

}  // namespace

void ScanOptions::describe(Fields& f) {
  f("version", version, "version of the state-space layers");
  f("state", state, "numbers of state of each channel").at_least(1);
  f("expand", expand, "inner width of a layer, in multiples of 'width', such as 1.5")
      .between(1, 1024);
  f("scan_head_size", head_size, "channels of a head of the scan (Mamba-2)").at_least(1);
  f("groups", groups, "number of groups of heads that share their inputs B and C (Mamba-2)")
      .at_least(1);
  f("kernel", kernel, "rows that the convolution before the scan sees").at_least(1);
  f("chunk", chunk, "rows of a block of the chunked scan (Mamba-2)").at_least(1);
}

std::int64_t ScanOptions::inner(std::int64_t width) const {
  return std::llround(expand * static_cast<double>(width));
}

ScanBlock::ScanBlock(const ScanOptions& options, const LanguageBlocks& blocks)
    : options_(options),
      blocks_(blocks),
      width_(blocks.options().width),
      inner_(options.inner(blocks.options().width)),
      heads_(options.version == ScanVersion::mamba ? inner_ : inner_ / options.head_size),
      convolution_(operator_kind("causal_convolution")),
      rms_(operator_kind("normalisation", {{"rule", "rms"}})) {
  const bool is_second = options.version == ScanVersion::mamba2;
  scan_ = operator_kind("state_space_scan", {{"heads", heads_},
                                             {"groups", is_second ? options.groups : 1},
                                             {"chunk", is_second ? options.chunk : 0},
                                             {"scalar_decay", is_second ? "true" : "false"}});
}

TensorId ScanBlock::apply(Network& net, const std::string& prefix, TensorId x,
                          TensorId stream) const {
  const TensorId rows = blocks_.norm(net, prefix + "norm", x);
  const TensorId result =
      options_.version == ScanVersion::mamba ? mamba(net, prefix, rows) : mamba2(net, prefix, rows);
  const TensorId out = net.linear(prefix + "out_proj", result, width_);
  return blocks_.add(net, prefix + "add", stream, out);
}

TensorId ScanBlock::mamba(Network& net, const std::string& prefix, TensorId x) const {
  const std::int64_t rank = (width_ + 15) / 16, state = options_.state;
  const TensorId both = net.linear(prefix + "in_proj", x, 2 * inner_);
  const auto halves = columns(net, prefix + "halves", both, {inner_, inner_});
  const TensorId mixed = convolve(net, prefix, halves[0]);
  const TensorId selected = net.linear(prefix + "x_proj", mixed, rank + 2 * state);
  const auto parts = columns(net, prefix + "parts", selected, {rank, state, state});
  const TensorId steps = net.linear(prefix + "dt_proj", parts[0], inner_, true);
  const TensorId decays = net.weight(prefix + "decay.weight", {inner_, state + 1});
  const TensorId y = scan(net, prefix, {mixed, steps, parts[1], parts[2], decays});
  return blocks_.activate(net, prefix + "gate", {y, halves[1]});
}

TensorId ScanBlock::mamba2(Network& net, const std::string& prefix, TensorId x) const {
  const std::int64_t shared = options_.groups * options_.state;
  const TensorId all = net.linear(prefix + "in_proj", x, 2 * inner_ + 2 * shared + heads_);
  const auto parts = columns(net, prefix + "parts", all, {inner_, inner_ + 2 * shared, heads_});
  const TensorId mixed = convolve(net, prefix, parts[1]);
  const auto inputs = columns(net, prefix + "inputs", mixed, {inner_, shared, shared});
  const TensorId heads = net.weight(prefix + "heads.weight", {heads_, 3});
  const TensorId y = scan(net, prefix, {inputs[0], parts[2], inputs[1], inputs[2], heads});
  const TensorId gated = blocks_.activate(net, prefix + "gate", {y, parts[0]});
  return net.add(rms_, prefix + "gate_norm",
                 {gated, net.weight(prefix + "gate_norm.weight", {inner_})});
}

TensorId ScanBlock::convolve(Network& net, const std::string& prefix, TensorId x) const {
  const std::int64_t channels = net.shape(x)[2];
  std::vector<TensorId> inputs{x, net.weight(prefix + "conv.weight", {channels, options_.kernel}),
                               net.weight(prefix + "conv.bias", {channels})};
  if (net.call().past() > 0 && options_.kernel > 1) {
    inputs.push_back(
        net.state(prefix + "conv_state", {net.call().batch, options_.kernel - 1, channels}));
  }
  const TensorId mixed = net.add(convolution_, prefix + "conv", std::move(inputs));
  return blocks_.activate(net, prefix + "conv_act", {mixed});
}

TensorId ScanBlock::scan(Network& net, const std::string& prefix,
                         std::vector<TensorId> inputs) const {
  if (net.call().past() > 0) {
    inputs.push_back(net.state(prefix + "state", {net.call().batch, inner_, options_.state}));
  }
  const std::span<const TensorId> results = net.add_all(scan_, prefix + "scan", std::move(inputs));
  const TensorId y = results[0], state = results[1];
  net.keep(state);
  return y;
}

}  // namespace kairos
