// The tables of results.sqlite; docs/results.md describes their contents.
#pragma once

namespace kairos {

/// Version of the tables below. Raise it with every change, so that older files are refused and not
/// misread.
inline constexpr int schema_version = 2;

// Seeds and fingerprints are text because SQLite's integers are signed.
inline constexpr const char* schema = R"(
  CREATE TABLE experiment(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE configurations(hash TEXT PRIMARY KEY, yaml TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE provenances(id INTEGER PRIMARY KEY, version TEXT NOT NULL,
    git_commit TEXT NOT NULL, build_type TEXT NOT NULL, compiler TEXT NOT NULL,
    packages TEXT NOT NULL, host TEXT NOT NULL, started TEXT NOT NULL,
    configuration_hash TEXT NOT NULL);
  CREATE TABLE runs(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, policy TEXT NOT NULL,
    point TEXT NOT NULL, seed TEXT NOT NULL, fingerprint TEXT NOT NULL, wall_s REAL,
    failure TEXT, provenance INTEGER REFERENCES provenances(id));
  CREATE TABLE names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE metric_values(run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    name INTEGER NOT NULL, value REAL, PRIMARY KEY(run, name)) WITHOUT ROWID;
  CREATE VIEW metrics(run, name, value) AS
    SELECT run, names.name, value FROM metric_values JOIN names ON names.id = metric_values.name;
  CREATE TABLE layouts(id INTEGER PRIMARY KEY, columns TEXT NOT NULL);
  CREATE TABLE subject_values(run INTEGER PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
    layout INTEGER NOT NULL REFERENCES layouts(id), bytes BLOB NOT NULL);
  CREATE TABLE tasks(run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    place INTEGER NOT NULL, job INTEGER, task INTEGER, application INTEGER, element INTEGER,
    ready_ps INTEGER, sent_ps INTEGER, start_ps INTEGER, finish_ps INTEGER, nominal_ps INTEGER,
    energy_j REAL, received_bytes REAL, PRIMARY KEY(run, place)) WITHOUT ROWID;
  CREATE TABLE recordings(run INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    kind TEXT NOT NULL, bytes BLOB NOT NULL);
  CREATE INDEX recordings_of_run ON recordings(run);
  CREATE TABLE files(name TEXT PRIMARY KEY, size INTEGER NOT NULL, changed_ns INTEGER NOT NULL)
    WITHOUT ROWID;
)";

}  // namespace kairos
