// Executes one run: a pure function from its specification to its outcome.
#pragma once

#include <initializer_list>
#include <span>

#include "experiments/experiment/sweep.hpp"

namespace kairos {

/// The run's policy, seed and sweep point, as in "policy 'heft', seed 3, sweep.key = value".
std::string run_name(const RunConfig& config);

/// Executes a run in this process. `watchers` receive the events that they ask for. Throws
/// InputError or std::logic_error with the policy and seed in the message.
Outcome run(const RunConfig& config, std::span<Probe* const> watchers);
inline Outcome run(const RunConfig& config, std::initializer_list<Probe*> watchers = {}) {
  return run(config, std::span(watchers.begin(), watchers.size()));
}

/// Executes a run in this process; error messages do not name the run.
Outcome run_unnamed(const RunConfig& config, std::span<Probe* const> watchers = {});

/// Executes a run in a child process, as the SimGrid backend requires.
Outcome run_isolated(const RunConfig& config);

/// Executes a run with run_isolated() if its backend is SimGrid, otherwise with run().
Outcome run_anywhere(const RunConfig& config);

/// The child's side of run_isolated(): reads a single-run document from standard input and writes
/// the outcome to standard output. `keeps` lists the parts of the outcome to write, each followed
/// by a comma: "metrics,tasks,gantt,chip,".
void serve_isolated_run(const std::string& keeps);

}  // namespace kairos
