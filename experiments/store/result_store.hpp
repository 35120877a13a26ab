// Keeps the runs of an experiment in a folder, one transaction per run, so that a sweep that was
// cut off continues where it stopped.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "experiments/run_record.hpp"

namespace kairos {

/// A file that Kairos wrote into a result folder, as it was left.
struct ReportFile {
  std::string name;
  std::int64_t size = 0, changed_ns = 0;

  bool operator==(const ReportFile&) const = default;
};

/// A run is safe once commit() has returned: it survives the end of the process, however it comes.
/// No run that finished is ever deleted. Several processes may use one folder at the same time.
/// Everything here throws InputError when the disk is full or the database damaged.
class ResultStore {
 public:
  /// Opens the database of a folder, or creates both. Throws InputError when the database is not
  /// one of this version of Kairos, or holds runs of an experiment of another name.
  explicit ResultStore(const std::filesystem::path& folder, const std::string& experiment = {});
  ~ResultStore();
  ResultStore(ResultStore&&) noexcept;
  ResultStore& operator=(ResultStore&&) noexcept;

  /// Chooses the runs that all that follows is about, by their index: their keys, from 0 on. Stored
  /// runs among them get the policy label and sweep point of the key, for a key that was fixed and
  /// is now swept changes the point of a run, but not its hash. Without this call the runs that
  /// are stored are chosen, in the order in which they ended.
  void select(std::vector<RunKey> keys);
  [[nodiscard]] std::span<const RunKey> keys() const;
  /// Indices of the chosen runs that are not there, or that failed.
  [[nodiscard]] std::vector<std::size_t> unfinished() const;

  /// What stored runs took, in the mean over all of a policy.
  [[nodiscard]] std::map<std::string, double> mean_seconds_by_policy() const;

  /// Where the runs come from that are committed from now on.
  void set_provenance(const Provenance& provenance);
  /// Stores one of the chosen runs. One that failed gives way to one that finished, not the other
  /// way round.
  void commit(const RunRecord& record);

  /// The chosen runs that finished, by index, with all metrics and nothing else of their outcome.
  [[nodiscard]] std::vector<RunRecord> load() const;
  /// The same with these metrics of the whole run alone, which takes little memory.
  [[nodiscard]] std::vector<RunRecord> load(std::span<const std::string> metrics) const;
  /// The same as load(), one run at a time.
  void for_each(const std::function<void(const RunRecord&)>& visit) const;
  /// The chosen runs that failed, by index.
  [[nodiscard]] std::vector<FailedRun> failures() const;
  /// The tasks of a chosen run as committed; none when they were not kept.
  [[nodiscard]] std::vector<TaskFinished> load_tasks(std::size_t index) const;
  /// What the pictures of a chosen run are drawn from, as committed.
  [[nodiscard]] std::vector<Recording> load_recordings(std::size_t index) const;
  /// Where a chosen run comes from; empty when it is not stored.
  [[nodiscard]] Provenance provenance(std::size_t index) const;

  /// The commits of Kairos that stored runs come from.
  [[nodiscard]] std::vector<std::string> commits() const;

  /// Remembers the files of a report of the chosen runs, and what it was made of.
  void set_report(const std::string& made_of, const std::vector<ReportFile>& files);
  /// What the last report was made of; empty without one.
  [[nodiscard]] std::string report_made_of() const;
  [[nodiscard]] std::vector<ReportFile> report_files() const;

  struct Database;  ///< What the parts of the store share.

 private:
  [[nodiscard]] Database& chosen() const;

  std::unique_ptr<Database> database_;
};

}  // namespace kairos
