// Speech: a stream of sound that is processed in segments of equal length while it is spoken. A
// segment can be processed when it has been spoken, and each begins with an empty cache:
//
//   segment n, n = 0, 1, 2 ..., arrives at  max(arrival + (n + 1) * segment, end of segment n - 1)
//   real-time factor = time from the arrival of a segment to its end / segment
//
// Example: a session with `segment: 5 s` arrives at 2 s. Its first segment arrives at 7 s, the
// second one at 12 s, or later if the first one has not ended then.
// How far to trust it: all segments have the same length, whether or not someone speaks. Programs
// that cut at pauses, or let segments overlap, have segments of different lengths.
#include "sim/base/registry.hpp"
#include "workloads/sessions/session_draws.hpp"

namespace kairos {
namespace {

class Speech final : public Session {
 public:
  struct Options {
    Distribution segments, prompt, output;
    Duration segment = Duration::picoseconds(5'000'000'000'000);

    void describe(Fields& f) {
      describe_count(f, "segments", segments,
                     "number of segments, rounded to a whole number that is at least 1")
          .required();
      f("segment", segment, "length of the sound of a segment").positive();
      describe_count(f, "prompt", prompt, "tokens or frames of the sound of a segment").required();
      describe_count(f, "output", output, "tokens of the text of a segment").required();
    }
  };
  explicit Speech(const Options& options) : options_(options) {}

  [[nodiscard]] std::optional<Request> next(const SessionState& state,
                                            Random& random) const override {
    if (!goes_on(options_.segments, state.requests, random)) return std::nullopt;
    Request request;
    request.earliest = state.arrival + spoken(state.requests + 1);
    request.prompt = draw_tokens(options_.prompt, random);
    request.output = draw_tokens(options_.output, random);
    request.media = options_.segment;
    return within_limit(request);
  }

 private:
  /// The time in which so many segments are spoken.
  [[nodiscard]] Duration spoken(std::uint64_t segments) const {
    std::int64_t picoseconds = 0;
    if (__builtin_mul_overflow(segments, options_.segment.picoseconds(), &picoseconds)) {
      throw_time_overflow();
    }
    return Duration::picoseconds(picoseconds);
  }

  Options options_;
};

const Register<Session, Speech> registered{
    "speech", "segments of sound that are processed while the next ones are spoken"};

}  // namespace
}  // namespace kairos
