// Experiments and tables of this folder, for tests that compare them with published values.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"

namespace kairos::testing {

inline std::filesystem::path published_folder() {
  return std::filesystem::path(KAIROS_SOURCE_DIR) / "tests/published";
}

/// The cells of a CSV file of this folder, without its header.
inline std::vector<std::vector<std::string>> csv_rows(const std::string& file) {
  std::ifstream stream(published_folder() / file);
  std::string line;
  std::getline(stream, line);
  std::vector<std::vector<std::string>> rows;
  while (std::getline(stream, line)) {
    std::istringstream cells(line + ",");
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string cell; std::getline(cells, cell, ',');) row.push_back(cell);
  }
  return rows;
}

/// The first run of an experiment of this folder, with keys changed as by --set.
inline RunConfig first_run(const std::string& file, const std::vector<std::string>& changes = {}) {
  return expand(load_experiment((published_folder() / file).string(), changes)).runs.front();
}

/// A metric of a run as a whole.
inline double metric_of(const RunConfig& config, const std::string& name) {
  for (const Metric& metric : run(config).metrics) {
    if (metric.name == name && metric.subject.empty()) return metric.value;
  }
  throw std::logic_error("the run has no metric '" + name + "'");
}

/// The seconds from the first arrival to the end of a run.
inline double makespan(const RunConfig& config) {
  return metric_of(config, "makespan_s");
}

/// Calls a function with each task of the first application, and the first cluster.
template <class Function>
void for_each_task(const RunConfig& config, Function function) {
  const auto scenario = config.scenario();
  const Cluster& cluster = scenario->platform.clusters[ClusterId{}];
  for (const Task& task : scenario->workload.applications[ApplicationId{}].graph->tasks()) {
    function(task, cluster);
  }
}

}  // namespace kairos::testing
