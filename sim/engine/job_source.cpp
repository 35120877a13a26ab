#include "sim/engine/job_source.hpp"

#include <numeric>

namespace kairos {

JobSource::JobSource(const Workload& workload, StreamId stream, std::uint64_t seed)
    : workload_(workload),
      stream_(stream),
      process_(workload.streams[stream].make_arrivals()),
      seed_(seed),
      gaps_(Random::stream(seed, "arrivals", index(stream))),
      mix_(Random::stream(seed, "mix", index(stream))) {
  const auto& weights = workload.streams[stream].weights;
  total_weight_ = std::accumulate(weights.begin(), weights.end(), 0.0);
}

std::optional<Time> JobSource::next(Time now) {
  waits_for_room = false;
  due_ = Time::never();
  if (stream().jobs && state_.arrived >= *stream().jobs) return std::nullopt;
  const std::optional<Time> when = process_ ? next_of_process(now) : next_brought();
  if (!when) return std::nullopt;
  due_ = *when;
  waits_for_room = due_ == Time::never();
  return when;
}

std::optional<Time> JobSource::next_of_process(Time now) {
  state_.now = now;
  const auto when = process_->next(state_, gaps_);
  if (!when || *when == Time::never()) return when;
  if (stream().until && *when > *stream().until) {
    // The next departure may cause an earlier arrival.
    if (!process_->follows_departures() || state_.in_system == 0) return std::nullopt;
    return Time::never();
  }
  if (*when < now) {
    throw std::logic_error("the arrivals of stream '" + stream().name + "' went back in time");
  }
  return when;
}

std::optional<Time> JobSource::next_brought() {
  if (!brought_.empty()) return brought_.front().when;
  if (leader_has_ended_) return std::nullopt;
  return Time::never();
}

bool JobSource::bring(const Job& finished, Time now) {
  const Leader& leader = *stream().leader;
  Random random = Random::stream(seed_, "brought", finished.key, index(stream_));
  if (leader.probability < 1 && !(random.uniform() < leader.probability)) return false;
  const Time when = now + leader.delay;
  if (stream().until && when > *stream().until) return false;
  constexpr std::uint64_t is_brought = std::uint64_t{1} << 63U;
  brought_.push({when, random.next() | is_brought});
  return brought_.size() == 1;
}

Job JobSource::arrive(Time now) {
  const std::uint64_t frame = state_.arrived++;
  ++state_.in_system;
  due_ = Time::never();
  Job job{{}, {}, stream_, frame, 0, now, Time::never()};
  if (process_) {
    job.application = draw_application(mix_);
  } else {
    job.key = brought_.front().key;
    brought_.pop();
    Random own = Random::stream(seed_, "mix", job.key);
    job.application = draw_application(own);
  }
  const ApplicationId application = job.application;
  const auto& usual = workload_.applications[application].deadline;
  if (const auto own = process_ ? process_->deadline() : std::nullopt) {
    job.deadline = *own;
  } else if (stream().deadline || usual) {
    job.deadline = now + (stream().deadline ? *stream().deadline : *usual);
  }
  return job;
}

ApplicationId JobSource::draw_application(Random& random) const {
  const auto& weights = stream().weights;
  double draw = random.uniform() * total_weight_;
  ApplicationId chosen{};
  for (const ApplicationId a : ids<ApplicationId>(weights.size())) {
    if (weights[a] <= 0) continue;
    chosen = a;
    if (draw < weights[a]) break;
    draw -= weights[a];
  }
  return chosen;
}

}  // namespace kairos
