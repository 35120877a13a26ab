#include "experiments/report/csv_export.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "experiments/files/write_file.hpp"
#include "experiments/report/csv_row.hpp"
#include "experiments/report/report_writer.hpp"

namespace kairos {
namespace {

using Row = std::vector<std::string>;

/// The columns of all runs: swept keys and the metrics of the whole run that any run has. Metrics
/// are in the order of the known ones, followed by unknown ones by name.
struct Columns {
  Row swept, repeatable, others;
  std::set<std::string> not_repeatable;

  Columns(const EachRun& each_run, const std::vector<MetricInfo>& known) {
    bool is_first = true;
    std::set<std::string, std::less<>> present;
    each_run([&](const RunRecord& record) {
      for (const auto& [key, value] : record.key.point) {
        if (is_first) swept.push_back(key);
      }
      is_first = false;
      for (const Metric& m : record.outcome.metrics) {
        if (m.subject.empty() && !present.contains(m.name)) present.insert(m.name);
      }
    });
    for (const MetricInfo& info : known) {
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

std::string runs_heading(const Columns& columns) {
  Row heading{"index", "policy"};
  heading.insert(heading.end(), columns.swept.begin(), columns.swept.end());
  heading.insert(heading.end(), {"seed", "fingerprint"});
  heading.insert(heading.end(), columns.repeatable.begin(), columns.repeatable.end());
  return csv_row(heading);
}

std::string runs_row(const RunRecord& record, const Columns& columns) {
  const RunKey& key = record.key;
  Row row{std::to_string(key.index), key.policy};
  for (const auto& [swept, value] : key.point) row.push_back(value);
  row.push_back(std::to_string(key.seed));
  row.push_back(fmt::format("{:016x}", record.outcome.fingerprint));
  append_metrics(row, record, columns.repeatable);
  return csv_row(row);
}

std::string subjects_rows(const RunRecord& record, const Columns& columns) {
  const RunKey& key = record.key;
  std::string text;
  for (const Metric& m : record.outcome.metrics) {
    if (m.subject.empty() || columns.not_repeatable.contains(m.name)) continue;
    text += csv_row(Row{std::to_string(key.index), key.policy, std::to_string(key.seed), m.subject,
                        m.name, csv_number(m.value)});
  }
  return text;
}

std::string wall_heading(const Columns& columns) {
  Row heading{"index"};
  heading.insert(heading.end(), columns.others.begin(), columns.others.end());
  heading.emplace_back("wall_s");
  return csv_row(heading);
}

std::string wall_row(const RunRecord& record, const Columns& columns) {
  Row row{std::to_string(record.key.index)};
  append_metrics(row, record, columns.others);
  row.push_back(csv_number(record.outcome.wall_seconds));
  return csv_row(row);
}

}  // namespace

void export_csv(const std::filesystem::path& folder, const EachRun& each_run,
                const Comparison& comparison, const std::vector<MetricInfo>& known) {
  std::error_code shown_by_the_first_file;
  std::filesystem::create_directories(folder, shown_by_the_first_file);
  const Columns columns(each_run, known);
  write_file(folder / "runs.csv", [&](std::ostream& runs) {
    write_file(folder / "subjects.csv", [&](std::ostream& subjects) {
      write_file(folder / "wall.csv", [&](std::ostream& wall) {
        runs << runs_heading(columns);
        subjects << csv_row(Row{"index", "policy", "seed", "subject", "metric", "value"});
        wall << wall_heading(columns);
        each_run([&](const RunRecord& record) {
          runs << runs_row(record, columns);
          subjects << subjects_rows(record, columns);
          wall << wall_row(record, columns);
        });
      });
    });
  });
  write_file(folder / "summary.csv", written_as("csv", comparison));
}

void export_csv(const std::filesystem::path& folder, std::span<const RunRecord> records,
                const Comparison& comparison) {
  std::vector<const RunRecord*> sorted;
  for (const RunRecord& record : records) sorted.push_back(&record);
  std::ranges::stable_sort(sorted, {}, [](const RunRecord* r) { return r->key.index; });
  const EachRun each_run = [&](const std::function<void(const RunRecord&)>& visit) {
    for (const RunRecord* record : sorted) visit(*record);
  };
  export_csv(folder, each_run, comparison);
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
      // This is the double nearest to the exact value, unlike seconds(), and has the fewest digits.
      row.push_back(csv_number(static_cast<double>(since.picoseconds()) / picoseconds_per_second));
    }
    row.push_back(csv_number(t.energy.value()));
    row.push_back(csv_number(t.received.value()));
    text += csv_row(row);
  }
}

}  // namespace kairos
