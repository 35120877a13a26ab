#include "experiments/commands/replay.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "experiments/experiment/run.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

bool measures(const RunConfig& run) {
  return run.decision_time.measured > 0;
}

/// Adds the name of the run to messages about its recorded times.
template <class Step>
void naming(const RunConfig& run, Step step) {
  try {
    step();
  } catch (const InputError& error) {
    throw InputError(run_name(run) + ": " + error.what());
  }
}

}  // namespace

void add_replay_option(CLI::App& verb, std::string& folder) {
  verb.add_option("--replay", folder,
                  "Result folder whose measured decision times are used instead of measuring");
}

RunConfig with_recorded_passes(RunConfig run, const std::string& folder) {
  if (folder.empty() || !measures(run)) return run;
  run.pass_times = RecordedPasses(folder).of(run.key);
  return run;
}

Outcome replay(const RunConfig& run, const RecordedPasses& recorded) {
  if (!measures(run)) return run_anywhere(run);
  RunConfig replaying = run;
  naming(run, [&] { replaying.pass_times = recorded.of(run.key); });
  Outcome outcome = run_anywhere(replaying);
  naming(run, [&] { recorded.check(run.key, outcome); });
  return outcome;
}

std::shared_ptr<const RecordedPasses> open_recorded_passes(const Sweep& sweep,
                                                           const std::string& folder) {
  if (folder.empty()) return nullptr;
  if (std::ranges::none_of(sweep.runs, measures)) {
    throw InputError("--replay " + printable(folder) +
                     ": no run measures decision time; leave the option out, or set "
                     "'decision_time: {measured: 1}'");
  }
  return std::make_shared<const RecordedPasses>(folder);
}

}  // namespace kairos
