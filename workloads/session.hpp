// The interface of sessions: a session is a sequence of requests to one model, such as the turns of
// a chat. It says what its next request is, and after which pause.
//
// A request reads its new tokens, at once or in chunks, and then makes its output, one token a
// step. Each step needs the cache of all tokens before it. The reading of the new tokens makes the
// first token of the output.
//
// Example: a chat reads a prompt of 500 tokens and answers with 200. After a pause, the user sends
// 30 more. The second request keeps 700 tokens. It reads 31: the new ones, and the last one of the
// answer, which was made but not read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "sim/base/random.hpp"
#include "workloads/arrival_process.hpp"

namespace kairos {

/// A request of a session to its model.
struct Request {
  Duration pause;  ///< Time from the end of the previous request, or from the arrival of the
                   ///< session, to the arrival of this one.
  Time earliest;   ///< The request does not arrive before this instant.
  /// Tokens of the session that it keeps. The cache of those behind them is given up when the
  /// pause begins.
  std::int64_t kept = 0;
  std::int64_t prompt = 0;  ///< New tokens that it reads. Zero makes the first step read the last
                            ///< token that is kept, so that `kept` must be positive then.
  std::int64_t output = 0;  ///< Tokens that it makes; zero if it only reads.
  /// The length of the sound or video that it processes; zero if it processes none.
  Duration media;

  bool operator==(const Request&) const = default;
};

/// The course of a session so far.
struct SessionState {
  std::uint64_t number = 0;    ///< Number of earlier sessions of its stream.
  Time arrival;                ///< Instant at which the session arrived.
  Time now;                    ///< End of the previous request; its arrival before the first one.
  std::uint64_t requests = 0;  ///< Requests that have ended.
  std::int64_t context = 0;    ///< Tokens that it has read or made.
  std::int64_t first_prompt = 0;  ///< New tokens of its first request.
};

class Session {
 public:
  static constexpr std::string_view kind = "session";
  static constexpr std::string_view called = "kind of session";
  virtual ~Session() = default;

  /// The next request of a session, of which there is at least one; nothing if it has ended. One
  /// object serves all sessions of a stream, so the answer follows from `state` and `random` alone.
  /// `random` is a stream of random numbers of this request of this session. A session that has a
  /// random number of requests decides after each of them whether another one follows (see
  /// goes_on() in workloads/sessions/session_draws.hpp). Throws InputError if it would need too
  /// many tokens.
  [[nodiscard]] virtual std::optional<Request> next(const SessionState& state,
                                                    Random& random) const = 0;

  /// The arrivals of the sessions, if the kind of session knows them; then the stream has none of
  /// its own.
  [[nodiscard]] virtual std::unique_ptr<ArrivalProcess> arrivals() const { return nullptr; }
};

}  // namespace kairos
