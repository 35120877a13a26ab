// Turns a parsed ONNX model into a network document.
//
//   data        inputs of the graph, and all that depends on them: activations
//   weights     initializers, and what is computed from them alone
//   constants   Constant nodes, shapes, and what is computed from them alone
//
// Only operators that read data become operators of the network. Identity and Dropout give their
// input another name. Arithmetic with shapes is folded.
//
// A file exported without weights has no initializers: its weights are inputs. It is recognised by
// having no initializer with two or more dimensions, but an input after the first one with a name
// ending in ".weight" or beginning with "onnx::", as PyTorch gives it. Then the first input is
// data, and so are all inputs of whole numbers and those with an open extent; all others are
// weights.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "workloads/onnx/onnx_model.hpp"
#include "workloads/operators/network_document.hpp"

namespace kairos {

/// The network of a model. `bindings` gives the open extents of its inputs by their names. Throws
/// InputError, which lists all unknown operators and shapes together.
NetworkDocument import_onnx(const OnnxModel& model,
                            const std::map<std::string, std::int64_t>& bindings);

}  // namespace kairos
