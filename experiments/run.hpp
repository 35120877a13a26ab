// A run is a pure function from its specification to its outcome. Sweeps, processes, tests and
// bindings all call it and differ in nothing else.
#pragma once

#include <initializer_list>
#include <span>

#include "experiments/sweep.hpp"

namespace kairos {

/// "policy 'heft', seed 3, sweep.key = value".
std::string run_name(const RunSpec& spec);

/// Runs in this process. `watchers` see the events that they want. Throws InputError or
/// std::logic_error with the policy and seed in the message.
Outcome run(const RunSpec& spec, std::span<Probe* const> watchers);
inline Outcome run(const RunSpec& spec, std::initializer_list<Probe*> watchers = {}) {
  return run(spec, std::span(watchers.begin(), watchers.size()));
}

/// The same, with messages that do not name the run.
Outcome run_unnamed(const RunSpec& spec, std::span<Probe* const> watchers = {});

/// Runs in a process of its own, as the SimGrid backend needs.
Outcome run_isolated(const RunSpec& spec);

/// Whichever of the two the backend needs.
Outcome run_anywhere(const RunSpec& spec);

/// The other side of run_isolated(): reads a single-run document from standard input and writes the
/// outcome to standard output. `keeps` names what the outcome holds, each followed by a comma:
/// "metrics,tasks,gantt,chip,".
void serve_isolated_run(const std::string& keeps);

}  // namespace kairos
