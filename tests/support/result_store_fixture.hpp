// Records of runs and a folder to store them in, for tests of the result store.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "experiments/store/result_store.hpp"
#include "tests/support/folder_fixture.hpp"

namespace kairos::testing {

/// A finished run of HEFT.
inline RunRecord record(std::size_t index, const std::string& hash) {
  RunRecord r;
  r.key = {index, "heft", {{"workload.rate", "3 /ms"}, {"a.b", "[1,2]"}}, 7, hash};
  r.outcome.metrics = {{"makespan_s", "", 0.1 + static_cast<double>(index)},
                       {"energy_j", "", 2},
                       {"energy_j", "cpu0", 1.0 / 3}};
  r.outcome.fingerprint = 0xfedcba9876543210;
  r.outcome.wall_seconds = 0.25;
  return r;
}

/// A task of a job that finished after so many picoseconds.
inline TaskFinished task(std::uint32_t job, std::int64_t finish) {
  const auto at = [](std::int64_t ps) { return Time(Duration::picoseconds(ps)); };
  return {
      {JobId{job}, TaskId{2}},  ApplicationId{1}, ElementId{4}, at(1),  at(2), at(3), at(finish),
      Duration::picoseconds(5), Bytes(640),       Joules(1e-9), Bytes{}};
}

/// Gives a test a folder for results, which does not exist yet.
class ResultStoreTest : public FolderFixture {
 protected:
  const std::filesystem::path results = folder / "results";
};

/// The hashes of runs, in their order.
inline std::vector<std::string> hashes(std::span<const RunRecord> records) {
  std::vector<std::string> all;
  for (const RunRecord& r : records) all.push_back(r.key.hash);
  return all;
}

/// Keys with these hashes, in this order.
inline std::vector<RunKey> keys(const std::vector<std::string>& of) {
  std::vector<RunKey> all;
  all.reserve(of.size());
  for (const std::string& hash : of) all.push_back(record(all.size(), hash).key);
  return all;
}

}  // namespace kairos::testing
