#include "experiments/store/run_writer.hpp"

#include <fmt/format.h>

#include "experiments/store/sqlite_rows.hpp"

namespace kairos {
namespace {

using Database = ResultStore::Database;

std::int64_t number_of(Database& d, const std::string& name) {
  const auto known = d.names.find(name);
  if (known != d.names.end()) return known->second;
  Insertion(d.sqlite, "INSERT OR IGNORE INTO names(name) VALUES(?)")(name);
  SQLite::Statement query(d.sqlite, "SELECT id FROM names WHERE name = ?");
  query.bind(1, name);
  query.executeStep();
  return d.names[name] = query.getColumn(0).getInt64();
}

std::int64_t layout_of(Database& d, const std::string& columns) {
  const auto known = d.layouts.find(columns);
  if (known != d.layouts.end()) return known->second;
  constexpr std::size_t most_remembered = 256;  // Every drawn chip has its own layout.
  if (d.layouts.size() >= most_remembered) d.layouts.clear();
  Insertion(d.sqlite, "INSERT INTO layouts(columns) VALUES(?)")(columns);
  return d.layouts[columns] = d.sqlite.getLastInsertRowid();
}

/// Writes the values of single subjects. The list of subjects is stored once for all runs that have
/// the same subjects.
void write_subjects(Database& d, std::int64_t run, const std::vector<Metric>& metrics) {
  fmt::memory_buffer columns;
  std::string bytes;
  for (const Metric& m : metrics) {
    if (m.subject.empty()) continue;
    fmt::format_to(std::back_inserter(columns), "{}{},{}", columns.size() == 0 ? '[' : ',',
                   number_of(d, m.name), number_of(d, m.subject));
    const char* raw = reinterpret_cast<const char*>(&m.value);
    bytes.append(raw, sizeof m.value);
  }
  if (bytes.empty()) return;
  columns.push_back(']');
  Insertion(d.sqlite, "INSERT INTO subject_values VALUES(?, ?, ?)")(
      run, layout_of(d, fmt::to_string(columns)), Blob{bytes});
}

void write_tasks(Database& d, std::int64_t run, const std::vector<TaskFinished>& tasks) {
  if (tasks.empty()) return;
  Insertion insert(d.sqlite, "INSERT INTO tasks VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  std::int64_t place = 0;
  for (const TaskFinished& t : tasks) {
    insert(run, place++, static_cast<std::uint32_t>(t.task.job),
           static_cast<std::uint32_t>(t.task.task), static_cast<std::uint32_t>(t.application),
           static_cast<std::uint32_t>(t.element), t.ready.picoseconds(), t.sent.picoseconds(),
           t.start.picoseconds(), t.finish.picoseconds(), t.nominal.picoseconds(), t.energy.value(),
           t.received.value());
  }
}

void write_recordings(Database& d, std::int64_t run, const std::vector<Recording>& recordings) {
  if (recordings.empty()) return;
  Insertion insert(d.sqlite, "INSERT INTO recordings VALUES(?, ?, ?)");
  for (const Recording& r : recordings) insert(run, r.kind, Blob{r.bytes});
}

void write_outcome(Database& d, std::int64_t run, const Outcome& outcome) {
  Insertion metric(d.sqlite, "INSERT OR REPLACE INTO metric_values VALUES(?, ?, ?)");
  for (const Metric& m : outcome.metrics) {
    if (m.subject.empty()) metric(run, number_of(d, m.name), m.value);
  }
  write_subjects(d, run, outcome.metrics);
  write_tasks(d, run, outcome.tasks);
  write_recordings(d, run, outcome.recordings);
}

std::int64_t provenance_number(Database& d) {
  if (d.provenance_id != 0) return d.provenance_id;
  const Provenance& p = d.provenance;
  Insertion(d.sqlite, "INSERT OR IGNORE INTO configurations VALUES(?, ?)")(p.configuration_hash,
                                                                           p.configuration);
  Insertion(d.sqlite,
            "INSERT INTO provenances(version, git_commit, build_type, compiler, packages, host,"
            " started, configuration_hash) VALUES(?, ?, ?, ?, ?, ?, ?, ?)")(
      p.version, p.git_commit, p.build_type, p.compiler, p.packages, p.host, p.started,
      p.configuration_hash);
  return d.provenance_id = d.sqlite.getLastInsertRowid();
}

Database::Row find_run(Database& d, const std::string& hash) {
  SQLite::Statement query(d.sqlite, "SELECT id, failure IS NULL FROM runs WHERE hash = ?");
  query.bind(1, hash);
  if (!query.executeStep()) return {};
  return {query.getColumn(0).getInt64(), query.getColumn(1).getInt() != 0};
}

void set_failure(Database& d, std::int64_t run, const std::string& failure) {
  if (failure.empty()) {
    Insertion(d.sqlite, "UPDATE runs SET failure = NULL WHERE id = ?")(run);
  } else {
    Insertion(d.sqlite, "UPDATE runs SET failure = ? WHERE id = ?")(failure, run);
  }
}

/// Writes the row of the run, as a new one or in place of a failed run. Returns its id.
std::int64_t write_row(Database& d, const RunRecord& record, std::int64_t old) {
  const auto& [key, outcome] = record;
  const std::string fingerprint = fmt::format("{:016x}", outcome.fingerprint);
  if (old == 0) {
    Insertion(d.sqlite,
              "INSERT INTO runs(hash, policy, point, seed, fingerprint, wall_s, provenance)"
              " VALUES(?, ?, ?, ?, ?, ?, ?)")(key.hash, key.policy, point_to_text(key.point),
                                              std::to_string(key.seed), fingerprint,
                                              outcome.wall_seconds, provenance_number(d));
    old = d.sqlite.getLastInsertRowid();
  } else {
    Insertion(d.sqlite, "UPDATE runs SET fingerprint = ?, wall_s = ?, provenance = ? WHERE id = ?")(
        fingerprint, outcome.wall_seconds, provenance_number(d), old);
  }
  set_failure(d, old, outcome.failure);
  return old;
}

bool has_recordings(Database& d, std::int64_t run) {
  SQLite::Statement query(d.sqlite, "SELECT 1 FROM recordings WHERE run = ? LIMIT 1");
  query.bind(1, run);
  return query.executeStep();
}

}  // namespace

Database::Row write_run(Database& d, const RunRecord& record) {
  const Database::Row old = find_run(d, record.key.hash);
  if (old.finished) {
    // Another process stored the run first, or it was repeated to record its pictures.
    if (!has_recordings(d, old.id)) write_recordings(d, old.id, record.outcome.recordings);
    return old;
  }
  const std::int64_t run = write_row(d, record, old.id);
  if (!record.outcome.failure.empty()) return {run, false};
  write_outcome(d, run, record.outcome);
  return {run, true};
}

}  // namespace kairos
