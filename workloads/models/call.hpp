// A call of a model: which of its phases is executed, on how much data and in which data types.
#pragma once

#include "sim/base/data_type.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

enum class ModelPhase : std::uint8_t {
  forward,  ///< One pass from inputs to outputs.
  prefill,  ///< All tokens of a prompt at once.
  decode,   ///< The next token, with the cache of those before it.
  encode,   ///< The encoder of a model that has a decoder as well.
  train,    ///< One training step.
};

template <>
struct EnumNames<ModelPhase> {
  static constexpr std::string_view kind = "phase of a model";
  static constexpr std::array names{
      EnumName{ModelPhase::forward, "forward"}, EnumName{ModelPhase::prefill, "prefill"},
      EnumName{ModelPhase::decode, "decode"}, EnumName{ModelPhase::encode, "encode"},
      EnumName{ModelPhase::train, "train"}};
};

struct Call {
  std::optional<ModelPhase> phase;
  std::int64_t batch = 1, rows = 0, context = 0;
  DataType weights = DataType::fp16, activations = DataType::fp16, cache = DataType::fp16;
  double weight_scale_bits = 0, cache_scale_bits = 0;
  /// True if the graph has the same operators for any number of rows. It is set for the calls of
  /// sessions, and no part of documents.
  bool is_uniform = false;

  void describe(Fields& f) {
    f("phase", phase, "phase that is executed; default: the first one that the model has");
    f("batch", batch, "number of requests or images").at_least(1);
    f("rows", rows,
      "number of new tokens of each request; 0 means 1 in a decode step and 512 in other phases")
        .between(0, most_tokens);
    f("context", context,
      "number of tokens of each request in the cache after the call, the new ones included; 0 "
      "means 512 in a decode step and 'rows' in other phases")
        .between(0, most_tokens);
    f("weights", weights, "data type of the weights");
    f("activations", activations, "data type of activations and of the arithmetic");
    f("cache", cache, "data type of keys, values and other state");
    f("weight_scale_bits", weight_scale_bits,
      "bits of scales for each weight: 0.5 for one 16-bit scale for 32 weights")
        .not_negative();
    f("cache_scale_bits", cache_scale_bits, "bits of scales for each element of the cache")
        .not_negative();
  }
  void check(const SourceLocation& where) const {
    if (context == 0 || context >= rows) return;
    throw InputError(where, "'context' is " + std::to_string(context) +
                                ", but the new tokens are part of it; use at least 'rows', " +
                                std::to_string(rows));
  }

  /// Tokens that are in the cache before the call.
  [[nodiscard]] std::int64_t past() const { return context - rows; }

  static constexpr std::int64_t most_tokens = 1 << 30;
};

}  // namespace kairos
