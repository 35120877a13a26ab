// How requests of sessions are served: the batches of their steps, and their caches.
//
// The steps of one application form a loop. At the end of each step, requests that are complete
// leave the batch and waiting ones join it. Each of the others makes one token a step.
//
//   continuous, no `chunk`    waiting requests join at once; a step of their prompts comes first
//   continuous with `chunk`   each step makes a token for each request in the batch, and reads
//                             chunks of prompts with what is left of the token budget
//   static                    a batch forms when it is full or after the time-out, and ends with
//                             its last request
//
// Example: with a batch of 8 and a chunk of 256 tokens, a prompt of 600 tokens is read in three
// steps, each of which also makes one token for each of 7 other requests.
// Sources: continuous batching: Orca (OSDI 2022); blocks of caches and recomputation: vLLM (SOSP
// 2023); chunked prefill: Sarathi-Serve (OSDI 2024, arXiv 2403.02310).
#pragma once

#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

enum class BatchRule : std::uint8_t { continuous, in_groups };

template <>
struct EnumNames<BatchRule> {
  static constexpr std::string_view kind = "rule of batches";
  static constexpr std::array names{EnumName{BatchRule::continuous, "continuous"},
                                    EnumName{BatchRule::in_groups, "static"}};
};

/// The treatment of a request if there is no room in memory for its cache.
enum class CacheRule : std::uint8_t {
  wait,       ///< It waits until there is room for all tokens that it will have.
  evict,      ///< The same, but caches of sessions that pause are given up first.
  swap,       ///< Caches of pausing sessions, then of the newest requests, move to the next memory.
  recompute,  ///< Those caches are given up, and their tokens are read again later.
};

template <>
struct EnumNames<CacheRule> {
  static constexpr std::string_view kind = "rule of caches";
  static constexpr std::array names{
      EnumName{CacheRule::wait, "wait"}, EnumName{CacheRule::evict, "evict"},
      EnumName{CacheRule::swap, "swap"}, EnumName{CacheRule::recompute, "recompute"}};
};

struct Serving {
  static constexpr std::int64_t usual_block = 16;

  BatchRule rule = BatchRule::continuous;
  std::int64_t largest_batch = 32;
  std::int64_t token_budget = 2048;
  std::int64_t chunk = 0;
  Duration timeout;
  std::int64_t block = usual_block;
  bool prefix_caching = false, reserve_prompts = false;
  std::string memory;
  SourceLocation place;

  void describe(Fields& f) {
    f("rule", rule,
      "continuous (requests join and leave the batch at every step) or static (a batch ends when "
      "its last request is complete)");
    f("largest_batch", largest_batch, "largest number of requests in a batch").between(1, 65536);
    f("token_budget", token_budget,
      "largest number of tokens that a step reads; a longer prompt that is not cut into chunks has "
      "a step of its own")
        .between(1, 1 << 30);
    f("chunk", chunk,
      "largest number of tokens of a prompt that a step reads besides making tokens for other "
      "requests; 0 means that prompts are read whole, in steps of their own")
        .between(0, 1 << 30);
    f("timeout", timeout, "with `static`: time after which a batch begins that is not full")
        .not_negative();
    f("block", block,
      "number of tokens by which caches grow; the mean length of caches in a step is rounded up to "
      "it as well")
        .between(1, 1 << 20);
    f("prefix_caching", prefix_caching,
      "whether a request finds those blocks of its given-up cache again whose room no other cache "
      "has used since");
    f("reserve_prompts", reserve_prompts,
      "whether a request begins only if there is room for all of its known tokens, and not only "
      "for its first chunk");
    f("memory", memory,
      "memory of the caches (the largest of those in which the application's tasks keep their "
      "tensors if absent)");
  }
  void check(const SourceLocation& where) const {
    if (rule == BatchRule::in_groups && chunk > 0) {
      throw InputError(where,
                       "'chunk' cuts prompts for batches that go on, but 'rule' is static; leave "
                       "one of them out");
    }
    if (rule == BatchRule::continuous && timeout > Duration{}) {
      throw InputError(where,
                       "'timeout' belongs to static batches; add 'rule: static', or leave it out");
    }
  }
};

/// The expectations of users about a request; requests that meet all of them count as goodput.
struct Objective {
  std::optional<Duration> first_token;
  std::optional<Duration> per_token;

  void describe(Fields& f) {
    f("first_token", first_token, "longest time from the arrival of a request to its first token")
        .not_negative();
    f("per_token", per_token, "longest mean time of each further token").not_negative();
  }
};

}  // namespace kairos
