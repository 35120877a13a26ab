#include "sim/engine/job_source.hpp"

#include <numeric>

namespace kairos {

JobSource::JobSource(const Workload& workload, StreamId stream, std::uint64_t seed)
    : workload_(workload),
      stream_(stream),
      process_(workload.streams[stream].arrivals.make()),
      gaps_(Random::stream(seed, "arrivals", index(stream))),
      mix_(Random::stream(seed, "mix", index(stream))) {
  const auto& weights = workload.streams[stream].weights;
  total_weight_ = std::accumulate(weights.begin(), weights.end(), 0.0);
}

std::optional<Time> JobSource::next(Time now) {
  const Stream& stream = workload_.streams[stream_];
  waits_for_room = false;
  due_ = Time::never();
  if (stream.jobs && state_.arrived >= *stream.jobs) return std::nullopt;
  state_.now = now;
  const auto when = process_->next(state_, gaps_);
  if (!when) return std::nullopt;
  if (*when == Time::never()) {
    waits_for_room = true;
    return when;
  }
  if (stream.until && *when > *stream.until) {
    // The next departure may cause an earlier arrival.
    if (!process_->follows_departures() || state_.in_system == 0) return std::nullopt;
    waits_for_room = true;
    return Time::never();
  }
  if (*when < now) {
    throw std::logic_error("the arrival process '" + stream.arrivals.name + "' went back in time");
  }
  due_ = *when;
  return when;
}

Job JobSource::arrive(Time now) {
  const auto& weights = workload_.streams[stream_].weights;
  double draw = mix_.uniform() * total_weight_;
  ApplicationId chosen{};
  for (const ApplicationId a : ids<ApplicationId>(weights.size())) {
    if (weights[a] <= 0) continue;
    chosen = a;
    if (draw < weights[a]) break;
    draw -= weights[a];
  }
  ++state_.arrived;
  ++state_.in_system;
  due_ = Time::never();
  const auto& deadline = workload_.applications[chosen].deadline;
  return {{}, chosen, stream_, now, deadline ? now + *deadline : Time::never()};
}

}  // namespace kairos
