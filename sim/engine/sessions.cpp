#include "sim/engine/sessions.hpp"

#include <stdexcept>

#include "sim/engine/tensor_traffic.hpp"
#include "workloads/job_family.hpp"

namespace kairos {

Sessions::Sessions(const EngineContext& context)
    : context_(context),
      graphs_(context),
      memory_(context, graphs_, sessions_),
      batches_(context, sessions_, memory_) {}

// ---- Requests

SessionId Sessions::place() {
  if (free_.empty()) {
    const SessionId id = sessions_.next_id();
    sessions_.push_back({});
    return id;
  }
  const SessionId id = free_.back();
  free_.pop_back();
  return id;
}

void Sessions::begin(const Job& arrived) {
  const SessionId id = place();
  ServedSession& session = sessions_[id];
  session = {};
  session.job = arrived;
  session.state.number = arrived.frame;
  session.state.arrival = context_.state.now;
  session.state.now = context_.state.now;
  ask(id);
}

/// Asks for the next request of a session, which ends if there is none.
void Sessions::ask(SessionId id) {
  ServedSession& session = sessions_[id];
  const Stream& stream = context_.scenario.workload.streams[session.job.stream];
  Random random =
      Random::stream(context_.scenario.seed, "session", session.job.key, session.state.requests);
  const std::optional<Request> next = stream.session->next(session.state, random);
  if (!next && session.state.requests == 0) {
    throw std::logic_error("a session of stream '" + stream.name + "' asks for nothing");
  }
  if (!next) {
    memory_.release(id);
    session.phase = SessionPhase::gone;
    free_.push_back(id);
    ended_.push_back(session.job);
    return;
  }
  const bool is_valid = next->kept >= 0 && next->kept <= session.state.context &&
                        next->prompt >= 0 && next->output >= 0 && next->kept + next->prompt > 0;
  if (!is_valid) {
    throw std::logic_error("a session of stream '" + stream.name +
                           "' asks for tokens that it does not have");
  }
  session.request = *next;
  refuse_long_context(session);
  session.phase = SessionPhase::pausing;
  session.cached = std::min(session.cached, next->kept);
  memory_.shrink(id);
  const Time when = std::max(context_.state.now + next->pause, next->earliest);
  if (when == context_.state.now) {
    arrive(id);
  } else {
    wake_at(when, Cause::request, static_cast<std::size_t>(id));
  }
}

/// Refuses a request of which a step would read more tokens than the model has positions.
void Sessions::refuse_long_context(const ServedSession& session) const {
  const Workload& workload = context_.scenario.workload;
  const Application& application = workload.applications[session.job.application];
  const std::int64_t positions = application.family->positions();
  if (positions == 0 || session.at_end() <= positions) return;
  throw InputError("a request of stream '" + workload.streams[session.job.stream].name +
                   "' has a context of " + std::to_string(session.at_end()) +
                   " tokens, but the model of application '" + application.name + "' has learned " +
                   std::to_string(positions) +
                   " positions; ask for fewer tokens or requests, or use a model with more "
                   "positions");
}

/// The request that a session has waited for arrives.
void Sessions::arrive(SessionId id) {
  ServedSession& session = sessions_[id];
  const Application& application = context_.scenario.workload.applications[session.job.application];
  if (session.state.requests == 0) session.state.first_prompt = session.request.prompt;
  session.arrival = context_.state.now;
  session.first_token = Time::never();
  session.number = ++requests_;
  session.made = 0;
  session.known = session.request.kept + session.request.prompt;
  // Without new tokens, the last one is read again.
  if (session.to_read() == 0) --session.cached;
  const bool is_encoded = session.request.kept > 0 && session.cached > 0;
  session.needs_encoder = application.encoder.has_value() && !is_encoded;
  batches_.add(id);
}

/// Brings a request forward by a step that has ended.
void Sessions::advance(const StepPart& part) {
  ServedSession& session = sessions_[part.session];
  if (part.rows == 0) {
    session.needs_encoder = false;
    return;
  }
  session.cached += part.rows;
  if (session.to_read() > 0) return;
  if (session.first_token == Time::never()) session.first_token = context_.state.now;
  if (session.made < session.request.output) {
    ++session.made;
    ++session.known;
  }
  if (session.made == session.request.output) complete(part.session);
}

void Sessions::complete(SessionId id) {
  ServedSession& session = sessions_[id];
  batches_.remove(id);
  context_.announce(RequestFinished{session.job, session.arrival, session.first_token,
                                    session.request.media, session.request.prompt,
                                    session.request.output, session.known});
  session.is_in_step = false;
  session.state.now = context_.state.now;
  session.state.requests += 1;
  session.state.context = session.known;
  ask(id);
}

// ---- Steps

std::vector<Sessions::NewStep> Sessions::next_steps() {
  for (const FormedStep& formed : batches_.form()) plan(formed);
  while (begun_.empty() && is_stuck()) {
    if (!memory_.make_way_for(*batches_.blocked())) throw memory_.no_room(*batches_.blocked());
    for (const FormedStep& formed : batches_.form()) plan(formed);
  }
  set_alarm();
  announce_use();
  std::vector<NewStep> result;
  for (const std::size_t step : std::exchange(begun_, {})) {
    Step& own = steps_[step];
    own.graph = &graphs_.take(own.formed.application, own.formed.work);
    result.push_back({job_of(own.formed), own.graph, step});
  }
  return result;
}

/// True if a request waits for room and nothing in the system will free any.
bool Sessions::is_stuck() const {
  return batches_.blocked() && alarms_.empty() && context_.state.jobs.empty();
}

/// Lets a step begin when the caches have moved.
void Sessions::plan(const FormedStep& formed) {
  std::size_t step = steps_.size();
  if (free_steps_.empty()) {
    steps_.emplace_back();
  } else {
    step = free_steps_.back();
    free_steps_.pop_back();
  }
  steps_[step] = {formed, nullptr};
  if (formed.moving > Duration{}) {
    wake_at(context_.state.now + formed.moving, Cause::moved, step);
  } else {
    begun_.push_back(step);
  }
}

/// The job of a step, which belongs to the stream of its first request.
Job Sessions::job_of(const FormedStep& formed) {
  ServedSession& first = sessions_[formed.parts.front().session];
  Random random = Random::stream(context_.scenario.seed, "step", first.job.key, first.steps++);
  Job job{{},
          graphs_.application_of(formed.application, formed.work),
          first.job.stream,
          first.job.frame,
          random.next(),
          context_.state.now,
          Time::never()};
  for (const StepPart& part : formed.parts) {
    const ServedSession& session = sessions_[part.session];
    const Workload& workload = context_.scenario.workload;
    const auto& own = workload.streams[session.job.stream].deadline;
    const auto& deadline = own ? own : workload.applications[session.job.application].deadline;
    if (deadline) job.deadline = std::min(job.deadline, session.arrival + *deadline);
  }
  return job;
}

std::vector<Job> Sessions::end_step(JobId id) {
  const auto found = step_of_.find(id);
  const std::size_t number = found->second;
  step_of_.erase(found);
  StepGraphs::give_back(*steps_[number].graph);
  const FormedStep formed = std::exchange(steps_[number].formed, {});
  free_steps_.push_back(number);
  ended_.clear();
  for (const StepPart& part : formed.parts) advance(part);
  batches_.end_step(formed);
  announce_use();
  return std::exchange(ended_, {});
}

void Sessions::announce_use() const {
  if (context_.state.memory.is_on()) announce_memory_use(context_);
}

// ---- Alarms

void Sessions::wake() {
  alarm_ = Time::never();
  while (!alarms_.empty() && std::get<Time>(*alarms_.begin()) <= context_.state.now) {
    const auto [when, cause, which] = *alarms_.begin();
    alarms_.erase(alarms_.begin());
    if (cause == Cause::request) arrive(static_cast<SessionId>(which));
    if (cause == Cause::moved) begun_.push_back(which);
    if (cause == Cause::timeout) batches_.end_timeout();
  }
  set_alarm();
}

void Sessions::wake_at(Time when, Cause cause, std::size_t which) {
  alarms_.emplace(when, cause, which);
}

/// Sets the alarm to the first of all instants at which something happens by itself.
void Sessions::set_alarm() {
  const Time timeout = batches_.next_timeout();
  if (timeout != Time::never()) wake_at(timeout, Cause::timeout, 0);
  const Time next = first_alarm();
  if (next == alarm_) return;
  if (alarm_ != Time::never()) context_.agenda.cancel(Activity::session, 0);
  if (next != Time::never()) context_.agenda.wake(Activity::session, 0, next);
  alarm_ = next;
}

}  // namespace kairos
