// Forms the steps of an application's requests (workloads/serving.hpp). An application without
// `serving` has a step of its own for every request; otherwise one step runs at a time.
//
// At the begin of a step, waiting requests join the batch as long as it has room. Then the step
// takes, in this order:
//
//   requests that need the encoder, alone
//   without `chunk`   prompts of requests in the order of their admission, within the token budget;
//                     if there are none, the next token of every request
//   with `chunk`      the next token of every request, then chunks of prompts, within the budget
//
// Example: the budget is 512 tokens. Of three prompts of 300, 200 and 100 tokens, the first two are
// read in one step and the third in the next, and then all three requests make tokens together.
// How far to trust it: the time between two steps, in which servers choose requests and copy
// tokens, is that of the policy's decisions.
#pragma once

#include <deque>
#include <vector>

#include "sim/engine/cache_memory.hpp"

namespace kairos {

/// A request in a step.
struct StepPart {
  SessionId session{};
  std::int64_t rows = 0;  ///< Tokens that it reads; zero in the encoder.
};

/// A step that may begin.
struct FormedStep {
  ApplicationId application{};
  StepWork work = {};
  std::vector<StepPart> parts = {};
  std::int64_t rows = 0;  ///< Tokens that all of its requests read.
  Duration moving = {};   ///< Time for which caches move before it.
};

class StepBatches {
 public:
  StepBatches(const EngineContext& context, ServedSessions& sessions, CacheMemory& memory);

  /// Must be called when a request arrives.
  void add(SessionId id);
  /// Must be called when a request in a step is complete, before its session changes.
  void remove(SessionId id);
  /// Must be called when a step has ended.
  void end_step(const FormedStep& step);
  /// True if form() may have something to do.
  [[nodiscard]] bool has_news() const { return has_news_; }
  /// The steps that begin now.
  [[nodiscard]] std::vector<FormedStep> form();
  /// The next instant at which a batch begins because of its time-out; Time::never() if there is
  /// none.
  [[nodiscard]] Time next_timeout() const;
  /// Must be called at that instant.
  void end_timeout() { has_news_ = true; }
  /// A request that waits for room; empty if none does.
  [[nodiscard]] std::optional<SessionId> blocked() const;

 private:
  struct Server {
    const Serving* serving = nullptr;  ///< Null if every request has steps of its own.
    std::deque<SessionId> waiting;
    std::vector<SessionId> batch;  ///< In the order of arrival.
    bool is_in_step = false;
    std::optional<SessionId> blocked;  ///< A request that found no room last.
  };

  void form_all(std::vector<FormedStep>& steps);
  [[nodiscard]] std::vector<ApplicationId> by_oldest_request() const;
  void form_alone(ApplicationId application, std::vector<FormedStep>& steps);
  void form_batch(ApplicationId application, std::vector<FormedStep>& steps);
  void admit(Server& server);
  [[nodiscard]] bool may_begin(const Server& server) const;
  [[nodiscard]] Time timeout(const Server& server) const;
  void take_encoding(Server& server, FormedStep& step);
  void take_tokens(Server& server, FormedStep& step);
  void take_prompts(Server& server, std::int64_t longest, FormedStep& step);
  [[nodiscard]] bool take(Server& server, SessionId id, std::int64_t rows, FormedStep& step);
  [[nodiscard]] StepWork work_of(const FormedStep& step, std::int64_t block) const;
  void return_displaced();

  EngineContext context_;
  ServedSessions& sessions_;
  CacheMemory& memory_;
  IdVector<ApplicationId, Server> servers_;
  bool has_news_ = false;
  bool has_displaced_ = false;  ///< True if a request has left its batch for lack of room.
};

}  // namespace kairos
