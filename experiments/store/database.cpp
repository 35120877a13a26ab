#include "experiments/store/database.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/vfs.h>

#include "experiments/store/schema.hpp"
#include "experiments/store/sqlite_rows.hpp"

namespace kairos {

using nlohmann::ordered_json;

std::string point_to_text(const PointValues& point) {
  ordered_json object = ordered_json::object();
  for (const auto& [key, value] : point) object[key] = value;
  return object.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

PointValues point_from_text(const std::string& text) {
  PointValues point;
  const ordered_json object = ordered_json::parse(text);
  for (const auto& [key, value] : object.items()) point.emplace_back(key, value);
  return point;
}

InputError database_error(const std::string& file, const std::exception& error) {
  constexpr int busy = 5, read_only = 8, io_error = 10, full = 13, cannot_open = 14;
  const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&error);
  const int code = sqlite == nullptr ? 0 : sqlite->getErrorCode();
  if (code == busy) {
    return InputError(file + ": is in use by another program (" + error.what() +
                      "); wait until that program has ended, then continue with --resume");
  }
  if (code == read_only || code == io_error || code == full || code == cannot_open) {
    return InputError(file + ": cannot be written (" + error.what() +
                      "); finished runs are kept: free disk space, check that the folder still "
                      "exists and is writable, then continue with --resume");
  }
  return InputError(file + ": is damaged or not a database of Kairos (" + error.what() +
                    "); move it away, or choose another folder");
}

namespace {

/// The definitions of the tables; they differ if somebody changed the database.
std::string tables_of(SQLite::Database& sqlite) {
  std::string text;
  SQLite::Statement query(sqlite, "SELECT name, sql FROM sqlite_master ORDER BY name");
  while (query.executeStep()) {
    text += query.getColumn(0).getString() + ": " + query.getColumn(1).getString() + '\n';
  }
  return text;
}

std::string expected_tables() {
  SQLite::Database empty(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  empty.exec(schema);
  return tables_of(empty);
}

void check_version(SQLite::Database& sqlite, const std::string& file, int version) {
  if (version == schema_version) {
    if (tables_of(sqlite) == expected_tables()) return;
    throw InputError(file +
                     ": does not have the tables of a result database; move it away or choose "
                     "another folder");
  }
  throw InputError(fmt::format(
      "{}: is a database of another version ({}, not {}); move it away or choose another folder",
      file, version, schema_version));
}

/// True if the file is on a local file system. Write-ahead logs need memory shared by all
/// processes, which processes on different hosts do not have.
bool is_on_one_host(const std::string& file) {
  constexpr std::array<std::uint32_t, 12> networks{
      0x6969,      // NFS
      0x517B,      // SMB
      0xFE534D42,  // SMB2
      0xFF534D42,  // CIFS
      0x0BD00BD0,  // Lustre
      0x47504653,  // GPFS
      0x19830326,  // BeeGFS
      0x00C36400,  // Ceph
      0x01021997,  // 9P
      0x5346414F,  // AFS
      0xAAD7AAEA,  // PanFS
      0x65735546,  // FUSE, which may stand for any of them
  };
  struct statfs system {};
  if (statfs(file.c_str(), &system) != 0) return true;
  return std::ranges::find(networks, static_cast<std::uint32_t>(system.f_type)) == networks.end();
}

}  // namespace

void ResultStore::Database::prepare(const std::string& experiment) {
  // Committed data are in the log, which the system writes: a killed process loses nothing. After a
  // power cut the last runs may be missing; they are then run again.
  sqlite.exec(is_on_one_host(file) ? "PRAGMA journal_mode = WAL"
                                   : "PRAGMA journal_mode = TRUNCATE");
  sqlite.exec("PRAGMA synchronous = NORMAL");
  sqlite.exec("PRAGMA foreign_keys = ON");
  sqlite.exec("PRAGMA cell_size_check = ON");
  SQLite::Transaction transaction(sqlite, SQLite::TransactionBehavior::IMMEDIATE);
  const int version = sqlite.execAndGet("PRAGMA user_version").getInt();
  if (version != 0 || sqlite.execAndGet("SELECT count(*) FROM sqlite_master").getInt() != 0) {
    check_version(sqlite, file, version);
  } else {
    sqlite.exec(schema);
    sqlite.exec(fmt::format("PRAGMA user_version = {}", schema_version));
  }
  if (experiment.empty()) return transaction.commit();
  Insertion(sqlite, "INSERT OR IGNORE INTO experiment VALUES('name', ?)")(experiment);
  const std::string name =
      sqlite.execAndGet("SELECT value FROM experiment WHERE key = 'name'").getString();
  if (name != experiment) {
    throw InputError(file + ": holds runs of the experiment '" + name + "', not of '" + experiment +
                     "'; choose another folder with --out, or start again without --resume, which "
                     "keeps the old results under another name");
  }
  transaction.commit();
}

void ResultStore::Database::load_keys() {
  choice = Choice::all;
  SQLite::Statement query(sqlite,
                          "SELECT id, policy, point, seed, hash, failure IS NULL FROM runs"
                          " ORDER BY id");
  while (query.executeStep()) {
    keys.push_back({keys.size(), query.getColumn(1).getString(),
                    point_from_text(query.getColumn(2).getString()),
                    unsigned_from(query.getColumn(3).getString(), 10),
                    query.getColumn(4).getString()});
    rows.push_back({query.getColumn(0).getInt64(), query.getColumn(5).getInt() != 0});
  }
}

void ResultStore::Database::find_rows() {
  std::unordered_map<std::string_view, std::size_t> index_by_hash;
  index_by_hash.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) index_by_hash.emplace(keys[i].hash, i);
  rows.assign(keys.size(), {});
  std::vector<std::size_t> renamed;
  std::string point_text;  // The text of the previous run's point, which is usually the same.
  const PointValues* point = nullptr;
  SQLite::Statement query(sqlite, "SELECT id, hash, failure IS NULL, policy, point FROM runs");
  while (query.executeStep()) {
    const std::string hash = query.getColumn(1).getString();
    const auto found = index_by_hash.find(hash);
    if (found == index_by_hash.end()) continue;
    const RunKey& key = keys[found->second];
    rows[found->second] = {query.getColumn(0).getInt64(), query.getColumn(2).getInt() != 0};
    if (point == nullptr || *point != key.point) point_text = point_to_text(key.point);
    point = &key.point;
    if (key.policy != query.getColumn(3).getText() || point_text != query.getColumn(4).getText()) {
      renamed.push_back(found->second);
    }
  }
  if (renamed.empty()) return;
  Insertion rename(sqlite, "UPDATE runs SET policy = ?, point = ? WHERE id = ?");
  for (const std::size_t i : renamed) {
    rename(keys[i].policy, point_to_text(keys[i].point), rows[i].id);
  }
}

}  // namespace kairos
