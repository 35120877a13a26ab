#include "workloads/models/expert_block.hpp"

#include <cmath>
#include <numeric>

#include "sim/base/random.hpp"

namespace kairos {
namespace {

constexpr std::int64_t most_rows = 1
                                   << 20;  ///< A limit on calls, so that they are built in seconds.

}  // namespace

void ExpertOptions::describe(Fields& f) {
  f("experts", experts, "number of experts of a layer, without shared ones").between(1, 4096);
  f("top", top, "number of experts that a row uses").at_least(1);
  f("expert_width", width, "inner width of an expert").at_least(1);
  f("shared_experts", shared, "number of experts that all rows use besides").not_negative();
  f("skew", skew,
    "exponent by which the popularity of experts falls; 0 means that all are equally popular")
      .between(0, 4);
  f("seed", seed, "seed of the random stream 'routing', which picks the experts");
  f("router_bias", router_bias, "whether the scores of experts have a bias");
}

void ExpertOptions::check(const SourceLocation& where) const {
  if (top <= experts) return;
  throw InputError(where, "'top' is " + std::to_string(top) + ", but there are only " +
                              std::to_string(experts) + " experts; use a smaller number");
}

ExpertBlock::ExpertBlock(const ExpertOptions& options, const LanguageBlocks& blocks)
    : options_(options),
      blocks_(blocks),
      routing_(operator_kind("routing", {{"top", options.top}})),
      combine_(operator_kind("combine")) {
  for (std::int64_t e = 0; e < options.experts; ++e) {
    products_.push_back(operator_kind("expert_product", {{"expert", e}}));
  }
}

std::vector<std::int64_t> ExpertBlock::loads(std::int64_t rows, std::int64_t layer) const {
  const auto experts = static_cast<std::size_t>(options_.experts);
  Random random = Random::stream(options_.seed, "routing", static_cast<std::uint64_t>(layer));
  std::vector<std::size_t> order(experts);
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = experts; i > 1; --i) std::swap(order[i - 1], order[random.index(i)]);
  std::vector<double> sums;  // of the weights of the first experts in the order
  double sum = 0;
  for (std::size_t e = 0; e < experts; ++e) {
    sums.push_back(sum += std::pow(static_cast<double>(e + 1), -options_.skew));
  }
  std::vector<std::int64_t> result(experts), last_row(experts, -1);
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t picked = 0; picked < options_.top; ++picked) {
      const auto drawn = std::ranges::upper_bound(sums, random.uniform(0, sum)) - sums.begin();
      auto at = std::min(static_cast<std::size_t>(drawn), experts - 1);
      while (last_row[order[at]] == row) at = (at + 1) % experts;  // The next one that is left.
      last_row[order[at]] = row;
      ++result[order[at]];
    }
  }
  return result;
}

TensorId ExpertBlock::apply(Network& net, const std::string& prefix, TensorId x,
                            std::int64_t layer) const {
  const TensorId normed = blocks_.norm(net, prefix + "mlp_norm", x);
  TensorId result = route(net, prefix, normed, layer);
  if (options_.shared > 0) {
    const TensorId shared = blocks_.inner_feed_forward(net, prefix + "shared.", normed,
                                                       options_.shared * options_.width);
    result = blocks_.add(net, prefix + "shared_add", result, shared);
  }
  return blocks_.add(net, prefix + "mlp_add", x, result);
}

TensorId ExpertBlock::route(Network& net, const std::string& prefix, TensorId x,
                            std::int64_t layer) const {
  const Shape shape = net.shape(x);
  const std::int64_t rows = shape[0] * shape[1], width = shape[2];
  if (rows > most_rows) {
    throw InputError("a mixture of experts draws the experts of each row, and " +
                     std::to_string(rows) + " rows are too many; use at most " +
                     std::to_string(most_rows));
  }
  const TensorId flat =
      net.add(operator_kind("reshape", {{"shape", Shape{rows, width}}}), prefix + "rows", {x});
  const TensorId scores =
      net.linear(prefix + "router", flat, options_.experts, options_.router_bias);
  const std::span<const TensorId> picks = net.add_all(routing_, prefix + "routing", {scores});
  const TensorId picked = picks[0];
  std::vector<TensorId> results{picks[1]};
  const bool is_gated = blocks_.options().feed_forward == FeedForward::gated;
  const Shape into{options_.experts, options_.width, width};
  std::vector<TensorId> inwards;
  if (is_gated) inwards.push_back(net.weight(prefix + "experts.gate.weight", into));
  inwards.push_back(net.weight(prefix + "experts.up.weight", into));
  const TensorId down =
      net.weight(prefix + "experts.down.weight", {options_.experts, width, options_.width});
  const std::vector<std::int64_t> rows_of = loads(rows, layer);
  for (std::size_t e = 0; e < rows_of.size(); ++e) {
    if (rows_of[e] == 0) continue;
    const std::string name = prefix + "expert" + std::to_string(e) + ".";
    const TensorId own = net.add(operator_kind("dispatch", {{"rows", rows_of[e]}}),
                                 name + "dispatch", {flat, picked});
    std::vector<TensorId> inner;
    for (const TensorId bank : inwards) {
      const bool is_gate = is_gated && inner.empty();
      inner.push_back(
          net.add(products_[e], name + (is_gate ? "gate_proj" : "up_proj"), {own, bank}));
    }
    const TensorId active = blocks_.activate(net, name + "mlp_act", std::move(inner));
    results.push_back(net.add(products_[e], name + "down_proj", {active, down}));
  }
  const TensorId sum = net.add(combine_, prefix + "combine", std::move(results));
  return net.add(operator_kind("reshape", {{"shape", shape}}), prefix + "combined", {sum});
}

}  // namespace kairos
