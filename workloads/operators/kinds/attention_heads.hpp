// What the three operator kinds of attention share: heads, groups of heads, and where keys are.
//
// Queries are a tensor [batch, rows, heads * depth]; keys and values are [batch, keys, key-value
// heads * depth]. Query head h uses the keys of the key-value head h / group, with group = heads /
// key-value heads. Keys of earlier calls are a tensor of their own, the past: key k is row k of the
// past, or row k - past of the new keys.
#pragma once

#include <span>

#include "sim/base/fields.hpp"
#include "workloads/operators/operator_kind.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {

struct AttentionHeads {
  std::uint64_t heads = 1, key_value_heads = 1;
  bool causal = false;

  void describe(Fields& f) {
    f("heads", heads, "number of heads of the queries").at_least(1);
    f("key_value_heads", key_value_heads,
      "number of heads of the keys and values; each serves equally many heads of the queries")
        .at_least(1);
    f("causal", causal,
      "whether the keys after a row's own are skipped; otherwise they are computed and masked");
  }
  void check(const SourceLocation& where) const {
    if (heads % key_value_heads == 0) return;
    throw InputError(where, "'heads' is " + std::to_string(heads) +
                                ", which is not a multiple of 'key_value_heads', " +
                                std::to_string(key_value_heads) + "; use a multiple of it");
  }

  [[nodiscard]] std::int64_t shared() const { return static_cast<std::int64_t>(key_value_heads); }
  [[nodiscard]] std::int64_t group() const {
    return static_cast<std::int64_t>(heads / key_value_heads);
  }
  /// The share of the pairs of a row and a key that is computed.
  [[nodiscard]] double computed(std::int64_t rows, std::int64_t keys) const {
    if (!causal || keys < rows) return 1;
    const auto r = static_cast<double>(rows), k = static_cast<double>(keys);
    return (k - (r - 1) / 2) / k;
  }
};

/// The positions of the axes that all three kinds begin with.
enum AttentionAxis : std::uint8_t { batch_axis, head_axis, group_axis, row_axis, key_axis };

/// The forms of queries, or of the result, whose depth is counted by the axis `depth_axis`.
inline std::vector<Form> query_forms(std::size_t depth_axis, std::int64_t group,
                                     std::int64_t depth) {
  const auto last = static_cast<std::uint8_t>(depth_axis);
  return {along(batch_axis),
          along(row_axis),
          {{{head_axis, group * depth}, {group_axis, depth}, {last, 1}}}};
}

/// The forms of keys or values, of which `past` are in another tensor.
inline std::vector<Form> key_forms(std::size_t depth_axis, std::int64_t depth, std::int64_t past) {
  const auto last = static_cast<std::uint8_t>(depth_axis);
  return {along(batch_axis), along(key_axis, 1, -past), {{{head_axis, depth}, {last, 1}}}};
}

}  // namespace kairos
