// Translates operators of the ONNX standard to operator kinds.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/value.hpp"
#include "workloads/onnx/onnx_node.hpp"

namespace kairos {

/// The operator kind of a node, its options, and which inputs of the node it reads. Without a kind,
/// the output is another name of the input that is read.
struct OnnxTranslation {
  std::string kind;
  Value options = Value::map();
  std::vector<std::size_t> reads{0};

  OnnxTranslation& with(const std::string& key, const std::string& text);
  OnnxTranslation& with(const std::string& key, std::int64_t number);
  OnnxTranslation& with(const std::string& key, double number);
  OnnxTranslation& with_flag(const std::string& key, bool is_true);
  OnnxTranslation& with(const std::string& key, const std::vector<std::int64_t>& numbers);
  OnnxTranslation& with(const std::string& key, const std::vector<double>& numbers);
};

using OnnxTranslator = OnnxTranslation (*)(const OnnxNodeView&);
using OnnxTranslators = std::map<std::string_view, OnnxTranslator>;

/// Convolutions and poolings, matrix products and normalisations, operators that move values.
void add_window_translators(OnnxTranslators& all);
void add_arithmetic_translators(OnnxTranslators& all);
void add_movement_translators(OnnxTranslators& all);

/// True if operators of this name are known.
bool is_known_onnx_operator(const OnnxNode& node);
/// Throws InputError if an attribute or an input is not as the standard has it.
OnnxTranslation translate(const OnnxNodeView& node);

}  // namespace kairos
