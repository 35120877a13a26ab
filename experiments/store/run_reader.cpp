#include "experiments/store/run_reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/store/sqlite_rows.hpp"

namespace kairos {
namespace {

using Database = ResultStore::Database;

std::unordered_map<std::int64_t, std::string> all_names(SQLite::Database& sqlite) {
  std::unordered_map<std::int64_t, std::string> names;
  SQLite::Statement query(sqlite, "SELECT id, name FROM names");
  while (query.executeStep()) {
    names.emplace(query.getColumn(0).getInt64(), query.getColumn(1).getString());
  }
  return names;
}

/// The sorted ids of the wanted names.
std::vector<std::int64_t> numbers_of(std::span<const std::string> wanted,
                                     const std::unordered_map<std::int64_t, std::string>& names) {
  std::vector<std::int64_t> numbers;
  for (const auto& [number, name] : names) {
    if (std::ranges::find(wanted, name) != wanted.end()) numbers.push_back(number);
  }
  std::ranges::sort(numbers);
  return numbers;
}

constexpr const char* of_run = "SELECT fingerprint, wall_s FROM runs WHERE id = ?";
constexpr const char* values_of_run =
    "SELECT name, value FROM metric_values WHERE run = ? AND name <= ?";
constexpr std::int64_t any_name = std::numeric_limits<std::int64_t>::max();

std::int64_t row_of(const Database& database, std::size_t index) {
  return index < database.rows.size() ? database.rows[index].id : 0;
}

}  // namespace

RunReader::RunReader(const Database& database)
    : database_(database),
      names_(all_names(database.sqlite)),
      run_(database.sqlite, of_run),
      values_(database.sqlite, values_of_run),
      subjects_(std::in_place, database.sqlite,
                "SELECT layout, bytes FROM subject_values WHERE run = ?") {}

RunReader::RunReader(const Database& database, std::span<const std::string> metrics)
    : database_(database),
      names_(all_names(database.sqlite)),
      wanted_(numbers_of(metrics, names_)),
      run_(database.sqlite, of_run),
      values_(database.sqlite, values_of_run) {}

const std::string& RunReader::name(std::int64_t id) const {
  return names_.at(id);
}

const RunReader::Layout& RunReader::layout(std::int64_t id) {
  const auto known = layouts_.find(id);
  if (known != layouts_.end()) return known->second;
  constexpr std::size_t most_remembered = 256;  // Every drawn chip has its own layout.
  if (layouts_.size() >= most_remembered) layouts_.clear();
  SQLite::Statement query(database_.sqlite, "SELECT columns FROM layouts WHERE id = ?");
  query.bind(1, id);
  if (!query.executeStep()) throw std::out_of_range("a layout is missing");
  const auto numbers =
      nlohmann::json::parse(query.getColumn(0).getString()).get<std::vector<std::int64_t>>();
  if (numbers.size() % 2 != 0) throw std::out_of_range("a layout is cut off");
  Layout columns;
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    columns.emplace_back(numbers[i], numbers[i + 1]);
  }
  return layouts_[id] = std::move(columns);
}

void RunReader::read_subjects(std::int64_t run, std::vector<Metric>& metrics) {
  subjects_->start(run);
  if (!subjects_->step()) return;
  const Layout& columns = layout(subjects_->integer(0));
  const std::string_view bytes = subjects_->bytes(1);
  if (bytes.size() != columns.size() * sizeof(double)) {
    throw std::out_of_range("values of subjects do not fit their layout");
  }
  const char* raw = bytes.data();
  for (const auto& [metric, subject] : columns) {
    double value = 0;
    std::memcpy(&value, raw, sizeof value);
    raw += sizeof value;
    metrics.push_back({name(metric), name(subject), value});
  }
}

/// Reads the metrics of the whole run. Scanning all metrics up to the last wanted one is faster
/// than searching for each.
void RunReader::read_values(std::int64_t run, std::vector<Metric>& metrics) {
  const bool all = subjects_.has_value();
  if (!all && wanted_.empty()) return;
  metrics.reserve(wanted_.size());
  values_.start(run, all ? any_name : wanted_.back());
  while (values_.step()) {
    const std::int64_t number = values_.integer(0);
    if (!all && !std::ranges::binary_search(wanted_, number)) continue;
    metrics.push_back({name(number), "", values_.number(1)});
  }
}

RunRecord RunReader::read(std::size_t index) {
  RunRecord record{database_.keys[index], {}};
  const std::int64_t run = database_.rows[index].id;
  run_.start(run);
  if (!run_.step()) throw std::out_of_range("a run is missing");
  record.outcome.fingerprint = unsigned_from(run_.bytes(0), 16);
  record.outcome.wall_seconds = run_.number(1);
  read_values(run, record.outcome.metrics);
  if (subjects_) read_subjects(run, record.outcome.metrics);
  return record;
}

std::vector<TaskFinished> read_tasks(const Database& database, std::size_t index) {
  std::vector<TaskFinished> tasks;
  SQLite::Statement row(database.sqlite,
                        "SELECT job, task, application, element, ready_ps, sent_ps, start_ps,"
                        " finish_ps, nominal_ps, received_bytes, energy_j"
                        " FROM tasks WHERE run = ? ORDER BY place");
  row.bind(1, row_of(database, index));
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
                     Joules(row.getColumn(10).getDouble()),
                     Bytes{}});  // Memory traffic is not stored by task; metrics have it.
  }
  return tasks;
}

std::vector<Recording> read_recordings(const Database& database, std::size_t index) {
  std::vector<Recording> recordings;
  SQLite::Statement row(database.sqlite,
                        "SELECT kind, bytes FROM recordings WHERE run = ? ORDER BY rowid");
  row.bind(1, row_of(database, index));
  while (row.executeStep()) {
    recordings.push_back({row.getColumn(0).getString(), row.getColumn(1).getString()});
  }
  return recordings;
}

Provenance read_provenance(const Database& database, std::size_t index) {
  Provenance p;
  SQLite::Statement row(
      database.sqlite,
      "SELECT version, git_commit, build_type, compiler, packages, host, started,"
      " coalesce((SELECT value FROM experiment WHERE key = 'name'), ''), yaml, configuration_hash"
      " FROM runs JOIN provenances ON provenances.id = runs.provenance"
      " JOIN configurations ON configurations.hash = configuration_hash WHERE runs.id = ?");
  row.bind(1, row_of(database, index));
  if (!row.executeStep()) return p;
  const std::array fields{
      &p.version, &p.git_commit, &p.build_type, &p.compiler,      &p.packages,
      &p.host,    &p.started,    &p.experiment, &p.configuration, &p.configuration_hash};
  int column = 0;
  for (std::string* field : fields) *field = row.getColumn(column++).getString();
  return p;
}

}  // namespace kairos
