#include "experiments/store/result_store.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "experiments/store/database.hpp"
#include "experiments/store/run_reader.hpp"
#include "experiments/store/run_writer.hpp"
#include "experiments/store/sqlite_rows.hpp"

namespace kairos {

namespace fs = std::filesystem;

ResultStore::ResultStore(const fs::path& folder, const std::string& experiment) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem || !fs::is_directory(folder)) {
    throw InputError(folder.string() + ": the folder cannot be created (" + problem.message() +
                     "); choose another folder for the results");
  }
  const std::string file = (folder / "results.sqlite").string();
  try {
    database_ = std::make_unique<Database>(file);
  } catch (const SQLite::Exception& error) {
    throw database_error(file, error);
  }
  database_->guard([&] { database_->prepare(experiment); });
}

ResultStore::~ResultStore() = default;
ResultStore::ResultStore(ResultStore&&) noexcept = default;
ResultStore& ResultStore::operator=(ResultStore&&) noexcept = default;

void ResultStore::select(std::vector<RunKey> keys) {
  database_->keys = std::move(keys);
  database_->choice = Database::Choice::selected;
  database_->transact([&] { database_->find_rows(); });
}

ResultStore::Database& ResultStore::chosen() const {
  if (database_->choice == Database::Choice::none) {
    database_->guard([&] { database_->load_keys(); });
  }
  return *database_;
}

std::span<const RunKey> ResultStore::keys() const {
  return chosen().keys;
}

std::vector<std::size_t> ResultStore::unfinished() const {
  const Database& d = chosen();
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < d.rows.size(); ++i) {
    if (!d.rows[i].finished) open.push_back(i);
  }
  return open;
}

std::map<std::string, double> ResultStore::mean_seconds_by_policy() const {
  return database_->guard([&] {
    std::map<std::string, double> means;
    SQLite::Statement query(database_->sqlite,
                            "SELECT policy, avg(wall_s) FROM runs WHERE failure IS NULL"
                            " GROUP BY policy");
    while (query.executeStep()) means[query.getColumn(0)] = query.getColumn(1).getDouble();
    return means;
  });
}

void ResultStore::set_provenance(const Provenance& provenance) {
  database_->provenance = provenance;
  database_->provenance_id = 0;
}

void ResultStore::commit(const RunRecord& record) {
  Database& d = chosen();
  std::size_t index = record.key.index;
  if (d.choice == Database::Choice::all) {
    const auto found = std::ranges::find(d.keys, record.key.hash, &RunKey::hash);
    index = static_cast<std::size_t>(found - d.keys.begin());
    if (found == d.keys.end()) d.keys.push_back(record.key);
    d.keys[index].index = index;
    d.rows.resize(d.keys.size());
  }
  if (index >= d.keys.size() || d.keys[index].hash != record.key.hash) {
    throw std::logic_error("run " + record.key.hash + " is not one of those chosen");
  }
  try {
    d.transact([&] { d.rows[index] = write_run(d, record); });
  } catch (...) {  // The rollback also undid the ids that were assigned.
    d.names.clear();
    d.layouts.clear();
    d.provenance_id = 0;
    throw;
  }
}

std::vector<RunRecord> ResultStore::load() const {
  std::vector<RunRecord> records;
  for_each([&](const RunRecord& record) { records.push_back(record); });
  return records;
}

std::vector<RunRecord> ResultStore::load(std::span<const std::string> metrics) const {
  const Database& d = chosen();
  return d.guard([&] {
    const Snapshot snapshot(d.sqlite);
    RunReader reader(d, metrics);
    std::vector<RunRecord> records;
    for (std::size_t i = 0; i < d.rows.size(); ++i) {
      if (d.rows[i].finished) records.push_back(reader.read(i));
    }
    return records;
  });
}

void ResultStore::for_each(const std::function<void(const RunRecord&)>& visit) const {
  const Database& d = chosen();
  const Snapshot snapshot = d.guard([&] { return Snapshot(d.sqlite); });
  RunReader reader = d.guard([&] { return RunReader(d); });
  for (std::size_t i = 0; i < d.rows.size(); ++i) {
    if (!d.rows[i].finished) continue;
    visit(d.guard([&] { return reader.read(i); }));
  }
}

std::vector<FailedRun> ResultStore::failures() const {
  const Database& d = chosen();
  return d.guard([&] {
    std::vector<FailedRun> failed;
    SQLite::Statement query(d.sqlite, "SELECT failure FROM runs WHERE id = ?");
    for (std::size_t i = 0; i < d.rows.size(); ++i) {
      const auto& [id, finished] = d.rows[i];
      if (id == 0 || finished) continue;
      query.reset();
      query.bind(1, id);
      if (query.executeStep()) failed.push_back({d.keys[i], query.getColumn(0)});
    }
    return failed;
  });
}

std::vector<TaskFinished> ResultStore::load_tasks(std::size_t index) const {
  return chosen().guard([&] { return read_tasks(*database_, index); });
}

std::vector<Recording> ResultStore::load_recordings(std::size_t index) const {
  return chosen().guard([&] { return read_recordings(*database_, index); });
}

Provenance ResultStore::provenance(std::size_t index) const {
  return chosen().guard([&] { return read_provenance(*database_, index); });
}

std::vector<std::string> ResultStore::commits() const {
  return database_->guard([&] {
    std::vector<std::string> commits;
    SQLite::Statement query(database_->sqlite,
                            "SELECT DISTINCT git_commit FROM provenances ORDER BY git_commit");
    while (query.executeStep()) commits.push_back(query.getColumn(0).getString());
    return commits;
  });
}

void ResultStore::set_report(const std::string& made_of, const std::vector<ReportFile>& files) {
  database_->transact([&] {
    SQLite::Database& sqlite = database_->sqlite;
    Insertion(sqlite, "INSERT OR REPLACE INTO experiment VALUES('report', ?)")(made_of);
    sqlite.exec("DELETE FROM files");
    Insertion insert(sqlite, "INSERT INTO files VALUES(?, ?, ?)");
    for (const ReportFile& file : files) insert(file.name, file.size, file.changed_ns);
  });
}

std::string ResultStore::report_made_of() const {
  return database_->guard([&]() -> std::string {
    SQLite::Statement query(database_->sqlite, "SELECT value FROM experiment WHERE key = 'report'");
    return query.executeStep() ? query.getColumn(0).getString() : "";
  });
}

std::vector<ReportFile> ResultStore::report_files() const {
  return database_->guard([&] {
    std::vector<ReportFile> files;
    SQLite::Statement query(database_->sqlite, "SELECT name, size, changed_ns FROM files");
    while (query.executeStep()) {
      files.push_back({query.getColumn(0).getString(), query.getColumn(1).getInt64(),
                       query.getColumn(2).getInt64()});
    }
    return files;
  });
}

}  // namespace kairos
