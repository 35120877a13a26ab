// Operators of ONNX that give tensors another shape or move their values.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "workloads/onnx/onnx_translation.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

using Integers = std::vector<std::int64_t>;

/// The output is another name of the input.
OnnxTranslation alias(const OnnxNodeView& /*node*/) {
  return {};
}

OnnxTranslation reshaped(const Integers& shape) {
  return OnnxTranslation{"reshape"}.with("shape", shape);
}

/// An extent of 0 stands for that of the input.
OnnxTranslation reshape(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  Integers shape = node.integers("shape", 1);
  for (std::size_t d = 0; d < shape.size(); ++d) {
    if (shape[d] == 0 && d < in.size() && node.integer("allowzero", 0) == 0) shape[d] = in[d];
  }
  return reshaped(shape);
}

std::int64_t product(Shape::const_iterator begin, Shape::const_iterator end) {
  return std::accumulate(begin, end, std::int64_t{1}, std::multiplies<>());
}

OnnxTranslation flatten(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  const auto rank = static_cast<std::int64_t>(in.size());
  std::int64_t axis = node.integer("axis", 1);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis > rank) throw InputError("the attribute 'axis' names no dimension");
  return reshaped({product(in.begin(), in.begin() + axis), product(in.begin() + axis, in.end())});
}

OnnxTranslation squeeze(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  std::vector<bool> dropped(in.size(), false);
  const Integers axes = node.integers("axes", 1);
  for (const std::int64_t axis : axes) dropped[dimension_of(axis, in)] = true;
  Integers shape;
  for (std::size_t d = 0; d < in.size(); ++d) {
    if (axes.empty() && in[d] == 1) continue;
    if (!dropped[d]) shape.push_back(in[d]);
  }
  return reshaped(shape);
}

OnnxTranslation unsqueeze(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  const Integers axes = node.integers("axes", 1);
  if (in.size() + axes.size() > most_dimensions) throw InputError("there are too many dimensions");
  Shape shape(in.size() + axes.size(), 0);
  for (const std::int64_t axis : axes) shape[dimension_of(axis, shape)] = 1;
  auto next = in.begin();
  for (std::int64_t& extent : shape) {
    if (extent == 0 && next != in.end()) extent = *next++;
  }
  return reshaped(shape);
}

OnnxTranslation transpose(const OnnxNodeView& node) {
  const Integers permutation = node.integers("perm");
  OnnxTranslation result{"transpose"};
  return permutation.empty() ? result : result.with("permutation", permutation);
}

/// Inputs without elements add nothing.
OnnxTranslation concatenation(const OnnxNodeView& node) {
  OnnxTranslation result{"concatenation", Value::map(), {}};
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    if (elements(node.shape(i)) != 0) result.reads.push_back(i);
  }
  return result.with("axis", node.integer("axis", node.opset() < 4 ? 1 : 0));
}

/// Without sizes, the parts are equal, and the last one may be smaller.
OnnxTranslation split(const OnnxNodeView& node) {
  const std::int64_t axis = node.integer("axis", 0);
  Integers sizes = node.integers("split", 1);
  if (sizes.empty()) {
    const std::int64_t extent = node.shape(0).at(dimension_of(axis, node.shape(0)));
    const auto parts = static_cast<std::int64_t>(node.node().outputs.size());
    const std::int64_t divisor = std::max<std::int64_t>(parts, 1);
    const std::int64_t size = extent / divisor + (extent % divisor == 0 ? 0 : 1);
    for (std::int64_t i = 0; i < parts; ++i) {
      sizes.push_back(std::min(size, std::max<std::int64_t>(extent - i * size, 0)));
    }
  }
  return OnnxTranslation{"split"}.with("axis", axis).with("sizes", sizes);
}

struct Cut {
  std::int64_t start = 0, size = 0;
};

/// The indices of a slice from `start` to `end`, which may count from the end or lie outside.
Cut cut(std::int64_t start, std::int64_t end, std::int64_t step, std::int64_t extent) {
  if (step == 0) throw InputError("the step of the slice is 0");
  if (extent < 1) return {};
  if (start < 0) start += extent;
  if (end < 0) end += extent;
  const bool forwards = step > 0;
  const std::int64_t last = forwards ? extent : extent - 1;
  start = std::clamp(start, std::int64_t{0}, last);
  end = std::clamp(end, std::int64_t{forwards ? 0 : -1}, last);
  const std::int64_t distance = forwards ? end - start : start - end;
  const std::int64_t stride = forwards ? step : -std::max(step, -largest_extent);
  return {start, distance <= 0 ? 0 : (distance - 1) / stride + 1};
}

OnnxTranslation slice(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  const Integers starts = node.integers("starts", 1), ends = node.integers("ends", 2);
  Integers axes = node.integers("axes", 3);
  Integers steps = node.has(4) ? node.whole_values(4) : Integers(starts.size(), 1);
  for (std::size_t d = axes.size(); d < starts.size(); ++d) {
    axes.push_back(static_cast<std::int64_t>(d));
  }
  if (ends.size() != starts.size() || axes.size() != starts.size() ||
      steps.size() != starts.size()) {
    throw InputError("the starts, ends, axes and steps of the slice differ in length");
  }
  Integers first, sizes;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::int64_t extent = in[dimension_of(axes[i], in)];
    const Cut part = cut(starts[i], ends[i], steps[i], extent);
    first.push_back(part.start);
    sizes.push_back(part.size);
    steps[i] = std::clamp(steps[i], -extent, extent);
  }
  OnnxTranslation result{"slice"};
  return result.with("axes", axes).with("starts", first).with("sizes", sizes).with("steps", steps);
}

