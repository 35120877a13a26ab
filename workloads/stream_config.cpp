#include "workloads/stream_config.hpp"

#include <algorithm>
#include <set>

#include "sim/base/find_by_name.hpp"

namespace kairos {

void AfterConfig::describe(Fields& f) {
  f("stream", stream, "name of the stream that is followed").required();
  f("each", each,
    "whether every finished job of that stream brings a job of this one; otherwise job n of this "
    "stream waits for job n of that stream and is dropped with it");
  f("probability", probability, "with `each`: probability that a finished job brings one")
      .between(0.0, 1.0);
  f("delay", delay, "with `each`: time from the end of a job to the arrival that it brings")
      .not_negative();
}

void AfterConfig::check(const SourceLocation& where) const {
  if (each || (probability == 1 && delay == Duration{})) return;
  throw InputError(
      where,
      "'probability' and 'delay' apply to jobs that are brought by each job of another "
      "stream; add 'each: true', or leave them out");
}

void StreamConfig::describe(Fields& f) {
  f("name", name, "name of the stream, under which results report its jobs");
  f("mix", mix, "relative frequency of each application in the stream (all equal if absent)");
  f("arrivals", arrivals,
    "arrival process of the jobs; absent only if every job of another stream brings one");
  f("jobs", jobs, "maximum number of jobs that arrive").positive();
  f("until", until, "time after which no job arrives").not_negative();
  f("deadline", deadline, "latency that a job should not exceed, instead of its application's")
      .not_negative();
  f("after", after, "stream that this one follows");
  f("drop", drop,
    "jobs that leave without being run: never, late (those whose deadline passes before they have "
    "started), or busy (those that arrive while the previous job of the stream has not started)");
  f("session", session,
    "kind of session that each arrival begins; the jobs are then the steps of its requests");
  f("on_memory_full", on_memory_full,
    "what is done if there is no room for the cache of a request: wait (until there is room for "
    "all "
    "of its tokens), evict (give up caches of sessions that pause), swap (move caches to the next "
    "memory) or recompute (give up caches, also those of the newest requests), which is the "
    "preset");
  f("objective", objective, "what users expect of a request of a session, for goodput");
}

namespace {

InputError arrivals_are_missing(const SourceLocation& where) {
  return InputError(where,
                    "'arrivals' is missing; add it: arrival process of the jobs (or let every job "
                    "of another stream bring one, with 'after: {stream: NAME, each: true}')");
}

}  // namespace

void StreamConfig::check(const SourceLocation& where) const {
  const bool is_brought = after && after->each;
  if (!arrivals && !is_brought && !session) throw arrivals_are_missing(where);
  if (!session && objective) {
    throw InputError(
        where,
        "'objective' is what users expect of the requests of a session; add 'session', "
        "or leave it out");
  }
  if (!session && on_memory_full) {
    throw InputError(where,
                     "'on_memory_full' is about the caches of sessions; add 'session', or leave it "
                     "out");
  }
  if (session && drop != DropRule::never) {
    throw InputError(where, "'drop' cannot be used with 'session'; leave one of them out");
  }
  if (arrivals && is_brought) {
    throw InputError(where,
                     "the stream has both 'arrivals' and 'after' with 'each: true', which brings "
                     "its jobs; leave one of them out");
  }
}

namespace {

IdVector<ApplicationId, double> weights_of(const StreamConfig& config, const Workload& workload) {
  IdVector<ApplicationId, double> weights;
  for (const Application& application : workload.applications) {
    // A stream brings a form only if its mix names it.
    weights.push_back(config.mix.empty() && !application.form_of ? 1 : 0);
  }
  for (const auto& [name, weight] : config.mix) {
    const auto id =
        find_by_name<ApplicationId>(name, "application", workload.applications, config.place);
    if (!(weight >= 0)) {
      throw InputError(config.place, "'" + name + "' has weight '" + shortest(weight) +
                                         "' in the mix; write zero or more");
    }
    if (workload.applications[id].mix) {
      throw InputError(config.place, "'" + name +
                                         "' in the mix has a form for each operator, which only a "
                                         "policy can choose; name the application instead");
    }
    weights[id] = weight;
  }
  if (std::ranges::all_of(weights, [](double w) { return w == 0; })) {
    throw InputError(
        config.place,
        "every weight in the mix is zero; give at least one application a positive weight");
  }
  return weights;
}

/// A stream ends with its arrivals, or with the stream that it follows.
void require_end(const StreamConfig& config) {
  const bool ends = config.after || config.jobs || config.until || !config.arrivals ||
                    config.arrivals->name == "trace";
  if (ends) return;
  throw InputError(config.place, "the stream never ends; limit it with 'jobs' or 'until'");
}

/// Late jobs can only be told by their deadlines.
void require_deadlines(const StreamConfig& config, const Stream& stream, const Workload& workload) {
  if (stream.drop != DropRule::late || stream.deadline) return;
  if (stream.arrivals && stream.arrivals->options.find("deadlines") != nullptr) return;
  for (const ApplicationId a : ids<ApplicationId>(stream.weights.size())) {
    if (stream.weights[a] > 0 && workload.applications[a].deadline) return;
  }
  throw InputError(
      config.place,
      "'drop: late' drops jobs whose deadline has passed, but no job of the stream has "
      "one; add 'deadline' to the stream or to its applications");
}

/// The session of a stream, whose applications must be able to serve it.
std::shared_ptr<const Session> make_session(const StreamConfig& config, const Stream& stream,
                                            const Workload& workload) {
  if (!config.session) return nullptr;
  std::shared_ptr<const Session> session = config.session->make();
  const bool has_arrivals = session->arrivals() != nullptr;
  const bool is_brought = config.after && config.after->each;
  if (has_arrivals && (config.arrivals || is_brought)) {
    throw InputError(config.place, "the stream has arrivals of its own, but sessions of kind '" +
                                       config.session->name +
                                       "' know when they arrive; leave 'arrivals' and 'after' out");
  }
  if (!has_arrivals && !config.arrivals && !is_brought) throw arrivals_are_missing(config.place);
  if (config.arrivals && config.arrivals->options.find("load") != nullptr) {
    throw InputError(
        config.place,
        "'load' is relative to jobs of one graph, but sessions have steps of different "
        "lengths; write a 'rate' of sessions instead");
  }
  if (config.arrivals && config.arrivals->options.find("deadlines") != nullptr) {
    throw InputError(
        config.place,
        "'deadlines' of a trace are those of plain jobs, but what arrives here are sessions; write "
        "'deadline' for the requests of the stream or of the application, or leave it out");
  }
  for (const ApplicationId a : ids<ApplicationId>(stream.weights.size())) {
    if (stream.weights[a] <= 0 || workload.applications[a].family) continue;
    if (!workload.applications[a].forms.empty() || workload.applications[a].form_of) {
      throw InputError(config.place,
                       "application '" + workload.applications[a].name +
                           "' has 'alternatives' or is one of them, but the steps of "
                           "sessions have no forms; leave 'alternatives' out, or name "
                           "other applications in 'mix'");
    }
    throw InputError(config.place,
                     "application '" + workload.applications[a].name +
                         "' cannot serve sessions, because it is not a call of a model; "
                         "give it a 'model' of language, or name other applications "
                         "in 'mix'");
  }
  return session;
}

/// Jobs of an application that serves sessions are steps, so it cannot bring plain jobs.
void refuse_served(const StreamConfig& config, const Stream& stream, const Workload& workload) {
  for (const ApplicationId a : ids<ApplicationId>(stream.weights.size())) {
    if (stream.weights[a] <= 0 || !workload.applications[a].family) continue;
    throw InputError(config.place, "application '" + workload.applications[a].name +
                                       "' serves the sessions of another stream, so it brings no "
                                       "jobs of its own; add a second application with the same "
                                       "model, or name other applications in 'mix'");
  }
}

void refuse_circles(const std::vector<StreamConfig>& configs,
                    const IdVector<StreamId, Stream>& streams) {
  for (const StreamId first : ids<StreamId>(streams.size())) {
    StreamId last = first;
    for (std::size_t steps = 0; streams[last].leader; ++steps) {
      last = streams[last].leader->stream;
      if (steps < streams.size()) continue;
      throw InputError(configs[index(first)].place,
                       "stream '" + streams[last].name +
                           "' follows itself, directly or through other streams, so none of them "
                           "can begin; remove one 'after'");
    }
  }
}

}  // namespace

IdVector<StreamId, Stream> build_streams(const std::vector<StreamConfig>& configs,
                                         const Workload& workload) {
  constexpr std::size_t most_weights = 10'000'000;
  if (workload.applications.size() * configs.size() > most_weights) {
    throw InputError(configs.front().place, "the workload has " + std::to_string(configs.size()) +
                                                " streams of " +
                                                std::to_string(workload.applications.size()) +
                                                " applications; use fewer streams or applications");
  }
  IdVector<StreamId, Stream> streams;
  std::set<std::string> taken;
  for (const StreamConfig& config : configs) {
    require_end(config);
    if (!config.name.empty() && !taken.insert(config.name).second) {
      throw InputError(config.place, "stream '" + config.name +
                                         "' appears twice; give each of them its own name");
    }
    streams.push_back(
        {.name = config.name.empty() ? "stream " + std::to_string(streams.size()) : config.name,
         .is_named = !config.name.empty(),
         .weights = weights_of(config, workload),
         .arrivals = config.arrivals,
         .jobs = config.jobs,
         .until = config.until ? std::optional(Time(*config.until)) : std::nullopt,
         .deadline = config.deadline,
         .leader = {},
         .drop = config.drop});
    require_deadlines(config, streams.back(), workload);
    streams.back().session = make_session(config, streams.back(), workload);
    if (!config.session) refuse_served(config, streams.back(), workload);
    streams.back().on_memory_full = config.on_memory_full.value_or(CacheRule::recompute);
    streams.back().objective = config.objective.value_or(Objective{});
  }
  for (const StreamId s : ids<StreamId>(streams.size())) {
    const auto& after = configs[index(s)].after;
    if (!after) continue;
    const auto leader = find_by_name<StreamId>(after->stream, "stream", streams, after->place);
    streams[s].leader = Leader{leader, after->each, after->probability, after->delay};
  }
  refuse_circles(configs, streams);
  return streams;
}

}  // namespace kairos
