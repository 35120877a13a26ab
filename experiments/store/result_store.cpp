#include "experiments/store/result_store.hpp"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/store/schema.hpp"
#include "experiments/store/sqlite_rows.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

struct ProvenanceField {
  const char* key;
  std::string Provenance::*value;
};
constexpr std::array provenance_fields{
    ProvenanceField{"version", &Provenance::version},
    ProvenanceField{"git_commit", &Provenance::git_commit},
    ProvenanceField{"build_type", &Provenance::build_type},
    ProvenanceField{"compiler", &Provenance::compiler},
    ProvenanceField{"packages", &Provenance::packages},
    ProvenanceField{"host", &Provenance::host},
    ProvenanceField{"started", &Provenance::started},
    ProvenanceField{"experiment", &Provenance::experiment},
    ProvenanceField{"configuration", &Provenance::configuration},
    ProvenanceField{"configuration_hash", &Provenance::configuration_hash},
};

std::string to_text(const std::vector<std::pair<std::string, std::string>>& point) {
  ordered_json object = ordered_json::object();
  for (const auto& [key, value] : point) object[key] = value;
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::vector<std::pair<std::string, std::string>> point_from(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> point;
  const ordered_json object = ordered_json::parse(text);
  for (const auto& [key, value] : object.items()) point.emplace_back(key, value);
  return point;
}

}  // namespace

struct ResultStore::Database {
  std::string file;
  mutable SQLite::Database sqlite;

  explicit Database(const std::string& path)
      : file(path), sqlite(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 10'000) {}

  void prepare();
  /// All of the changes, or none.
  template <class Changes>
  void transact(Changes changes);
  void insert(const RunRecord& record);
  void keep_only(const std::set<std::string>& hashes);
  void renumber(const std::map<std::string, std::size_t>& index_by_hash);
};

void ResultStore::Database::prepare() {
  SQLite::Transaction transaction(sqlite, SQLite::TransactionBehavior::IMMEDIATE);
  const int version = sqlite.execAndGet("PRAGMA user_version").getInt();
  if (version == schema_version) return;
  if (version != 0 || sqlite.execAndGet("SELECT count(*) FROM sqlite_master").getInt() != 0) {
    throw InputError(fmt::format(
        "{}: is a database of another version ({}, not {}); move it away or choose another folder",
        file, version, schema_version));
  }
  sqlite.exec(schema);
  sqlite.exec(fmt::format("PRAGMA user_version = {}", schema_version));
  transaction.commit();
}

/// A full disk or a second program on the same file is the user's to mend, not a fault of ours.
template <class Changes>
void ResultStore::Database::transact(Changes changes) {
  try {
    SQLite::Transaction transaction(sqlite, SQLite::TransactionBehavior::IMMEDIATE);
    changes();
    transaction.commit();
  } catch (const SQLite::Exception& error) {
    throw InputError(file + ": cannot be written (" + error.what() +
                     "); make room, or end what else uses it, and go on with --resume");
  }
}

ResultStore::ResultStore(const fs::path& folder) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  if (problem || !fs::is_directory(folder)) {
    throw InputError(folder.string() + ": cannot be made a folder (" + problem.message() +
                     "); choose another folder for the results");
  }
  const std::string file = (folder / "results.sqlite").string();
  try {
    database_ = std::make_unique<Database>(file);
    database_->prepare();
    // What is committed lives in the log, in the system's hands: a killed process loses nothing. A
    // power cut may cost the last runs, which are then run again.
    database_->sqlite.exec("PRAGMA journal_mode = WAL");
    database_->sqlite.exec("PRAGMA synchronous = NORMAL");
    database_->sqlite.exec("PRAGMA foreign_keys = ON");
  } catch (const SQLite::Exception& error) {
    throw InputError(file + ": cannot be used as a result database (" + error.what() +
                     "); move it away or choose another folder");
  }
}

ResultStore::~ResultStore() = default;
ResultStore::ResultStore(ResultStore&&) noexcept = default;
ResultStore& ResultStore::operator=(ResultStore&&) noexcept = default;

