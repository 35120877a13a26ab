#include "experiments/formulas/formula.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/find_by_name.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {
namespace {

constexpr const char* see_metrics = " (see 'kairos list metrics')";

InputError mistake(const FormulaConfig& formula, const std::string& what) {
  return InputError(formula.place, "formula '" + formula.name + "': " + what);
}

/// The names that formulas can use besides those of other formulas.
struct Vocabulary {
  std::vector<MetricInfo> metrics;
  std::vector<std::string> of_job;  ///< The amounts of a job.
};

Vocabulary known_names(const FormulaList& formulas) {
  Vocabulary known{all_metric_infos(), {job_amounts.begin(), job_amounts.end()}};
  for (const std::string& name : formulas.amounts) {
    known.metrics.push_back(
        {name, name, "sum of the amount '" + name + "' over finished jobs", false});
    known.of_job.push_back(name);
  }
  return known;
}

bool is_job_amount(const std::string& name, const Vocabulary& known) {
  return std::ranges::find(known.of_job, name) != known.of_job.end();
}

bool is_metric(const std::string& name, const std::vector<MetricInfo>& metrics) {
  return std::ranges::find(metrics, name, &MetricInfo::name) != metrics.end();
}

/// The formula with this name; null if there is none.
const Formula* find(const std::vector<Formula>& formulas, const std::string& name) {
  const auto found = std::ranges::find(formulas, name, &Formula::name);
  return found == formulas.end() ? nullptr : &*found;
}

/// True for names that expressions can contain.
bool is_identifier(const std::string& name) {
  constexpr std::size_t longest = 60;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
  return !name.empty() && name.size() <= longest && is_letter(name.front()) &&
         std::ranges::all_of(name, fits);
}

void check_name(const FormulaConfig& formula, const Vocabulary& known) {
  const std::string& name = formula.name;
  if (!is_identifier(name)) {
    throw mistake(formula,
                  "this cannot be a name in expressions; write up to 60 letters, digits and '_' "
                  "that begin with a letter, such as jobs_per_j");
  }
  const char* taken = is_metric(name, known.metrics) ? "metric"
                      : is_job_amount(name, known)   ? "amount of a job"
                      : is_function(name)            ? "function"
                                                     : nullptr;
  if (taken == nullptr) return;
  throw mistake(formula, "this is the name of " + with_article(taken) + "; choose another name");
}

Formula parse(const FormulaConfig& formula, const Vocabulary& known) {
  check_name(formula, known);
  if (formula.dropped && formula.over != FormulaScope::jobs) {
    throw mistake(formula, "'dropped' is the value of a job; add 'over: jobs', or leave it out");
  }
  try {
    return {formula, Expression(formula.is)};
  } catch (const InputError& error) {
    throw InputError(formula.place, "'is' of formula '" + formula.name + "' " + error.what());
  }
}

/// Refuses a name in an expression over jobs, which may be an amount of a job or another formula
/// over jobs.
void check_name_in_jobs(const std::string& name, const Formula& formula,
                        const std::vector<Formula>& formulas, const Vocabulary& known) {
  const Formula* other = find(formulas, name);
  const bool is_of_job = other != nullptr && other->config.over == FormulaScope::jobs;
  if (is_job_amount(name, known) || is_of_job) return;
  std::vector<std::string> names = known.of_job;
  for (const Formula& f : formulas) {
    if (f.config.over == FormulaScope::jobs) names.push_back(f.name());
  }
  if (other == nullptr && !is_metric(name, known.metrics)) {
    throw mistake(formula.config, unknown_name("amount of a job", name, names));
  }
  throw mistake(formula.config,
                "a single job has no '" + name + "'; a formula over jobs can use " + one_of(names));
}

/// Refuses a name in an expression over the run or over streams, which may be a metric or another
/// formula.
void check_name_in_run(const std::string& name, const Formula& formula,
                       const std::vector<Formula>& formulas, const Vocabulary& known) {
  if (const Formula* other = find(formulas, name)) {
    const bool means_of_means =
        other->config.over == FormulaScope::streams && formula.config.over == FormulaScope::streams;
    if (!means_of_means) return;
    throw mistake(formula.config, "'" + name +
                                      "' is a mean over streams, so a single stream has none; use "
                                      "it in a formula over the run");
  }
  if (is_metric(name, known.metrics)) return;
  if (is_job_amount(name, known)) {
    throw mistake(formula.config, "'" + name + "' is an amount of a job; add 'over: jobs'");
  }
  std::vector<std::string> names = names_in(known.metrics);
  for (const Formula& f : formulas) names.push_back(f.name());
  throw mistake(formula.config, unknown_name("metric", name, names, see_metrics));
}

void check_names(const std::vector<Formula>& formulas, const Vocabulary& known) {
  Mistakes mistakes;
  for (const Formula& formula : formulas) {
    const auto check =
        formula.config.over == FormulaScope::jobs ? check_name_in_jobs : check_name_in_run;
    for (const std::string& name : formula.expression.names()) {
      mistakes.attempt([&] { check(name, formula, formulas, known); });
    }
  }
  mistakes.report();
}

void refuse_cycles(const std::vector<Formula>& formulas) {
  std::vector<std::pair<std::size_t, std::size_t>> uses;
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    for (const std::string& name : formulas[i].expression.names()) {
      if (const Formula* other = find(formulas, name)) {
        uses.emplace_back(i, static_cast<std::size_t>(other - formulas.data()));
      }
    }
  }
  std::ranges::sort(uses);
  const std::vector<std::size_t> cycle = find_cycle(formulas.size(), uses);
  if (cycle.empty()) return;
  std::string names;
  for (const std::size_t i : cycle) names += "'" + formulas[i].name() + "' -> ";
  names += "'" + formulas[cycle.front()].name() + "'";
  throw InputError(
      formulas[cycle.front()].config.place,
      "formulas use each other in a cycle: " + names + "; remove one of these names from its 'is'");
}

