// A family of job graphs: the steps of a model that serves requests, for any number of requests and
// tokens. All steps have the same tasks, so that a policy can treat them alike.
//
//   step = one new token of each of n requests, and chunks of the prompts of others
//
// The tokens of a step run through the weights together; each request reads its own cache. A step
// of n requests with caches of different lengths demands as much as n requests with caches of the
// mean length, because operations and bytes of attention are linear in the length.
//
// Example: 31 requests with 500 tokens each and a chunk of 200 tokens of a prompt: every product of
// a layer has 231 rows and reads its weights once.
// How far to trust it: exact for models whose attention sees all tokens. The mean of the lengths is
// rounded up to whole blocks. Where attention sees a window only, the mean may differ from the sum.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "workloads/network_job.hpp"

namespace kairos {

/// Rows of one prompt that a step reads.
struct PromptChunk {
  std::int64_t rows = 0;
  std::int64_t context = 0;  ///< Tokens in the cache after the step.

  auto operator<=>(const PromptChunk&) const = default;
};

/// The work of one step.
struct StepWork {
  bool encodes = false;       ///< Runs the encoder for the requests of `chunks`, and nothing else.
  std::int64_t decoding = 0;  ///< Requests that make a token after reading the one before it.
  std::int64_t context = 0;   ///< Mean number of tokens in their caches after the step.
  std::vector<PromptChunk> chunks = {};

  auto operator<=>(const StepWork&) const = default;
};

class JobFamily {
 public:
  /// Throws InputError if the model has no steps of one token, or if a transform would change how
  /// many requests a step serves or where their caches are.
  JobFamily(ModelConfig model, std::vector<Choice<Transform>> transforms, std::string name);

  /// True if an encoder runs before the first token of each request.
  [[nodiscard]] bool encodes() const { return encodes_; }
  /// The largest number of tokens of a context; 0 if there is no limit.
  [[nodiscard]] std::int64_t positions() const { return positions_; }
  /// The graph of a step. States are no residents of it: whoever calls keeps the caches. Throws
  /// InputError if the model has other tasks for this step than for others.
  [[nodiscard]] std::shared_ptr<const JobGraph> step(const StepWork& work) const;
  /// The size of the cache of one request with so many tokens.
  [[nodiscard]] Bytes cache(std::int64_t tokens) const;

 private:
  [[nodiscard]] std::shared_ptr<const JobGraph> call(ModelPhase phase, std::int64_t batch,
                                                     std::int64_t rows, std::int64_t context) const;
  [[nodiscard]] std::shared_ptr<const JobGraph> joined_graph(
      const std::vector<std::shared_ptr<const JobGraph>>& parts) const;

  ModelConfig model_;
  std::vector<Choice<Transform>> transforms_;
  std::string name_;
  ModelPhase reads_{};  ///< The phase in which tokens are read into the cache.
  bool encodes_ = false;
  std::int64_t positions_ = 0;
};

}  // namespace kairos
