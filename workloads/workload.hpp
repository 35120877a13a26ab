// A workload: the applications (job graphs) and the streams in which their jobs arrive.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/job_graph.hpp"
#include "workloads/serving.hpp"
#include "workloads/session.hpp"

namespace kairos {

class JobFamily;  // See workloads/job_family.hpp.
class FormMix;    // See workloads/form_mix.hpp.

struct Application {
  std::string name;
  std::shared_ptr<const JobGraph> graph;
  std::optional<Duration> deadline;  ///< Relative to the arrival of a job.
  /// The steps of its model, if streams of sessions use it; null otherwise.
  std::shared_ptr<const JobFamily> family = nullptr;
  std::optional<ApplicationId> encoder = {};  ///< The encoder that runs before the first token.
  std::optional<Serving> serving = {};  ///< Absent if every step of every request is its own job.
  /// The forms that a job of the application may take, the first of which is preset; empty if there
  /// is only one. Every form is an application of its own, called "APPLICATION/FORM".
  std::vector<ApplicationId> forms = {};
  std::optional<ApplicationId> form_of = {};  ///< The application that this one is a form of.
  /// The form in which every operator has a form of its own; absent if there is none.
  std::optional<ApplicationId> mixed = {};
  /// Makes the graphs of the jobs if this is such a form; null otherwise. Its own graph contains
  /// the tasks of all forms and is never run.
  std::shared_ptr<const FormMix> mix = nullptr;
};

/// The stream that another stream follows.
struct Leader {
  StreamId stream{};
  /// True if every finished job of the leader brings a job of the follower. Otherwise the follower
  /// has arrivals of its own, and its job n waits for job n of the leader.
  bool each = false;
  double probability = 1;  ///< Probability that a finished job brings one.
  Duration delay;          ///< Time from the end of a job to the arrival of the one that it brings.
};

/// Which jobs of a stream are dropped, that is, leave the system without being run.
enum class DropRule {
  never,
  late,  ///< Jobs whose deadline passes before they have started.
  busy,  ///< Jobs that arrive while the previous job of their stream has not started.
};

/// A source of jobs: the applications, their frequencies, and the arrivals. If it has sessions, its
/// jobs are the steps of their requests, and what arrives are sessions.
struct Stream {
  std::string name;
  bool is_named = false;  ///< True if the user named it; results then use the name.
  /// Relative frequency of each application; zero means never.
  IdVector<ApplicationId, double> weights;
  /// The arrival process; absent if the jobs are brought by those of another stream.
  std::optional<Choice<ArrivalProcess>> arrivals;
  std::optional<std::uint64_t> jobs;  ///< The maximum number of jobs.
  std::optional<Time> until;          ///< No job arrives later.
  std::optional<Duration> deadline;   ///< Replaces the deadlines of the applications.
  std::optional<Leader> leader;
  DropRule drop = DropRule::never;
  /// What the sessions ask for, if each arrival begins a session; null if each is one job.
  std::shared_ptr<const Session> session = nullptr;
  CacheRule on_memory_full = CacheRule::recompute;  ///< For the caches of its sessions.
  Objective objective = {};

  /// The arrival process, newly made; null if jobs of another stream bring those of this one.
  [[nodiscard]] std::unique_ptr<ArrivalProcess> make_arrivals() const {
    if (arrivals) return arrivals->make();
    return session ? session->arrivals() : nullptr;
  }
};

template <>
struct EnumNames<DropRule> {
  static constexpr std::string_view kind = "drop rule";
  static constexpr std::array names{EnumName{DropRule::never, "never"},
                                    EnumName{DropRule::late, "late"},
                                    EnumName{DropRule::busy, "busy"}};
};

struct Workload {
  std::string name;
  IdVector<ApplicationId, Application> applications;
  IdVector<StreamId, Stream> streams;

  /// The application that a form belongs to; an application that is not a form belongs to itself.
  [[nodiscard]] ApplicationId owner(ApplicationId application) const {
    return applications[application].form_of.value_or(application);
  }
};

/// True if the jobs of any application draw conditions or amounts (see JobGraph::has_draws).
inline bool any_has_draws(const Workload& workload) {
  return std::ranges::any_of(workload.applications,
                             [](const Application& a) { return a.graph && a.graph->has_draws(); });
}

/// One arrival of an application.
struct Job {
  JobId id{};
  /// The application, or the form of it that the job has taken when it entered the system.
  ApplicationId application{};
  StreamId stream{};
  std::uint64_t frame = 0;  ///< Number of earlier jobs of its stream, including dropped ones.
  /// The number from which its random numbers follow. It counts the jobs that arrive, except for
  /// jobs that others bring; their keys follow from those of the others. So a job has the same key
  /// under every policy, unless its arrival follows departures.
  std::uint64_t key = 0;
  Time arrival;
  Time deadline = Time::never();
  bool counts = true;  ///< False if metrics leave it out, because it arrived during the warm-up.
};

}  // namespace kairos
