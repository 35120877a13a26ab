// Reads runs from the database of a result store.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "experiments/store/database.hpp"
#include "experiments/store/sqlite_rows.hpp"

namespace kairos {

/// Reads runs one by one, with all metrics or with some metrics of the whole run.
class RunReader {
 public:
  explicit RunReader(const ResultStore::Database& database);
  RunReader(const ResultStore::Database& database, std::span<const std::string> metrics);

  /// The key and outcome of a selected run that finished, without its tasks and recordings.
  RunRecord read(std::size_t index);

 private:
  using Layout = std::vector<std::pair<std::int64_t, std::int64_t>>;

  void read_values(std::int64_t run, std::vector<Metric>& metrics);
  void read_subjects(std::int64_t run, std::vector<Metric>& metrics);
  const Layout& layout(std::int64_t id);
  [[nodiscard]] const std::string& name(std::int64_t id) const;

  const ResultStore::Database& database_;
  std::unordered_map<std::int64_t, std::string> names_;
  std::unordered_map<std::int64_t, Layout> layouts_;
  std::vector<std::int64_t> wanted_;  ///< Ids of the metrics to read; not used if all are read.
  FastQuery run_, values_;
  std::optional<FastQuery> subjects_;  ///< Empty if only metrics of the whole run are read.
};

std::vector<TaskFinished> read_tasks(const ResultStore::Database& database, std::size_t index);
std::vector<Recording> read_recordings(const ResultStore::Database& database, std::size_t index);
Provenance read_provenance(const ResultStore::Database& database, std::size_t index);

}  // namespace kairos
