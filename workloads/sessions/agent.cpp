// An agent: requests to a model with calls of tools between them. The result of a tool is the new
// input of the next request. While a tool works, the cache is kept or evicted:
//
//   kept      request k keeps the context c_k and reads result_k
//   evicted   request k keeps nothing and reads c_k + result_k
//             c_k = prompt + output_1 + sum of (result_i + output_i) over 1 < i < k
//
// With evicted caches the requests are those of PTE (arXiv 2604.05404), a cost of a trajectory in
// tokens with a factor g of the model and the hardware:
//
//   PTE = sum over requests of (prompt + g * (kept + prompt + output) * output)
//
// Example: a prompt of 603 tokens and an output of 697, then a result of 1938 tokens and an output
// of 362. With `cache: evicted` the second request reads 603 + 697 + 1938 = 3238 tokens. With
// g = 0.00625 (Llama 3.1 8B on an H100), PTE = 603 + 5663.125 + 3238 + 8145 = 17649.125.
// How far to trust it: whether a cache survives depends on the memory and on the other sessions of
// a real server; here it is the same after every call. Tools take a drawn time and no element.
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/sessions/session_draws.hpp"

namespace kairos {

enum class AgentCache : std::uint8_t { kept, evicted };

template <>
struct EnumNames<AgentCache> {
  static constexpr std::string_view kind = "treatment of the cache";
  static constexpr std::array names{EnumName{AgentCache::kept, "kept"},
                                    EnumName{AgentCache::evicted, "evicted"}};
};

namespace {

class Agent final : public Session {
 public:
  struct Options {
    Distribution turns, prompt, result, output;
    DurationDistribution pause;
    AgentCache cache = AgentCache::kept;

    void describe(Fields& f) {
      describe_count(f, "turns", turns,
                     "number of requests to the model, with the call of a tool between two of "
                     "them; rounded to a whole number that is at least 1")
          .required();
      describe_count(f, "prompt", prompt, "tokens that the first request reads").required();
      describe_count(f, "result", result, "tokens that the call of a tool returns").required();
      describe_count(f, "output", output, "tokens that every request makes").required();
      f("pause", pause, "time that the call of a tool takes");
      f("cache", cache,
        "whether the cache is kept during the call of a tool, or evicted, so that the next request "
        "reads the whole context once more");
    }
  };
  explicit Agent(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<Request> next(const SessionState& state,
                                            Random& random) const override {
    if (!goes_on(options_.turns, state.requests, random)) return std::nullopt;
    Request request;
    if (state.requests == 0) {
      request.prompt = draw_tokens(options_.prompt, random);
    } else {
      request.pause = options_.pause.draw(random);
      request.prompt = draw_tokens(options_.result, random);
      if (options_.cache == AgentCache::kept) {
        request.kept = state.context;
      } else {
        request.prompt += state.context;
      }
    }
    request.output = draw_tokens(options_.output, random);
    return within_limit(request);
  }

 private:
  Options options_;
};

const Register<Session, Agent> registered{
    "agent", "requests with calls of tools between them; the cache may be evicted meanwhile"};

}  // namespace
}  // namespace kairos
