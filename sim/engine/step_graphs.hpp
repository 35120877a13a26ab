// The job graphs of the steps of sessions, with their costs. Graphs are built when they are first
// needed and are kept for steps of the same kind, as long as there are not too many of them.
#pragma once

#include <map>
#include <memory>

#include "sim/engine/engine_context.hpp"
#include "workloads/job_family.hpp"

namespace kairos {

/// The graph of a step, and its first row in the table of costs.
struct StepGraph {
  std::shared_ptr<const JobGraph> graph;
  std::size_t first_row = 0;
  std::size_t users = 0;        ///< Jobs in the system that run it.
  std::uint64_t last_used = 0;  ///< Number of the last use.
};

class StepGraphs {
 public:
  explicit StepGraphs(const EngineContext& context)
      : context_(context), of_application_(context.scenario.workload.applications.size()) {}

  /// The graph of a step of an application; take() and give_back() count its users.
  StepGraph& take(ApplicationId application, const StepWork& work);
  static void give_back(StepGraph& graph) { --graph.users; }
  /// The application whose costs and tasks a step has: the encoder's, if it encodes.
  [[nodiscard]] ApplicationId application_of(ApplicationId application,
                                             const StepWork& work) const {
    const Application& of = context_.scenario.workload.applications[application];
    return work.encodes ? *of.encoder : application;
  }
  /// The size of the cache of one request, for a whole number of blocks.
  [[nodiscard]] Bytes cache(ApplicationId application, std::int64_t tokens);

 private:
  static constexpr std::size_t most_kept = 1024;

  struct OfApplication {
    std::map<StepWork, StepGraph> graphs;
    std::map<std::int64_t, Bytes> caches;
  };
  /// Forgets the graph without users that was used longest ago, of those with as many tasks, and
  /// returns its first row.
  std::optional<std::size_t> forget_one(std::map<StepWork, StepGraph>& graphs,
                                        std::size_t tasks) const;

  EngineContext context_;
  IdVector<ApplicationId, OfApplication> of_application_;
  std::uint64_t uses_ = 0;
};

}  // namespace kairos
