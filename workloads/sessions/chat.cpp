// A chat: a user writes, the model answers, and after a pause the user writes again. Every turn
// reads only what is new, because the cache holds the conversation so far:
//
//   turn k keeps  sum of (prompt_i + output_i) over i < k,   reads prompt_k   and makes output_k
//
// Without lengths of its own, a prompt has 161 tokens and an output 338, the means of the
// conversations of ShareGPT (Kwon et al., SOSP 2023, figure 11).
//
// Example: with `turns: 2`, `prompt: 500`, `output: 200` and `pause: 10 s` a chat reads 500 tokens
// and makes 200. 10 s later it keeps these 700, reads 500 and makes 200; its context has 1400 then.
// How far to trust it: all turns of all users have the same distributions. Real users differ, and
// long answers make them read longer before they write again. A file of measured requests keeps the
// lengths of a prompt and of its output together.
#include "sim/base/registry.hpp"
#include "workloads/request_table.hpp"
#include "workloads/sessions/session_draws.hpp"

namespace kairos {
namespace {

constexpr double usual_prompt = 161, usual_output = 338;

class Chat final : public Session {
 public:
  struct Options {
    Distribution turns{DistributionKind::constant, {1}};
    std::optional<Distribution> prompt, output;
    FilePath requests;
    DurationDistribution pause;

    void describe(Fields& f) {
      describe_count(f, "turns", turns,
                     "number of turns of a chat, rounded to a whole number that is at least 1");
      describe_count(
          f, "prompt", prompt,
          "tokens that the user writes in a turn (161, the mean of ShareGPT, if absent)");
      describe_count(f, "output", output,
                     "tokens of an answer (338, the mean of ShareGPT, if absent)");
      f("requests", requests,
        "CSV file with the columns prompt and output, instead of the keys of these names: every "
        "turn has the lengths of one of its rows, all equally likely");
      f("pause", pause, "time from the end of an answer until the user has written again");
    }
    void check(const SourceLocation& where) const {
      if (requests.empty() || (!prompt && !output)) return;
      throw InputError(where,
                       "the chat has 'requests' and 'prompt' or 'output'; leave out either the "
                       "file or the distributions");
    }
  };

  explicit Chat(const Options& options)
      : turns_(options.turns),
        prompt_(options.prompt.value_or(constant(usual_prompt))),
        output_(options.output.value_or(constant(usual_output))),
        pause_(options.pause) {
    if (!options.requests.empty()) rows_ = read_requests(options.requests);
  }

  [[nodiscard]] std::optional<Request> next(const SessionState& state,
                                            Random& random) const override {
    if (!goes_on(turns_, state.requests, random)) return std::nullopt;
    Request request;
    request.kept = state.context;
    if (state.requests > 0) request.pause = pause_.draw(random);
    if (rows_.empty()) {
      request.prompt = draw_tokens(prompt_, random);
      request.output = draw_tokens(output_, random);
    } else {
      const TableRequest& row = rows_[random.index(rows_.size())];
      request.prompt = row.prompt;
      request.output = row.output;
    }
    return within_limit(request);
  }

 private:
  static Distribution constant(double value) { return {DistributionKind::constant, {value}}; }

  Distribution turns_, prompt_, output_;
  DurationDistribution pause_;
  std::vector<TableRequest> rows_;
};

const Register<Session, Chat> registered{
    "chat", "turns of a user and a model, whose cache keeps the conversation"};

}  // namespace
}  // namespace kairos
