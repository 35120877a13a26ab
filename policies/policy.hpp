// The interface of scheduling policies: given the state of the system, which task is sent to which
// element next?
#pragma once

#include <optional>
#include <string_view>
#include <type_traits>

#include "sim/decision/decision.hpp"
#include "sim/decision/job_forms.hpp"
#include "sim/decision/system_view.hpp"

namespace kairos {

class BoundProver;
class Duplicator;
class PlanningPolicy;
struct GreedyOptions;
struct SearchEffort;

/// True for options of a search that can be limited by wall-clock time.
template <class Options>
concept HasTimeLimit = requires(Options options) {
  options.time_limit;
};

/// The base of policies with options that name streams or applications.
class NamesJobs {
 public:
  virtual ~NamesJobs() = default;
  /// Throws InputError if an option names something that the workload does not have.
  virtual void refuse_unknown_names(const Workload& workload) const = 0;
};

class Policy {
 public:
  static constexpr std::string_view kind = "policy";

  /// What the options of a policy allow, known without an object.
  struct Traits {
    bool may_plan = false;    ///< Decides at every event, or plans whole jobs with `plan: true`.
    bool has_effort = false;  ///< Searches within the limits of a SearchEffort.
    bool has_time_limit = false;  ///< Can be limited by wall-clock time.
    bool names_jobs = false;      ///< Has options that name streams or applications.
  };
  template <class Implementation>
  static constexpr Traits traits_of() {
    Traits traits;
    if constexpr (requires { typename Implementation::Options; }) {
      using Options = typename Implementation::Options;
      traits.may_plan = std::is_base_of_v<GreedyOptions, Options>;
      traits.has_effort = std::is_base_of_v<SearchEffort, Options>;
      traits.has_time_limit = HasTimeLimit<Options>;
    }
    traits.names_jobs = std::is_base_of_v<NamesJobs, Implementation>;
    return traits;
  }

  virtual ~Policy() = default;

  /// Returns the next task to send to an element, or nothing to wait.
  ///
  /// Contract:
  ///   - It is called whenever something has changed and a task is ready, and after every decision,
  ///     so the view always includes the decisions already taken.
  ///   - The task is one of view.ready(), the element one of view.elements_for(task).
  ///   - Waiting is allowed while anything is running or has yet to arrive.
  ///   - Ties go to the lowest task, then to the lowest element; random numbers use view.seed().
  virtual std::optional<Decision> decide(const SystemView& view) = 0;

  /// Chooses the form of a job that enters the system and whose application has alternatives. The
  /// view shows the job in the form that it took last, which is the first one at the call.
  virtual void choose_form(const SystemView& /*view*/, JobId /*job*/, JobForms& /*forms*/) {}

  /// True if some calls take much longer than others because they plan whole jobs. Then every call
  /// is timed, not only a sample.
  [[nodiscard]] virtual bool plans_ahead() const { return false; }

  /// The instant at which the policy wants to be asked even if nothing happens before. It is read
  /// whenever decide() has returned nothing; Time::never() if there is none.
  [[nodiscard]] virtual Time next_question() const { return Time::never(); }

  /// The policy as one that plans whole jobs; null if it does not.
  [[nodiscard]] virtual PlanningPolicy* planner() { return nullptr; }
  /// The policy as one that copies tasks; null if it does not.
  [[nodiscard]] virtual Duplicator* duplicator() { return nullptr; }
  /// The policy as one whose options name streams or applications; null if they do not.
  [[nodiscard]] virtual const NamesJobs* names_jobs() const { return nullptr; }
  /// The policy as one that proves lower bounds; null if it does not.
  [[nodiscard]] virtual const BoundProver* bound_prover() const { return nullptr; }

  /// Called when a job has been dropped and is no longer in the system. A policy that keeps tasks
  /// which are not ready must forget those of the job.
  virtual void forget(JobId /*job*/) {}

  /// Called when a task has been skipped: it is done without having been ready. A policy that keeps
  /// tasks which are not ready must forget it.
  virtual void skip(TaskRef /*task*/, const SystemView& /*view*/) {}

  /// Begins a new run; the policy must forget the previous one.
  virtual void begin(const SystemView& /*view*/) {}
};

}  // namespace kairos
