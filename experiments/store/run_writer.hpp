// Writes runs into the database of a result store.
#pragma once

#include "experiments/store/database.hpp"

namespace kairos {

/// Writes a run, unless a finished one is stored, in a transaction of the caller. Returns its row.
ResultStore::Database::Row write_run(ResultStore::Database& database, const RunRecord& record);

}  // namespace kairos
