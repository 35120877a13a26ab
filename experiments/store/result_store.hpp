// Stores the runs of an experiment in a folder, one transaction per run, so that an interrupted
// sweep can be resumed.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// A file that Kairos wrote into a result folder. Its size and the time of its last change show
/// whether somebody has changed it since.
struct ReportFile {
  std::string name;
  std::int64_t size = 0, changed_ns = 0;

  bool operator==(const ReportFile&) const = default;
};

/// A database of runs. A run is safe once commit() has returned: it survives a crash of the
/// process. Finished runs are never deleted. Several processes may use one folder at the same time.
/// All functions throw InputError if the disk is full or the database is damaged.
class ResultStore {
 public:
  /// Opens the database of a folder, or creates the folder and the database. Throws InputError if
  /// the database belongs to another version of Kairos or to an experiment with another name.
  explicit ResultStore(const std::filesystem::path& folder, const std::string& experiment = {});
  ~ResultStore();
  ResultStore(ResultStore&&) noexcept;
  ResultStore& operator=(ResultStore&&) noexcept;

  /// Selects the runs with these keys for all later calls. The keys must be in the order of their
  /// indices. A stored run with the hash of a key gets the policy label and sweep point of that
  /// key, which may have changed: for example, a setting that was fixed may now be swept. Without
  /// this call all stored runs are selected, in the order in which they were stored.
  void select(std::vector<RunKey> keys);
  [[nodiscard]] std::span<const RunKey> keys() const;
  /// Indices of the selected runs that must still be executed: those not stored, and failed ones.
  [[nodiscard]] std::vector<std::size_t> unfinished() const;

  /// Mean wall time of all finished runs of each policy, in seconds.
  [[nodiscard]] std::map<std::string, double> mean_seconds_by_policy() const;

  /// Sets the provenance of all runs that are committed from now on.
  void set_provenance(const Provenance& provenance);
  /// Stores one of the selected runs. A finished run replaces a failed one, but not the other way
  /// round.
  void commit(const RunRecord& record);

  /// The selected runs that finished, by index, with all metrics but without tasks and recordings.
  [[nodiscard]] std::vector<RunRecord> load() const;
  /// The selected runs that finished, with these metrics of the whole run only. They take less
  /// memory than those of load().
  [[nodiscard]] std::vector<RunRecord> load(std::span<const std::string> metrics) const;
  /// Calls `visit` with each of the runs that load() returns, one at a time.
  void for_each(const std::function<void(const RunRecord&)>& visit) const;
  /// The selected runs that failed, by index.
  [[nodiscard]] std::vector<FailedRun> failures() const;
  /// The tasks of a selected run; empty if they were not kept.
  [[nodiscard]] std::vector<TaskFinished> load_tasks(std::size_t index) const;
  /// The recordings of a selected run, from which its pictures are drawn.
  [[nodiscard]] std::vector<Recording> load_recordings(std::size_t index) const;
  /// The provenance of a selected run; empty if the run is not stored.
  [[nodiscard]] Provenance provenance(std::size_t index) const;

  /// The Git commits of Kairos that produced the stored runs.
  [[nodiscard]] std::vector<std::string> commits() const;

  /// Stores a list of the files of the last report, and a hash of everything that determined the
  /// report.
  void set_report(const std::string& made_of, const std::vector<ReportFile>& files);
  /// The hash given to set_report(); empty if there is no complete report.
  [[nodiscard]] std::string report_made_of() const;
  /// The files given to set_report().
  [[nodiscard]] std::vector<ReportFile> report_files() const;

  struct Database;  ///< The database, shared by the parts of the store.

 private:
  /// The database. Selects all stored runs first if select() has not been called.
  [[nodiscard]] Database& chosen() const;

  std::unique_ptr<Database> database_;
};

}  // namespace kairos