/// A single known index is a slice of the tensor. A table of weights is an embedding.
OnnxTranslation gather(const OnnxNodeView& node) {
  const std::int64_t axis = node.integer("axis", 0);
  const OnnxValue& indices = node.input(1);
  if (indices.values && indices.tensor.shape.empty()) {
    std::int64_t index = whole_number(indices.values->front());
    if (index < 0) index += node.shape(0)[dimension_of(axis, node.shape(0))];
    return OnnxTranslation{"gather"}.with("axis", axis).with("index", index);
  }
  if (!node.input(0).is_data() && dimension_of(axis, node.shape(0)) == 0) {
    return {"embedding", Value::map(), {0, 1}};
  }
  return OnnxTranslation{"gather", Value::map(), {0, 1}}.with("axis", axis);
}

OnnxTranslation expand(const OnnxNodeView& node) {
  return OnnxTranslation{"expand"}.with("shape", node.whole_values(1));
}

OnnxTranslation pad(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  const Integers pads = node.integers(node.opset() < 2 ? "paddings" : "pads", 1);
  Integers axes = node.has(3) ? node.whole_values(3) : Integers(in.size());
  if (!node.has(3)) std::iota(axes.begin(), axes.end(), 0);
  if (pads.size() != 2 * axes.size()) throw InputError("the pads are not two for each dimension");
  Integers before(in.size(), 0), after(in.size(), 0);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::size_t d = dimension_of(axes[i], in);
    before[d] = pads[i];
    after[d] = pads[axes.size() + i];
  }
  return OnnxTranslation{"pad"}.with("before", before).with("after", after);
}

/// A list that may cover some dimensions only, completed for all of them.
template <class T>
std::vector<T> for_all_dimensions(const OnnxNodeView& node, const std::vector<T>& some,
                                  std::vector<T> all) {
  const Integers axes = node.integers("axes");
  if (axes.empty()) return some;
  if (axes.size() != some.size()) throw InputError("the attribute 'axes' has another length");
  for (std::size_t i = 0; i < axes.size(); ++i) {
    all[dimension_of(axes[i], node.shape(0))] = some[i];
  }
  return all;
}

OnnxTranslation resized(const OnnxNodeView& node, const std::vector<double>& scales) {
  OnnxTranslation result{"resize"};
  result.with("mode", node.text("mode", "nearest"));
  if (node.text("mode", "nearest") == "bilinear") result.with("mode", "linear");
  return scales.empty() ? result : result.with("scales", scales);
}

OnnxTranslation resize(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  if (node.text("keep_aspect_ratio_policy", "stretch") != "stretch") {
    throw InputError("only the policy 'stretch' of aspect ratios is known");
  }
  const std::size_t scales = node.opset() < 11 ? 1 : 2;
  if (node.has(scales) && !node.values(scales).empty()) {
    return resized(
        node, for_all_dimensions(node, node.values(scales), std::vector<double>(in.size(), 1)));
  }
  return resized(node, {}).with("shape", for_all_dimensions(node, node.whole_values(3), in));
}

OnnxTranslation upsample(const OnnxNodeView& node) {
  return resized(node, node.has("scales") ? node.numbers("scales") : node.values(1));
}

/// Copies side by side along one dimension, or along those whose extent is 1.
OnnxTranslation tile(const OnnxNodeView& node) {
  const Shape& in = node.shape(0);
  const Integers repeats = node.whole_values(1);
  if (repeats.size() != in.size()) throw InputError("the repeats are not one for each dimension");
  Integers repeated;
  bool are_ones = true;
  for (std::size_t d = 0; d < in.size(); ++d) {
    if (repeats[d] == 1) continue;
    repeated.push_back(static_cast<std::int64_t>(d));
    are_ones = are_ones && in[d] == 1;
  }
  if (repeated.empty()) return {};
  if (are_ones) return OnnxTranslation{"expand"}.with("shape", repeats);
  const std::int64_t copies = repeats[static_cast<std::size_t>(repeated.front())];
  if (repeated.size() > 1 || copies < 1 || copies > 4096) {
    throw InputError("repeats along several dimensions, or more than 4096, are not known");
  }
  OnnxTranslation result{"concatenation"};
  result.reads.assign(static_cast<std::size_t>(copies), 0);
  return result.with("axis", repeated.front());
}

}  // namespace

void add_movement_translators(OnnxTranslators& all) {
  all["Identity"] = alias;
  all["Dropout"] = alias;
  all["Reshape"] = reshape;
  all["Flatten"] = flatten;
  all["Squeeze"] = squeeze;
  all["Unsqueeze"] = unsqueeze;
  all["Transpose"] = transpose;
  all["Concat"] = concatenation;
  all["Split"] = split;
  all["Slice"] = slice;
  all["Gather"] = gather;
  all["Expand"] = expand;
  all["Pad"] = pad;
  all["Resize"] = resize;
  all["Upsample"] = upsample;
  all["Tile"] = tile;
}

}  // namespace kairos
