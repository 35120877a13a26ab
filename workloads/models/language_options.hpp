// The options that models of language share.
#pragma once

#include "sim/base/enum_names.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

enum class FeedForward : std::uint8_t {
  gated,  ///< down(activation(gate(x)) * up(x)), with three matrices.
  plain,  ///< down(activation(up(x))), with two.
};
template <>
struct EnumNames<FeedForward> {
  static constexpr std::string_view kind = "kind of feed-forward part";
  static constexpr std::array names{EnumName{FeedForward::gated, "gated"},
                                    EnumName{FeedForward::plain, "plain"}};
};

enum class NormRule : std::uint8_t { rms, layer };
template <>
struct EnumNames<NormRule> {
  static constexpr std::string_view kind = "rule of normalisation";
  static constexpr std::array names{EnumName{NormRule::rms, "rms"},
                                    EnumName{NormRule::layer, "layer"}};
};

enum class AttentionForm : std::uint8_t {
  fused,  ///< One operator, whose scores stay on the chip.
  steps,  ///< Scores, softmax and weighted values as operators of their own.
};
template <>
struct EnumNames<AttentionForm> {
  static constexpr std::string_view kind = "form of attention";
  static constexpr std::array names{EnumName{AttentionForm::fused, "fused"},
                                    EnumName{AttentionForm::steps, "steps"}};
};

enum class Logits : std::uint8_t { last, all, none };
template <>
struct EnumNames<Logits> {
  static constexpr std::string_view kind = "choice of rows for the output layer";
  static constexpr std::array names{EnumName{Logits::last, "last"}, EnumName{Logits::all, "all"},
                                    EnumName{Logits::none, "none"}};
};

/// Latent attention (DeepSeek-V2, arXiv 2405.04434): one compressed key for all heads.
struct LatentOptions {
  std::int64_t query_rank = 1536, rank = 512, rope_size = 64, key_size = 128, value_size = 128;

  void describe(Fields& f) {
    f("query_rank", query_rank, "width to which queries are compressed before their heads")
        .at_least(1);
    f("rank", rank, "width of the compressed keys and values").at_least(1);
    f("rope_size", rope_size,
      "columns of a key that carry its position and are shared by all heads")
        .at_least(1);
    f("key_size", key_size, "columns of a head's key without position").at_least(1);
    f("value_size", value_size, "columns of a head's value").at_least(1);
  }
};

struct AttentionOptions {
  std::int64_t heads = 32, key_value_heads = 0, head_size = 0;
  AttentionForm attention = AttentionForm::fused;
  bool causal = false, query_biases = false, key_biases = true;
  std::optional<LatentOptions> latent;

  void describe(Fields& f) {
    f("heads", heads, "number of attention heads").between(1, 1 << 16);
    f("key_value_heads", key_value_heads,
      "number of heads of keys and values (grouped-query attention); 0 means as many as 'heads'")
        .not_negative();
    f("head_size", head_size, "width of a head; 0 means 'width' / 'heads'").between(0, 1 << 16);
    f("attention", attention, "whether attention is one fused operator or three steps");
    f("causal", causal,
      "whether the keys after a row's own are skipped, which halves the operations of a prefill");
    f("query_biases", query_biases, "whether queries, keys and values have biases");
    f("key_biases", key_biases, "whether keys have a bias if queries have one");
    f("latent", latent, "sizes of latent attention; default: no latent attention");
  }
  [[nodiscard]] std::int64_t shared_heads() const {
    return key_value_heads > 0 ? key_value_heads : heads;
  }
  [[nodiscard]] std::int64_t head_width(std::int64_t width) const {
    return head_size > 0 ? head_size : width / heads;
  }
};

/// The options of a stack of layers with attention and a feed-forward part.
struct LanguageOptions {
  std::int64_t layers = 32, width = 4096, vocabulary = 32000, learned_positions = 0;
  AttentionOptions attention;
  FeedForward feed_forward = FeedForward::gated;
  std::int64_t feed_forward_width = 11008;
  NormRule norm = NormRule::rms;
  bool biases = false, tied_embeddings = false;
  Logits logits = Logits::last;

  void describe(Fields& f) {
    f("layers", layers, "number of layers").between(1, 10'000);
    f("width", width, "width of the residual stream").between(1, 1 << 20);
    attention.describe(f);
    f("feed_forward", feed_forward, "kind of the feed-forward part");
    f("feed_forward_width", feed_forward_width, "inner width of the feed-forward part")
        .between(1, 1 << 24);
    f("norm", norm, "rule of the normalisation before each part");
    f("biases", biases, "whether all matrix products have biases");
    f("vocabulary", vocabulary, "number of tokens of the vocabulary").between(1, 1 << 28);
    f("tied_embeddings", tied_embeddings, "whether the output layer shares the embedding's matrix");
    f("learned_positions", learned_positions,
      "number of learned position vectors; 0 for rotary or other positions without weights")
        .not_negative();
    f("logits", logits, "rows of each request for which the output layer is computed");
  }
  void check(const SourceLocation& where) const {
    if (attention.heads % attention.shared_heads() != 0) {
      throw InputError(where, "'heads' is " + std::to_string(attention.heads) +
                                  ", which is not a multiple of 'key_value_heads', " +
                                  std::to_string(attention.shared_heads()) +
                                  "; use a multiple of it");
    }
    if (attention.head_size == 0 && width % attention.heads != 0) {
      throw InputError(where, "'width' is " + std::to_string(width) +
                                  ", which is not a multiple of 'heads', " +
                                  std::to_string(attention.heads) + "; write 'head_size'");
    }
  }
};

}  // namespace kairos
