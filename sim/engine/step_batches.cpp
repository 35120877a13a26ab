#include "sim/engine/step_batches.hpp"

#include <algorithm>
#include <limits>

namespace kairos {

StepBatches::StepBatches(const EngineContext& context, ServedSessions& sessions,
                         CacheMemory& memory)
    : context_(context), sessions_(sessions), memory_(memory) {
  for (const Application& application : context.scenario.workload.applications) {
    servers_.push_back({});
    if (application.serving) servers_.back().serving = &*application.serving;
  }
}

void StepBatches::add(SessionId id) {
  sessions_[id].phase = SessionPhase::waiting;
  servers_[sessions_[id].job.application].waiting.push_back(id);
  has_news_ = true;
}

void StepBatches::remove(SessionId id) {
  std::erase(servers_[sessions_[id].job.application].batch, id);
}

void StepBatches::end_step(const FormedStep& step) {
  Server& server = servers_[step.application];
  server.is_in_step = false;
  for (const StepPart& part : step.parts) {
    ServedSession& session = sessions_[part.session];
    session.is_in_step = false;
    if (server.serving == nullptr && session.phase == SessionPhase::batched) add(part.session);
  }
  has_news_ = true;
}

std::vector<FormedStep> StepBatches::form() {
  std::vector<FormedStep> steps;
  return_displaced();
  do {
    has_displaced_ = false;
    form_all(steps);
  } while (has_displaced_);  // Requests that lost their caches may begin anew elsewhere.
  return steps;
}

void StepBatches::form_all(std::vector<FormedStep>& steps) {
  has_news_ = false;
  for (const ApplicationId a : by_oldest_request()) {
    Server& server = servers_[a];
    if (server.serving == nullptr) {
      form_alone(a, steps);
    } else if (!server.is_in_step) {
      form_batch(a, steps);
    }
    // Room may become free at any instant.
    has_news_ = has_news_ || (server.blocked && !server.is_in_step);
  }
}

/// The applications with requests, the one with the oldest first, so that those that share a memory
/// take turns.
std::vector<ApplicationId> StepBatches::by_oldest_request() const {
  std::vector<std::pair<std::uint64_t, ApplicationId>> found;
  for (const ApplicationId a : ids<ApplicationId>(servers_.size())) {
    const Server& server = servers_[a];
    if (server.waiting.empty() && server.batch.empty()) continue;
    std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
    if (!server.waiting.empty()) oldest = sessions_[server.waiting.front()].number;
    if (!server.batch.empty()) oldest = std::min(oldest, sessions_[server.batch.front()].number);
    found.emplace_back(oldest, a);
  }
  std::ranges::sort(found);
  std::vector<ApplicationId> result;
  result.reserve(found.size());
  for (const auto& [number, application] : found) result.push_back(application);
  return result;
}

/// Requests without batches: each has a step of its own.
void StepBatches::form_alone(ApplicationId application, std::vector<FormedStep>& steps) {
  Server& server = servers_[application];
  server.blocked.reset();
  while (!server.waiting.empty()) {
    const SessionId id = server.waiting.front();
    FormedStep step{.application = application};
    const ServedSession& session = sessions_[id];
    if (!take(server, id, session.needs_encoder ? 0 : session.to_read(), step)) break;
    sessions_[id].phase = SessionPhase::batched;
    server.waiting.pop_front();
    step.work = work_of(step, Serving::usual_block);
    steps.push_back(std::move(step));
  }
}

void StepBatches::form_batch(ApplicationId application, std::vector<FormedStep>& steps) {
  Server& server = servers_[application];
  const Serving& serving = *server.serving;
  server.blocked.reset();
  if (may_begin(server)) admit(server);
  FormedStep step{.application = application};
  take_encoding(server, step);
  if (step.parts.empty() && serving.chunk > 0) {
    take_tokens(server, step);
    take_prompts(server, serving.chunk, step);
  } else if (step.parts.empty()) {
    take_prompts(server, 0, step);
    if (step.parts.empty()) take_tokens(server, step);
  }
  if (step.parts.empty()) return;
  step.work = work_of(step, serving.block);
  server.is_in_step = true;
  steps.push_back(std::move(step));
}

/// True if waiting requests may join the batch. A static batch begins when it is full or after its
/// time-out.
bool StepBatches::may_begin(const Server& server) const {
  if (server.serving->rule == BatchRule::continuous) return true;
  if (!server.batch.empty() || server.waiting.empty()) return false;
  const auto waiting = static_cast<std::int64_t>(server.waiting.size());
  return waiting >= server.serving->largest_batch || timeout(server) <= context_.state.now;
}

Time StepBatches::timeout(const Server& server) const {
  return sessions_[server.waiting.front()].arrival + server.serving->timeout;
}

Time StepBatches::next_timeout() const {
  Time next = Time::never();
  for (const Server& server : servers_) {
    const bool waits = server.serving != nullptr && server.serving->rule == BatchRule::in_groups &&
                       server.batch.empty() && !server.waiting.empty();
    if (waits && timeout(server) > context_.state.now) next = std::min(next, timeout(server));
  }
  return next;
}

/// Lets waiting requests join the batch, in which the older ones come first: one that has lost its
/// cache reads its tokens before requests that have not begun.
void StepBatches::admit(Server& server) {
  while (!server.waiting.empty() &&
         static_cast<std::int64_t>(server.batch.size()) < server.serving->largest_batch) {
    const SessionId id = server.waiting.front();
    server.waiting.pop_front();
    sessions_[id].phase = SessionPhase::batched;
    const auto number = [&](SessionId each) { return sessions_[each].number; };
    server.batch.insert(std::ranges::upper_bound(server.batch, number(id), {}, number), id);
  }
}

void StepBatches::take_encoding(Server& server, FormedStep& step) {
  const std::vector<SessionId> batch = server.batch;
  for (const SessionId id : batch) {
    const ServedSession& session = sessions_[id];
    if (session.phase == SessionPhase::batched && session.needs_encoder) {
      static_cast<void>(take(server, id, 0, step));
    }
  }
}

/// Adds the next token of the requests that have read everything else.
void StepBatches::take_tokens(Server& server, FormedStep& step) {
  const std::vector<SessionId> batch = server.batch;
  for (const SessionId id : batch) {
    const ServedSession& session = sessions_[id];
    if (session.phase != SessionPhase::batched || session.to_read() != 1) continue;
    if (step.rows >= server.serving->token_budget) return;
    static_cast<void>(take(server, id, 1, step));
  }
}

/// Adds prompts, or chunks of at most `longest` tokens if it is positive. The first prompt may
/// exceed the budget if it is not cut into chunks.
void StepBatches::take_prompts(Server& server, std::int64_t longest, FormedStep& step) {
  const std::vector<SessionId> batch = server.batch;
  for (const SessionId id : batch) {
    const ServedSession& session = sessions_[id];
    if (session.phase != SessionPhase::batched || session.to_read() <= 1) continue;
    const std::int64_t left = server.serving->token_budget - step.rows;
    std::int64_t rows = session.to_read() - memory_.still_there(id);
    if (longest > 0) {
      rows = std::min({rows, longest, left});
      if (rows <= 0) return;
    } else if (!step.parts.empty() && rows > left) {
      return;
    }
    if (!take(server, id, rows, step)) return;  // Later ones do not overtake it.
  }
}

/// Adds a request to a step if there is room for its cache.
bool StepBatches::take(Server& server, SessionId id, std::int64_t rows, FormedStep& step) {
  ServedSession& session = sessions_[id];
  std::int64_t tokens = session.cached + memory_.still_there(id) + std::max<std::int64_t>(rows, 1);
  if (server.serving != nullptr && server.serving->reserve_prompts) {
    tokens = std::max(tokens, session.known);
  }
  const bool has_room = memory_.reserve(id, tokens, step.moving);
  return_displaced();
  if (!has_room) {
    server.blocked = id;
    return false;
  }
  session.is_in_step = true;
  step.parts.push_back({id, rows});
  step.rows += rows;
  return true;
}

/// The work of a step, with lengths of caches in whole blocks.
StepWork StepBatches::work_of(const FormedStep& step, std::int64_t block) const {
  const auto whole = [block](std::int64_t tokens) { return (tokens + block - 1) / block * block; };
  StepWork work;
  std::int64_t contexts = 0;
  for (const StepPart& part : step.parts) {
    const ServedSession& session = sessions_[part.session];
    const std::int64_t context = session.cached + part.rows;
    if (part.rows == 0) {
      work.encodes = true;
      work.chunks.push_back({});
    } else if (part.rows == 1) {
      ++work.decoding;
      contexts += context;
    } else {
      work.chunks.push_back({part.rows, session.cached == 0 ? context : whole(context)});
    }
  }
  if (work.decoding > 0) {
    work.context = whole((contexts + work.decoding - 1) / work.decoding);
  }
  std::ranges::sort(work.chunks);
  return work;
}

/// Requests whose caches gave way leave their batches and are the first to join again.
void StepBatches::return_displaced() {
  for (const SessionId id : memory_.take_displaced()) {
    Server& server = servers_[sessions_[id].job.application];
    if (std::erase(server.batch, id) == 0) continue;
    sessions_[id].phase = SessionPhase::waiting;
    server.waiting.push_front(id);
    has_displaced_ = true;
  }
}

std::optional<SessionId> StepBatches::blocked() const {
  for (const Server& server : servers_) {
    if (server.blocked) return server.blocked;
  }
  return std::nullopt;
}

}  // namespace kairos
