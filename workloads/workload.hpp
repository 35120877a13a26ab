// A workload: the applications (job graphs) and the streams in which their jobs arrive.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/job_graph.hpp"

namespace kairos {

struct Application {
  std::string name;
  std::shared_ptr<const JobGraph> graph;
  std::optional<Duration> deadline;  ///< Relative to the arrival of a job.
};

/// A source of jobs: the applications, their frequencies, and the arrivals.
struct Stream {
  std::string name;
  bool is_named = false;  ///< True if the user named it; results then use the name.
  /// Relative frequency of each application; zero means never.
  IdVector<ApplicationId, double> weights;
  Choice<ArrivalProcess> arrivals;
  std::optional<std::uint64_t> jobs;  ///< The maximum number of jobs.
  std::optional<Time> until;          ///< No job arrives later.
};

struct Workload {
  std::string name;
  IdVector<ApplicationId, Application> applications;
  IdVector<StreamId, Stream> streams;
};

/// One arrival of an application.
struct Job {
  JobId id{};
  ApplicationId application{};
  StreamId stream{};
  Time arrival;
  Time deadline = Time::never();
};

}  // namespace kairos
