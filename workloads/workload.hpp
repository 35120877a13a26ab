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
  std::optional<Duration> deadline;  ///< From arrival; lateness counts from here.
};

/// A source of jobs: which applications, how often each, and when.
struct Stream {
  std::string name;
  bool is_named = false;  ///< By the user: results then report the stream by this name.
  IdVector<ApplicationId, double> weights;  ///< Relative frequency of each application, 0: never.
  Choice<ArrivalProcess> arrivals;
  std::optional<std::uint64_t> jobs;  ///< No more than so many.
  std::optional<Time> until;          ///< None later than this.
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
