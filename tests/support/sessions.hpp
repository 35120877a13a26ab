// Builds sessions by name, and plays them without a simulator.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/session.hpp"

namespace kairos::testing {

using SessionOptions = std::vector<std::pair<std::string, Value>>;

inline std::unique_ptr<Session> session(const std::string& name, const SessionOptions& options) {
  Choice<Session> choice(name);
  for (const auto& [key, value] : options) choice.options.set(key, value);
  return choice.make();
}

/// The message with which the options are refused; empty if they are accepted.
inline std::string refusal_of_session(const std::string& name, const SessionOptions& options) {
  try {
    static_cast<void>(session(name, options));
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

/// The next request, with the random numbers of this request of this session.
inline std::optional<Request> next_request(const Session& session, const SessionState& state) {
  Random random = Random::stream(1, "session", state.number, state.requests);
  return session.next(state, random);
}

/// The state of a session after a request, all of whose tokens are in the cache.
inline SessionState after(SessionState state, const Request& request) {
  if (state.requests == 0) state.first_prompt = request.prompt;
  state.context = request.kept + request.prompt + request.output;
  ++state.requests;
  return state;
}

/// All requests of one session of a stream.
inline std::vector<Request> requests_of(const Session& session, std::uint64_t number = 0) {
  SessionState state;
  state.number = number;
  std::vector<Request> requests;
  while (const auto request = next_request(session, state)) {
    requests.push_back(*request);
    state = after(state, *request);
  }
  return requests;
}

}  // namespace kairos::testing
