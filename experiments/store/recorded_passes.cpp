#include "experiments/store/recorded_passes.hpp"

#include "experiments/recordings/pass_times.hpp"
#include "sim/base/error.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// Opening a store would create it, so it must exist.
const fs::path& existing(const fs::path& folder) {
  std::error_code problem;
  if (fs::is_regular_file(folder / "results.sqlite", problem)) return folder;
  throw InputError("--replay " + printable(folder.string()) +
                   ": this folder has no results.sqlite; name the result folder of an earlier run");
}

}  // namespace

RecordedPasses::RecordedPasses(const fs::path& folder)
    : name_(printable(folder.string())), store_(existing(folder)) {
  for (const RunRecord& record : store_.load(std::span<const std::string>{})) {
    runs_[record.key.hash] = {record.key.index, record.outcome.fingerprint};
  }
}

InputError RecordedPasses::missing() const {
  return InputError(name_ +
                    " has no measured times of this run; record them with the same experiment, "
                    "seed and files, or run it without --replay");
}

std::shared_ptr<const PassTimes> RecordedPasses::of(const RunKey& run) const {
  const std::lock_guard lock(mutex_);
  const auto found = runs_.find(run.hash);
  if (found == runs_.end()) throw missing();
  auto times = pass_times_of(store_.load_recordings(found->second.index));
  if (!times) throw missing();
  return times;
}

void RecordedPasses::check(const RunKey& run, const Outcome& replayed) const {
  const auto found = runs_.find(run.hash);
  if (found == runs_.end() || found->second.fingerprint == replayed.fingerprint) return;
  throw InputError("the schedule differs from that in " + name_ +
                   ", although the scheduler took the same times; that run was made by another "
                   "version of Kairos, or the policy limits its search by wall-clock time");
}

}  // namespace kairos