/// Sorts formulas without cycles so that each one follows those that it uses.
std::vector<Formula> in_order(std::vector<Formula> formulas) {
  std::vector<Formula> ordered;
  while (!formulas.empty()) {
    const auto is_next = [&](const Formula& formula) {
      return std::ranges::none_of(formula.expression.names(), [&](const std::string& name) {
        return find(formulas, name) != nullptr;
      });
    };
    const auto next = std::ranges::find_if(formulas, is_next);
    ordered.push_back(std::move(*next));
    formulas.erase(next);
  }
  return ordered;
}

}  // namespace

std::vector<Formula> parse_formulas(const FormulaList& formulas) {
  if (formulas.empty()) return {};
  const Vocabulary known = known_names(formulas);
  std::vector<Formula> parsed;
  Mistakes mistakes;
  for (const FormulaConfig& formula : formulas) {
    mistakes.attempt([&] { parsed.push_back(parse(formula, known)); });
  }
  mistakes.report();
  check_names(parsed, known);
  refuse_cycles(parsed);
  return in_order(std::move(parsed));
}

std::vector<MetricInfo> known_metrics(const FormulaList& formulas) {
  std::vector<MetricInfo> infos = known_names(formulas).metrics;
  for (const FormulaConfig& f : formulas) {
    infos.push_back({f.name, f.unit, f.meaning, f.lower_is_better});
  }
  const auto is_repeatable = [&](const std::string& name) {
    const auto found = std::ranges::find(infos, name, &MetricInfo::name);
    return found == infos.end() || found->repeatable;
  };
  for (const Formula& formula : parse_formulas(formulas)) {
    std::ranges::find(infos, formula.name(), &MetricInfo::name)->repeatable =
        std::ranges::all_of(formula.expression.names(), is_repeatable);
  }
  return infos;
}

}  // namespace kairos
