// Repeated sampling: a model answers the same prompt again until a verifier accepts an answer, or
// until `most` answers have been made. All samples share the cache of the prompt, which is read
// once; the tokens of a rejected answer are forgotten.
//
//   P(sample n is made) = (1 - pass)^(n - 1),   n = 1 ... most
//   mean number of samples = (1 - (1 - pass)^most) / pass,   or `most` if pass is 0
//
// Example: with `pass: 0.25` and `most: 8` a session makes (1 - 0.75^8) / 0.25 = 3.6 samples on
// average, and in 1 - 0.75^8 = 90 % of the sessions one of them passes.
// How far to trust it: every sample passes with the same probability. Real prompts differ in
// difficulty, so more sessions end after one sample and more need all of them. The samples follow
// each other, as with a verifier that stops the search; samples drawn at once are not modelled. The
// verifier takes no time.
#include "sim/base/registry.hpp"
#include "workloads/sessions/session_draws.hpp"

namespace kairos {
namespace {

class Samples final : public Session {
 public:
  struct Options {
    Distribution prompt, output;
    std::uint64_t most = 1;
    double pass = 0;

    void describe(Fields& f) {
      describe_count(f, "prompt", prompt, "tokens that all samples of a session share").required();
      describe_count(f, "output", output, "tokens of a sample").required();
      f("most", most, "largest number of samples of a session").required().at_least(1);
      f("pass", pass, "probability that a sample passes, which ends its session").between(0.0, 1.0);
    }
  };
  explicit Samples(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<Request> next(const SessionState& state,
                                            Random& random) const override {
    Request request;
    if (state.requests == 0) {
      request.prompt = draw_tokens(options_.prompt, random);
    } else {
      const bool has_passed = random.uniform() < options_.pass;
      if (has_passed || state.requests >= options_.most) return std::nullopt;
      request.kept = state.first_prompt;
    }
    request.output = draw_tokens(options_.output, random);
    return within_limit(request);
  }

 private:
  Options options_;
};

const Register<Session, Samples> registered{
    "samples", "repeated sampling: answers to one prompt until one passes a verifier"};

}  // namespace
}  // namespace kairos
