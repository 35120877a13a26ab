#include "experiments/report/csv_export.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "experiments/report/csv_row.hpp"
#include "experiments/report/table.hpp"
#include "experiments/report/write_file.hpp"

namespace kairos {
namespace {

using Row = std::vector<std::string>;
using Records = std::vector<const RunRecord*>;

Records by_index(std::span<const RunRecord> records) {
  Records sorted;
  for (const RunRecord& record : records) sorted.push_back(&record);
  std::ranges::stable_sort(sorted, {}, [](const RunRecord* r) { return r->key.index; });
  return sorted;
}

/// The metrics of the run as a whole that some record has: in the order of reports, then by name
/// those that no probe of this program computes.
struct MetricColumns {
  Row repeatable, others;
  std::set<std::string> not_repeatable;

  explicit MetricColumns(const Records& records) {
    std::set<std::string> present;
    for (const RunRecord* record : records) {
      for (const Metric& m : record->outcome.metrics) {
        if (m.subject.empty()) present.insert(m.name);
      }
    }
    for (const MetricInfo& info : all_metric_infos()) {
      if (!info.repeatable) not_repeatable.insert(info.name);
      if (present.erase(info.name) > 0)
        (info.repeatable ? repeatable : others).push_back(info.name);
    }
    repeatable.insert(repeatable.end(), present.begin(), present.end());
  }
};

void append_metrics(Row& row, const RunRecord& record, const Row& names) {
  std::map<std::string_view, double> values;
  for (const Metric& m : record.outcome.metrics) {
    if (m.subject.empty()) values[m.name] = m.value;
  }
  for (const std::string& name : names) {
    const auto found = values.find(name);
    row.push_back(found == values.end() ? "" : csv_number(found->second));
  }
}

std::string runs_csv(const Records& records, const MetricColumns& columns) {
  Row heading{"index", "policy"};
  if (!records.empty()) {
    for (const auto& [key, value] : records.front()->key.point) heading.push_back(key);
  }
  heading.insert(heading.end(), {"seed", "fingerprint"});
  heading.insert(heading.end(), columns.repeatable.begin(), columns.repeatable.end());
  std::string text = csv_row(heading);
  for (const RunRecord* record : records) {
    const RunKey& key = record->key;
    Row row{std::to_string(key.index), key.policy};
    for (const auto& [swept, value] : key.point) row.push_back(value);
    row.push_back(std::to_string(key.seed));
    row.push_back(fmt::format("{:016x}", record->outcome.fingerprint));
    append_metrics(row, *record, columns.repeatable);
    text += csv_row(row);
  }
  return text;
}

std::string subjects_csv(const Records& records, const MetricColumns& columns) {
  std::string text = csv_row(Row{"index", "policy", "seed", "subject", "metric", "value"});
  for (const RunRecord* record : records) {
    const RunKey& key = record->key;
    for (const Metric& m : record->outcome.metrics) {
      if (m.subject.empty() || columns.not_repeatable.contains(m.name)) continue;
      text += csv_row(Row{std::to_string(key.index), key.policy, std::to_string(key.seed),
                          m.subject, m.name, csv_number(m.value)});
    }
  }
  return text;
}

std::string wall_csv(const Records& records, const MetricColumns& columns) {
  Row heading{"index"};
  heading.insert(heading.end(), columns.others.begin(), columns.others.end());
  heading.emplace_back("wall_s");
  std::string text = csv_row(heading);
  for (const RunRecord* record : records) {
    Row row{std::to_string(record->key.index)};
    append_metrics(row, *record, columns.others);
    row.push_back(csv_number(record->outcome.wall_seconds));
    text += csv_row(row);
  }
  return text;
}

}  // namespace

void export_csv(const std::filesystem::path& folder, std::span<const RunRecord> records,
                const Comparison& comparison) {
  std::error_code shown_by_the_first_file;
  std::filesystem::create_directories(folder, shown_by_the_first_file);
  const Records sorted = by_index(records);
  const MetricColumns columns(sorted);
  write_file(folder / "runs.csv", runs_csv(sorted, columns));
  write_file(folder / "subjects.csv", subjects_csv(sorted, columns));
  write_file(folder / "summary.csv", table_csv(comparison));
  write_file(folder / "wall.csv", wall_csv(sorted, columns));
}

std::string csv_heading_of_tasks() {
  return csv_row(Row{"index", "policy", "seed", "job", "application", "task", "element", "ready_s",
                     "sent_s", "start_s", "finish_s", "nominal_s", "energy_j", "received_bytes"});
}

void append_tasks_csv(std::string& text, const RunKey& run, const Scenario& scenario,
                      std::span<const TaskFinished> tasks) {
  const Row of_run{std::to_string(run.index), run.policy, std::to_string(run.seed)};
  for (const TaskFinished& t : tasks) {
    const Application& application = scenario.workload.applications[t.application];
    Row row = of_run;
    row.insert(row.end(), {std::to_string(index(t.task.job)), application.name,
                           (*application.graph)[t.task.task].name,
                           scenario.platform.elements[t.element].name});
    for (const Duration since :
         {t.ready - Time{}, t.sent - Time{}, t.start - Time{}, t.finish - Time{}, t.nominal}) {
      // Unlike seconds() the nearest double, which is written with the fewest digits.
      row.push_back(csv_number(static_cast<double>(since.picoseconds()) / picoseconds_per_second));
    }
    row.push_back(csv_number(t.energy.value()));
    row.push_back(csv_number(t.received.value()));
    text += csv_row(row);
  }
}

}  // namespace kairos
