#include "workloads/onnx/onnx_inputs.hpp"

#include <algorithm>
#include <set>

#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

/// The name by which an extent that the file leaves open is bound; empty if it is known.
std::string open_name(const OnnxInput& input, std::size_t dimension) {
  const OnnxInput::Dimension& extent = input.shape[dimension];
  if (extent.extent.value_or(0) > 0) return {};
  return extent.symbol.empty() ? input.name + "." + std::to_string(dimension) : extent.symbol;
}

bool has_open_extent(const OnnxInput& input) {
  for (std::size_t d = 0; d < input.shape.size(); ++d) {
    if (!open_name(input, d).empty()) return true;
  }
  return false;
}

/// True if weights are inputs of the graph (see onnx_import.hpp).
bool has_weights_as_inputs(const OnnxModel& model) {
  const auto is_matrix = [](const OnnxTensor& tensor) { return tensor.shape.size() >= 2; };
  if (model.inputs.size() < 2 || std::ranges::any_of(model.initializers, is_matrix)) return false;
  return std::any_of(model.inputs.begin() + 1, model.inputs.end(), [](const OnnxInput& input) {
    return input.name.ends_with(".weight") || input.name.starts_with("onnx::");
  });
}

bool is_real(DataType type) {
  return type == DataType::fp64 || type == DataType::fp32 || type == DataType::fp16 ||
         type == DataType::bf16 || type == DataType::fp8;
}

/// Finds the extents of inputs and remembers those that are open.
class Extents {
 public:
  explicit Extents(const std::map<std::string, std::int64_t>& bindings) : bindings_(bindings) {}

  Shape shape_of(const OnnxInput& input) {
    if (!input.has_shape) {
      throw InputError("input '" + input.name + "' has no shape; export the network with one");
    }
    Shape shape;
    for (std::size_t d = 0; d < input.shape.size(); ++d) {
      const std::string name = open_name(input, d);
      shape.push_back(name.empty() ? *input.shape[d].extent : bound(name));
    }
    return shape;
  }
  void require_all() const {
    std::vector<std::string> open;
    for (const std::string& name : names_) {
      if (!bindings_.contains(name)) open.push_back(name);
    }
    if (!open.empty()) {
      throw InputError("the file leaves " + std::to_string(open.size()) +
                       (open.size() == 1 ? " extent" : " extents") + " open: " + one_of(open) +
                       "; give every one a number, as in '--bind " + open.front() + "=1'");
    }
    const std::vector<std::string> known(names_.begin(), names_.end());
    for (const auto& [name, extent] : bindings_) {
      if (names_.contains(name)) continue;
      throw InputError(known.empty() ? "the file leaves no extent open, but '" + name +
                                           "' is bound; leave out --bind"
                                     : unknown_name("open extent", name, known));
    }
  }

 private:
  std::int64_t bound(const std::string& name) {
    names_.insert(name);
    const auto found = bindings_.find(name);
    return found == bindings_.end() ? 1 : found->second;
  }

  const std::map<std::string, std::int64_t>& bindings_;
  std::set<std::string> names_;
};

DataType type_of(const std::string& name, OnnxType type) {
  try {
    return data_type_of(type);
  } catch (const InputError& error) {
    throw InputError("tensor '" + name + "': " + error.what());
  }
}

OnnxValue value_of(const OnnxTensor& tensor) {
  return {Tensor{tensor.name, tensor.shape, type_of(tensor.name, tensor.type), TensorRole::weight},
          tensor.values};
}

}  // namespace

std::vector<OnnxValue> onnx_inputs(const OnnxModel& model,
                                   const std::map<std::string, std::int64_t>& bindings) {
  std::vector<OnnxValue> result;
  std::set<std::string> initialised;
  for (const OnnxTensor& tensor : model.initializers) {
    result.push_back(value_of(tensor));
    initialised.insert(tensor.name);
  }
  const bool some_are_weights = has_weights_as_inputs(model);
  Extents extents(bindings);
  bool is_first = true;
  for (const OnnxInput& input : model.inputs) {
    if (initialised.contains(input.name)) continue;
    Tensor tensor{input.name, extents.shape_of(input), type_of(input.name, input.type)};
    require_valid(tensor.shape);
    if (some_are_weights && !is_first && is_real(tensor.type) && !has_open_extent(input)) {
      tensor.role = TensorRole::weight;
    }
    result.push_back({std::move(tensor), std::nullopt});
    is_first = false;
  }
  extents.require_all();
  return result;
}

}  // namespace kairos
