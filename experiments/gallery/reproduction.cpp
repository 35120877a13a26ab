#include "experiments/gallery/reproduction.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "experiments/execute/executor.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/gallery/compare_rows.hpp"

namespace kairos {
namespace {

/// An experiment that is ready to run.
struct Prepared {
  std::string name;
  std::shared_ptr<const Sweep> sweep;
  std::vector<ExpectedRow> rows;
  Outcomes outcomes = {};
};

bool is_slow(const Value& document) {
  const Value* slow = document.is_map() ? document.find("slow") : nullptr;
  return slow != nullptr && slow->text == "true";
}

Prepared prepare(const std::string& name, Value document) {
  const SourceLocation file{document.place.file, 0, 0};
  const auto sweep =
      std::make_shared<const Sweep>(expand(resolve_experiment(std::move(document), {})));
  if (sweep->experiment->expect.empty()) {
    throw InputError(file,
                     "the experiment has no 'expect'; add rows with published or measured values");
  }
  return {name, sweep, expected_rows(*sweep)};
}

/// Executes a run. A failure is recorded in the outcome; only metrics are kept otherwise.
RunRecord run_or_failure(const RunConfig& config, std::size_t index) {
  RunRecord record{config.key, {}};
  record.key.index = index;
  try {
    record.outcome.metrics = run_anywhere(config).metrics;
  } catch (const InputError& error) {
    record.outcome.failure = error.what();
  } catch (const std::logic_error& error) {
    record.outcome.failure = std::string("internal error: ") + error.what();
  }
  return record;
}

void run_all(std::vector<Prepared>& experiments, std::size_t workers) {
  std::vector<std::pair<std::size_t, std::size_t>> all;  // An experiment and one of its runs.
  for (std::size_t i = 0; i < experiments.size(); ++i) {
    for (const std::size_t run : runs_of(experiments[i].rows)) all.emplace_back(i, run);
  }
  if (all.empty()) return;
  const auto run_one = [&](std::size_t i) {
    return run_or_failure(experiments[all[i].first].sweep->runs[all[i].second], i);
  };
  const auto keep = [&](RunRecord&& record) {
    const auto [experiment, run] = all[record.key.index];
    experiments[experiment].outcomes[run] = std::move(record.outcome);
  };
  execute(all.size(), workers, run_one, keep);
}

/// The single row of a paper that cannot be simulated.
ReproducedExperiment without_counterpart(const GalleryEntry& entry) {
  ComparedRow row;
  row.name = "no counterpart";
  row.kind = ExpectKind::not_reproducible;
  row.verdict = Verdict::not_reproducible;
  row.source = entry.title;
  row.why = entry.why;
  return {entry.name, entry.title, {row}};
}

}  // namespace

std::map<ExpectKind, RowCounts> Reproduction::by_kind() const {
  std::map<ExpectKind, RowCounts> counts;
  for (const ReproducedExperiment& experiment : experiments) {
    for (const ComparedRow& row : experiment.rows) {
      RowCounts& own = counts[row.kind];
      ++own.rows;
      if (row.passes()) ++own.passed;
      const std::optional<double> share = row.share();
      if (!share) continue;
      ++own.with_error;
      own.sum_of_errors += std::abs(*share);
    }
  }
  return counts;
}

bool Reproduction::passes() const {
  return std::ranges::all_of(experiments, [](const ReproducedExperiment& experiment) {
    return std::ranges::all_of(
        experiment.rows, [](const ComparedRow& row) { return row.passes() || !row.counts(); });
  });
}

Reproduction reproduce(const std::vector<GalleryEntry>& entries, std::size_t workers,
                       bool leaves_out_slow) {
  Reproduction result;
  std::vector<Prepared> prepared;
  for (const GalleryEntry& entry : entries) {
    if (entry.file.empty()) {
      result.experiments.push_back(without_counterpart(entry));
      continue;
    }
    Value document = read_yaml_file(entry.file);
    if (leaves_out_slow && is_slow(document)) {
      result.left_out.push_back(entry.name);
      continue;
    }
    prepared.push_back(prepare(entry.name, std::move(document)));
    result.experiments.push_back({entry.name, prepared.back().sweep->experiment->description, {}});
  }
  run_all(prepared, workers);
  // The experiments that have run are in the same order in both lists.
  auto next = prepared.begin();
  for (ReproducedExperiment& experiment : result.experiments) {
    if (!experiment.rows.empty()) continue;
    experiment.rows = compare_rows(next->rows, *next->sweep, next->outcomes);
    ++next;
  }
  return result;
}

}  // namespace kairos
