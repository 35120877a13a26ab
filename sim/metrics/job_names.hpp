// Names of jobs and tasks in stories and traces: "fft_1 of wifi_rx#3".
#pragma once

#include <string>
#include <vector>

#include "sim/state/scenario.hpp"

namespace kairos {

class JobNames {
 public:
  explicit JobNames(const Workload& workload) : workload_(workload) {}

  /// Must be called for every job, in the order of arrival, which is the order of ids.
  void arrived(const Job& job) { application_of_.push_back(job.application); }
  [[nodiscard]] std::string of(JobId job) const {
    return application(job).name + "#" + std::to_string(index(job));
  }
  [[nodiscard]] std::string of(TaskRef task) const {
    return (*application(task.job).graph)[task.task].name + " of " + of(task.job);
  }

 private:
  [[nodiscard]] const Application& application(JobId job) const {
    return workload_.applications[application_of_[index(job)]];
  }

  const Workload& workload_;
  std::vector<ApplicationId> application_of_;  ///< Indexed by job.
};

}  // namespace kairos