void ResultStore::put_aside(const fs::path& folder) {
  const fs::path results = folder / "results.sqlite";
  if (!fs::exists(results)) return;
  try {
    // Brings the log into the file: what is renamed is one file, so a kill costs nothing.
    SQLite::Database(results.string(), SQLite::OPEN_READWRITE, 10'000)
        .exec("PRAGMA journal_mode = DELETE");
  } catch (const SQLite::Exception& error) {
    constexpr int not_a_database = 26;
    if (error.getErrorCode() != not_a_database) {
      throw InputError(results.string() + ": cannot be put aside (" + error.what() +
                       "); end what else uses it, or choose another folder");
    }
  }
  fs::rename(results, folder / "previous.sqlite");
}

void ResultStore::set_provenance(const Provenance& provenance) {
  database_->transact([&] {
    Insertion insert(database_->sqlite, "INSERT OR REPLACE INTO experiment VALUES(?, ?)");
    for (const ProvenanceField& field : provenance_fields)
      insert(field.key, provenance.*field.value);
  });
}

Provenance ResultStore::provenance() const {
  Provenance provenance;
  SQLite::Statement query(database_->sqlite, "SELECT value FROM experiment WHERE key = ?");
  for (const auto& [key, value] : provenance_fields) {
    query.reset();
    query.bind(1, key);
    if (query.executeStep()) provenance.*value = query.getColumn(0).getString();
  }
  return provenance;
}

std::set<std::string> ResultStore::finished_hashes() const {
  std::set<std::string> hashes;
  SQLite::Statement query(database_->sqlite, "SELECT hash FROM runs");
  while (query.executeStep()) hashes.insert(query.getColumn(0).getString());
  return hashes;
}

void ResultStore::Database::insert(const RunRecord& record) {
  const auto& [key, outcome] = record;
  const std::int64_t run = as_row(key.index);
  Insertion(sqlite, R"(DELETE FROM runs WHERE "index" = ? OR hash = ?)")(run, key.hash);
  Insertion(sqlite, "INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?, ?)")(
      run, key.policy, to_text(key.point), std::to_string(key.seed), key.hash,
      fmt::format("{:016x}", outcome.fingerprint), outcome.wall_seconds);
  Insertion metric(sqlite, "INSERT INTO metrics VALUES(?, ?, ?, ?)");
  for (const Metric& m : outcome.metrics) metric(run, m.name, m.subject, m.value);
  Insertion task(sqlite, "INSERT INTO tasks VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const TaskFinished& t : outcome.tasks) {
    task(run, static_cast<std::uint32_t>(t.task.job), static_cast<std::uint32_t>(t.task.task),
         static_cast<std::uint32_t>(t.application), static_cast<std::uint32_t>(t.element),
         t.ready.picoseconds(), t.sent.picoseconds(), t.start.picoseconds(), t.finish.picoseconds(),
         t.nominal.picoseconds(), t.energy.value(), t.received.value());
  }
}

void ResultStore::commit(const RunRecord& record) {
  database_->transact([&] { database_->insert(record); });
}

void ResultStore::Database::keep_only(const std::set<std::string>& hashes) {
  std::vector<std::string> old;
  SQLite::Statement query(sqlite, "SELECT hash FROM runs");
  while (query.executeStep()) {
    std::string hash = query.getColumn(0).getString();
    if (!hashes.contains(hash)) old.push_back(std::move(hash));
  }
  Insertion drop(sqlite, "DELETE FROM runs WHERE hash = ?");
  for (const std::string& hash : old) drop(hash);
}

void ResultStore::keep_only(const std::set<std::string>& hashes) {
  database_->transact([&] { database_->keep_only(hashes); });
}

void ResultStore::Database::renumber(const std::map<std::string, std::size_t>& index_by_hash) {
  std::vector<std::pair<std::string, std::int64_t>> moved;
  SQLite::Statement query(sqlite, R"(SELECT "index", hash FROM runs)");
  while (query.executeStep()) {
    const std::string hash = query.getColumn(1).getString();
    const auto found = index_by_hash.find(hash);
    if (found == index_by_hash.end()) {
      throw std::logic_error("run " + hash + " is stored but has no new index");
    }
    const std::int64_t target = as_row(found->second);
    if (target != query.getColumn(0).getInt64()) moved.emplace_back(hash, target);
  }
  // Through negative numbers, so that two runs that swap places never share one.
  Insertion move(sqlite, R"(UPDATE runs SET "index" = ? WHERE hash = ?)");
  for (const auto& [hash, target] : moved) move(-1 - target, hash);
  for (const auto& [hash, target] : moved) move(target, hash);
}

void ResultStore::renumber(const std::map<std::string, std::size_t>& index_by_hash) {
  database_->transact([&] { database_->renumber(index_by_hash); });
}

void ResultStore::rekey(std::span<const RunKey> keys) {
  std::set<std::string> hashes;
  std::map<std::string, std::size_t> index_by_hash;
  for (const RunKey& key : keys) {
    hashes.insert(key.hash);
    index_by_hash.emplace(key.hash, key.index);
  }
  database_->transact([&] {
    database_->keep_only(hashes);
    database_->renumber(index_by_hash);
    Insertion update(database_->sqlite, "UPDATE runs SET policy = ?, point = ? WHERE hash = ?");
    for (const RunKey& key : keys) update(key.policy, to_text(key.point), key.hash);
  });
}

std::vector<RunRecord> ResultStore::load() const {
  std::vector<RunRecord> records;
  std::map<std::int64_t, std::size_t> place;
  SQLite::Statement runs(database_->sqlite,
                         "SELECT \"index\", policy, point, seed, hash, fingerprint, wall_s"
                         " FROM runs ORDER BY \"index\"");
  while (runs.executeStep()) {
    place[runs.getColumn(0).getInt64()] = records.size();
    RunRecord& record = records.emplace_back();
    record.key = {static_cast<std::size_t>(runs.getColumn(0).getInt64()),
                  runs.getColumn(1).getString(), point_from(runs.getColumn(2).getString()),
                  unsigned_from(runs.getColumn(3).getString(), 10), runs.getColumn(4).getString()};
    record.outcome.fingerprint = unsigned_from(runs.getColumn(5).getString(), 16);
    record.outcome.wall_seconds = number_in(runs.getColumn(6));
  }
  SQLite::Statement metrics(database_->sqlite,
                            "SELECT run, name, subject, value FROM metrics ORDER BY run, rowid");
  while (metrics.executeStep()) {
    RunRecord& record = records[place.at(metrics.getColumn(0).getInt64())];
    record.outcome.metrics.push_back({metrics.getColumn(1).getString(),
                                      metrics.getColumn(2).getString(),
                                      number_in(metrics.getColumn(3))});
  }
  return records;
}

std::vector<TaskFinished> ResultStore::load_tasks(std::size_t index) const {
  std::vector<TaskFinished> tasks;
  SQLite::Statement row(database_->sqlite,
                        "SELECT job, task, application, element, ready_ps, sent_ps, start_ps,"
                        " finish_ps, nominal_ps, received_bytes, energy_j"
                        " FROM tasks WHERE run = ? ORDER BY rowid");
  row.bind(1, as_row(index));
  while (row.executeStep()) {
    tasks.push_back({{id_in<JobId>(row.getColumn(0)), id_in<TaskId>(row.getColumn(1))},
                     id_in<ApplicationId>(row.getColumn(2)),
                     id_in<ElementId>(row.getColumn(3)),
                     time_in(row.getColumn(4)),
                     time_in(row.getColumn(5)),
                     time_in(row.getColumn(6)),
                     time_in(row.getColumn(7)),
                     Duration::picoseconds(row.getColumn(8).getInt64()),
                     Bytes(row.getColumn(9).getDouble()),
                     Joules(row.getColumn(10).getDouble())});
  }
  return tasks;
}

}  // namespace kairos
