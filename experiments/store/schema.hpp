// The tables of results.sqlite; docs/results.md says what is in them.
#pragma once

namespace kairos {

/// Of the tables below: raise it with every change, so that older files are refused, not misread.
inline constexpr int schema_version = 1;

// Seeds and fingerprints are text because SQLite's integers are signed. Rows of a run are read back
// in the order in which they were written, which is that of their rowid.
inline constexpr const char* schema = R"(
  CREATE TABLE experiment(key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE runs("index" INTEGER PRIMARY KEY, policy TEXT NOT NULL, point TEXT NOT NULL,
    seed TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, wall_s REAL);
  CREATE TABLE metrics(run INTEGER NOT NULL
      REFERENCES runs("index") ON DELETE CASCADE ON UPDATE CASCADE,
    name TEXT NOT NULL, subject TEXT NOT NULL, value REAL);
  CREATE INDEX metrics_of_run ON metrics(run);
  CREATE TABLE tasks(run INTEGER NOT NULL
      REFERENCES runs("index") ON DELETE CASCADE ON UPDATE CASCADE,
    job INTEGER, task INTEGER, application INTEGER, element INTEGER, ready_ps INTEGER,
    sent_ps INTEGER, start_ps INTEGER, finish_ps INTEGER, nominal_ps INTEGER, energy_j REAL,
    received_bytes REAL);
  CREATE INDEX tasks_of_run ON tasks(run);
)";

}  // namespace kairos
