#include "workloads/operators/graph_width.hpp"

#include <algorithm>
#include <bit>

namespace kairos {
namespace {

constexpr std::size_t most_operators = 5000;
constexpr std::size_t none = ~std::size_t{0};

using Inputs = std::vector<std::vector<std::size_t>>;  ///< The operators that each one reads from.

Inputs inputs_of(const OperatorGraph& graph) {
  IdVector<TensorId, std::size_t> writer(graph.tensors().size(), none);
  Inputs inputs;
  for (const Operator& op : graph.operators()) {
    std::vector<std::size_t>& from = inputs.emplace_back();
    for (const Operand& operand : op.reads) {
      if (writer[operand.tensor] != none) from.push_back(writer[operand.tensor]);
    }
    for (const Operand& operand : op.writes) writer[operand.tensor] = inputs.size() - 1;
  }
  return inputs;
}

/// A set of operators, one bit each.
class Set {
 public:
  explicit Set(std::size_t size) : words_((size + 63) / 64, 0) {}

  void insert(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << i % 64; }
  void erase(std::size_t i) { words_[i / 64] &= ~(std::uint64_t{1} << i % 64); }
  void insert(const Set& other) {
    for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  }
  void fill() { std::ranges::fill(words_, ~std::uint64_t{0}); }
  /// The last member of both sets; `none` if there is none.
  [[nodiscard]] std::size_t last_common(const Set& other) const {
    for (std::size_t w = words_.size(); w-- > 0;) {
      const std::uint64_t both = words_[w] & other.words_[w];
      if (both != 0) return w * 64 + 63 - static_cast<std::size_t>(std::countl_zero(both));
    }
    return none;
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// Matches operators with operators that they need, each at most once on either side.
class Matching {
 public:
  explicit Matching(const Inputs& inputs)
      : needs_(inputs.size(), Set(inputs.size())),
        user_(inputs.size(), none),
        open_(inputs.size()) {
    for (std::size_t op = 0; op < inputs.size(); ++op) {
      for (const std::size_t input : inputs[op]) {
        needs_[op].insert(input);
        needs_[op].insert(needs_[input]);
      }
    }
  }
  std::size_t size() {
    std::size_t matched = 0;
    for (std::size_t op = 0; op < needs_.size(); ++op) {
      open_.fill();
      if (augment(op)) ++matched;
    }
    return matched;
  }

 private:
  struct Step {
    std::size_t op, input;  ///< `input` was tried for `op` last.
  };
  /// Finds a match for an operator; others may change theirs for it. The path is kept in a list
  /// instead of the stack, because it may be long.
  bool augment(std::size_t start) {
    std::vector<Step> path{{start, none}};
    while (!path.empty()) {
      Step& last = path.back();
      last.input = needs_[last.op].last_common(open_);
      if (last.input == none) {
        path.pop_back();
        continue;
      }
      open_.erase(last.input);
      if (const std::size_t user = user_[last.input]; user != none) {
        path.push_back({user, none});
        continue;
      }
      for (const Step& step : path) user_[step.input] = step.op;
      return true;
    }
    return false;
  }

  std::vector<Set> needs_;
  std::vector<std::size_t> user_;  ///< The operator that is matched with each; `none` if open.
  Set open_;                       ///< Those that the current search has not tried.
};

}  // namespace

GraphWidth width_of(const OperatorGraph& graph) {
  const Inputs inputs = inputs_of(graph);
  std::vector<std::size_t> level(inputs.size(), 0), population(inputs.size() + 1, 0);
  GraphWidth width;
  for (std::size_t op = 0; op < inputs.size(); ++op) {
    for (const std::size_t input : inputs[op]) level[op] = std::max(level[op], level[input] + 1);
    width.levels = std::max(width.levels, level[op] + 1);
    width.widest_level = std::max(width.widest_level, ++population[level[op]]);
  }
  if (inputs.size() <= most_operators) width.antichain = inputs.size() - Matching(inputs).size();
  return width;
}

}  // namespace kairos
