#include "sim/engine/stream_order.hpp"

#include <algorithm>

namespace kairos {

StreamOrder::StreamOrder(const Workload& workload) : of_stream_(workload.streams.size()) {
  for (const StreamId s : ids<StreamId>(workload.streams.size())) {
    const auto& leader = workload.streams[s].leader;
    if (!leader) continue;
    OfStream& of_leader = of_stream_[leader->stream];
    (leader->each ? of_leader.brought : of_leader.followers).push_back(s);
    of_stream_[s].has_leader = !leader->each;
  }
}

StreamOrder::Answer StreamOrder::arrive(const Job& job) {
  OfStream& own = of_stream_[job.stream];
  if (!own.has_leader) return Answer::go;
  own.next = job.frame + 1;
  const auto ended = own.ended.find(job.frame);
  if (ended == own.ended.end()) {
    own.held.emplace(job.frame, job);
    return Answer::wait;
  }
  const bool is_finished = ended->second;
  own.ended.erase(ended);
  return is_finished ? Answer::go : Answer::drop;
}

std::vector<Job> StreamOrder::end(const Job& job, bool is_finished) {
  std::vector<Job> waited;
  for (const StreamId follower : of_stream_[job.stream].followers) {
    OfStream& of_follower = of_stream_[follower];
    const auto held = of_follower.held.find(job.frame);
    if (held != of_follower.held.end()) {
      waited.push_back(held->second);
      of_follower.held.erase(held);
    } else if (!of_follower.is_closed && job.frame >= of_follower.next) {
      of_follower.ended.emplace(job.frame, is_finished);
    }
  }
  return waited;
}

std::vector<Job> StreamOrder::end_all_from(StreamId leader, std::uint64_t frame) {
  std::vector<Job> waited;
  for (const StreamId follower : of_stream_[leader].followers) {
    auto& held = of_stream_[follower].held;
    const auto first = held.lower_bound(frame);
    for (auto job = first; job != held.end(); ++job) waited.push_back(job->second);
    held.erase(first, held.end());
  }
  return waited;
}

void StreamOrder::forget(const Job& job) {
  OfStream& own = of_stream_[job.stream];
  own.held.erase(job.frame);
  own.ended.erase(job.frame);
  own.next = std::max(own.next, job.frame + 1);
}

void StreamOrder::close(StreamId stream) {
  of_stream_[stream].is_closed = true;
  of_stream_[stream].ended.clear();
}

}  // namespace kairos
