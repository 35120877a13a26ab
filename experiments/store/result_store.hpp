// Keeps the finished runs of an experiment in a folder, one transaction per run, so that a sweep
// that was cut off continues where it stopped.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "experiments/run_record.hpp"

namespace kairos {

/// A run is safe once commit() has returned: it survives the end of the process, however it comes.
/// What changes the store throws InputError when the disk is full or the file in use.
class ResultStore {
 public:
  /// Creates the folder and the database in it, or opens the one that is there. Throws InputError
  /// when the database is not one of this version of ours.
  explicit ResultStore(const std::filesystem::path& folder);
  /// Renames the database of a folder, if there is one, to previous.sqlite: results are never
  /// overwritten without a trace.
  static void put_aside(const std::filesystem::path& folder);
  ~ResultStore();
  ResultStore(ResultStore&&) noexcept;
  ResultStore& operator=(ResultStore&&) noexcept;

  void set_provenance(const Provenance& provenance);
  [[nodiscard]] Provenance provenance() const;

  [[nodiscard]] std::set<std::string> finished_hashes() const;
  /// Replaces a run with the same index or hash. Tasks are stored when the record has some.
  void commit(const RunRecord& record);

  /// Drops all runs but these: those of an older configuration.
  void keep_only(const std::set<std::string>& hashes);
  /// Gives runs their place in a sweep that has grown. Every stored run has to be named.
  void renumber(const std::map<std::string, std::size_t>& index_by_hash);
  /// Both at once, and the policy label and sweep point of each run as well: a key that was fixed
  /// and is now swept changes the point of a run, but not its hash.
  void rekey(std::span<const RunKey> keys);

  /// All runs by index, without their tasks.
  [[nodiscard]] std::vector<RunRecord> load() const;
  /// The tasks of a run as committed; none when they were not kept.
  [[nodiscard]] std::vector<TaskFinished> load_tasks(std::size_t index) const;

 private:
  struct Database;
  std::unique_ptr<Database> database_;
};

}  // namespace kairos
