// What the kinds of sessions have in common: the numbers of tokens and of requests that they draw.
//
// A session is asked for one request at a time and remembers nothing, so it cannot draw the number
// of its requests when it begins. It decides after every request whether there is another one:
//
//   P(another after n requests) = P(N >= n + 1) / P(N >= n)
//
// The product of these probabilities makes N distributed as the document states. Example: with
// {values: [1, 4]} half of the sessions end after the first request, and the others go on until the
// fourth.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "workloads/distribution.hpp"
#include "workloads/models/call.hpp"
#include "workloads/session.hpp"

namespace kairos {

/// Describes a field with a number of tokens or of requests. An optional one may be absent.
template <class T>
FieldConditions<T> describe_count(Fields& f, const std::string& name, T& value,
                                  const std::string& meaning) {
  const auto is_count = [](const Distribution& d) {
    return d.largest() >= 1 && d.mean() <= static_cast<double>(Call::most_tokens);
  };
  const auto holds = [is_count](const T& v) {
    if constexpr (requires { v.has_value(); }) {
      return !v.has_value() || is_count(*v);
    } else {
      return is_count(v);
    }
  };
  return f(name, value, meaning)
      .must(holds, "at least 1 in some draws and at most " + std::to_string(Call::most_tokens) +
                       " on average");
}

/// A whole number of tokens, which is at least 1. Throws InputError if it exceeds
/// Call::most_tokens.
inline std::int64_t draw_tokens(const Distribution& distribution, Random& random) {
  const double drawn = std::round(distribution.draw(random));
  if (drawn > static_cast<double>(Call::most_tokens)) {
    throw InputError("a session drew a request of " + shortest(drawn) + " tokens, more than " +
                     std::to_string(Call::most_tokens) +
                     "; choose a distribution with a smaller mean or deviation");
  }
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(drawn));
}

/// The request itself. Throws InputError if its context exceeds Call::most_tokens.
inline Request within_limit(const Request& request) {
  const std::int64_t context = request.kept + request.prompt + request.output;
  if (context <= Call::most_tokens) return request;
  throw InputError("the context of a session reaches " + std::to_string(context) +
                   " tokens, more than " + std::to_string(Call::most_tokens) +
                   "; choose fewer requests or fewer tokens");
}

/// True if another request follows after `ended` requests of a session whose number of requests is
/// distributed as `length`, rounded and at least 1.
inline bool goes_on(const Distribution& length, std::uint64_t ended, Random& random) {
  if (ended == 0) return true;
  const auto n = static_cast<double>(ended);
  const double reached = ended == 1 ? 1 : length.probability_of_at_least(n - 0.5);
  return random.uniform() * reached < length.probability_of_at_least(n + 0.5);
}

}  // namespace kairos
