#include <algorithm>
#include <array>

#include "workloads/onnx/onnx_fold.hpp"

namespace kairos {
namespace {

constexpr std::array movements{"concatenation", "embedding", "expand", "gather",
                               "reshape",       "slice",     "split",  "transpose"};

/// Counts through the points of a box whose intervals begin at zero.
class Points {
 public:
  explicit Points(const std::vector<Axis>& axes) : axes_(axes), at_(axes.size(), 0) {}

  [[nodiscard]] bool has_ended() const { return has_ended_; }
  [[nodiscard]] const Shape& at() const { return at_; }
  void next() {
    for (std::size_t a = at_.size(); a-- > 0;) {
      if (++at_[a] < axes_[a].extent) return;
      at_[a] = 0;
    }
    has_ended_ = true;
  }

 private:
  const std::vector<Axis>& axes_;
  Shape at_;
  bool has_ended_ = false;
};

using IndexOf = std::optional<std::size_t>;

/// The position of a point in the values of a tensor, if it lies inside. `indexed` is the index
/// along a dimension with indexed access.
IndexOf position(const std::vector<Form>& forms, const Shape& shape, const Shape& point,
                 std::int64_t indexed) {
  std::size_t position = 0;
  for (std::size_t d = 0; d < forms.size(); ++d) {
    std::int64_t at = forms[d].offset;
    if (forms[d].access == Form::Access::indexed) {
      at = indexed < 0 ? indexed + shape[d] : indexed;
    } else {
      for (const Form::Term& term : forms[d].terms) at += term.factor * point[term.axis];
    }
    if (at < 0 || at >= shape[d]) return std::nullopt;
    position = position * static_cast<std::size_t>(shape[d]) + static_cast<std::size_t>(at);
  }
  return position;
}

bool has_whole_reads(const Inferred& inferred, const std::vector<const OnnxValue*>& inputs) {
  for (std::size_t d = 0; d < inferred.reads[0].size(); ++d) {
    const bool is_whole = inferred.reads[0][d].access == Form::Access::whole;
    if (is_whole && inputs[0]->tensor.shape[d] != 1) return true;
  }
  return false;
}

/// The value that a point takes from one of the inputs.
std::optional<double> taken(const Inferred& inferred, const std::vector<const OnnxValue*>& inputs,
                            const Shape& point, bool has_indices) {
  std::int64_t indexed = 0;
  if (has_indices) {
    const IndexOf at = position(inferred.reads[1], inputs[1]->tensor.shape, point, 0);
    if (!at) return std::nullopt;
    indexed = whole_number((*inputs[1]->values)[*at]);
  }
  for (std::size_t i = 0; i < (has_indices ? 1 : inputs.size()); ++i) {
    const IndexOf at = position(inferred.reads[i], inputs[i]->tensor.shape, point, indexed);
    if (at) return (*inputs[i]->values)[*at];
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::vector<double>> moved_values(const Inferred& inferred, std::string_view kind,
                                              const std::vector<const OnnxValue*>& inputs) {
  const auto is_known = [](const OnnxValue* input) { return input->values.has_value(); };
  double points = 1;
  for (const Axis& axis : inferred.axes) points *= static_cast<double>(axis.extent);
  if (std::ranges::find(movements, kind) == movements.end() ||
      !std::ranges::all_of(inputs, is_known) || points > static_cast<double>(most_onnx_values)) {
    return {};
  }
  if (kind == "reshape") return {*inputs[0]->values};
  if (has_whole_reads(inferred, inputs)) return {};
  const bool has_indices = inputs.size() == 2 && (kind == "gather" || kind == "embedding");
  std::vector<std::vector<double>> results;
  for (const Inferred::Output& output : inferred.outputs) {
    results.emplace_back(static_cast<std::size_t>(elements(output.shape)), 0.0);
  }
  for (Points point(inferred.axes); !point.has_ended(); point.next()) {
    const std::optional<double> value = taken(inferred, inputs, point.at(), has_indices);
    if (!value) return {};
    for (std::size_t o = 0; o < results.size(); ++o) {
      const Inferred::Output& output = inferred.outputs[o];
      const IndexOf at = position(output.dimensions, output.shape, point.at(), 0);
      if (at) results[o][*at] = *value;
    }
  }
  return results;
}

}  // namespace kairos
