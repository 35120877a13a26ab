#include "experiments/gallery/shown_row.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "sim/base/text.hpp"

namespace kairos {
namespace {

/// Whole numbers with all digits, others with six.
std::string shown_number(double value) {
  constexpr double most = 1e12;
  const bool is_whole = value == std::floor(value) && std::abs(value) < most;
  return is_whole ? fmt::format("{:.0f}", value) : fmt::format("{:.6g}", value);
}

std::string with_unit(double value, const std::string& unit) {
  return shown_number(value) + (unit == "1" ? "" : " " + unit);
}

std::string shown_value(const std::optional<double>& value, const ComparedRow& row) {
  return value ? with_unit(*value, row.unit) : "-";
}

/// A share in per cent. Rounding errors, which may differ between computers, are shown as 0.
std::string shown_share(double share) {
  constexpr double rounding = 1e-9;
  constexpr double two_decimals = 5e-5;
  if (std::abs(share) < rounding) return "0 %";
  if (std::abs(share) < two_decimals) return fmt::format("{:+.0e} %", share * 100);
  return fmt::format("{:+.2f} %", share * 100);
}

/// A share of the published value, or a difference if only a difference is allowed.
std::string shown_difference(const ComparedRow& row) {
  const std::optional<double> difference = row.difference();
  if (!difference) return "-";
  const bool is_absolute =
      !row.tolerance.empty() &&
      std::ranges::none_of(row.tolerance, [](const Tolerance& t) { return t.unit.empty(); });
  const std::optional<double> share = row.share();
  if (share && !is_absolute) return shown_share(*share);
  constexpr double rounding = 1e-12;
  if (std::abs(*difference) < rounding) return "0";
  const std::string unit = row.unit == "C" ? "K" : row.unit;
  return fmt::format("{:+.4g}{}", *difference, unit == "1" ? "" : " " + unit);
}

std::string shown_share_allowed(double share) {
  constexpr double smallest_percent = 1e-5;
  return share < smallest_percent ? fmt::format("{:.4g}", share)
                                  : fmt::format("{:.4g} %", share * 100);
}

/// True for kinds that compare values, for which a mean error has a meaning.
bool has_errors(ExpectKind kind) {
  return kind != ExpectKind::same_direction && kind != ExpectKind::not_reproducible;
}

std::string summary_of_kind(ExpectKind kind, const RowCounts& counts) {
  if (kind == ExpectKind::not_reproducible) {
    return fmt::format("{}: {}", name_of(kind), counted(counts.rows, "row"));
  }
  std::string text = fmt::format("{}: {} of {}", name_of(kind), counts.passed, counts.rows);
  if (has_errors(kind) && counts.with_error > 0) {
    text += fmt::format(", mean error {:.2g} %",
                        counts.mean_error() < 1e-9 ? 0 : counts.mean_error() * 100);
  }
  return text;
}

void add_once(const std::string& text, std::vector<std::string>& to) {
  if (!text.empty() && std::ranges::find(to, text) == to.end()) to.push_back(text);
}

}  // namespace

ShownRow shown(const ComparedRow& row) {
  return {row.name,
          shown_value(row.published, row),
          shown_value(row.simulated, row),
          shown_difference(row),
          shown_tolerance(row),
          name_of(row.kind),
          name_of(row.verdict)};
}

std::string shown_tolerance(const ComparedRow& row) {
  if (!row.counts()) return "-";
  std::string text;
  for (const Tolerance& one : row.tolerance) {
    if (!text.empty()) text += " or ";
    text += one.unit.empty() ? shown_share_allowed(one.amount) : with_unit(one.amount, one.unit);
  }
  return text.empty() ? "-" : text;
}

std::string summary_of(const Reproduction& reproduction) {
  std::size_t rows = 0, counting = 0, passed = 0;
  std::string kinds;
  for (const auto& [kind, counts] : reproduction.by_kind()) {
    rows += counts.rows;
    passed += counts.passed;
    if (kind != ExpectKind::not_reproducible) counting += counts.rows;
    kinds += (kinds.empty() ? "" : "; ") + summary_of_kind(kind, counts);
  }
  std::string text =
      fmt::format("{} of {}: {} of {} that count are within their tolerance ({}).",
                  counted(rows, "row"), counted(reproduction.experiments.size(), "file"), passed,
                  counting, kinds.empty() ? "no rows" : kinds);
  if (!reproduction.left_out.empty()) {
    text += fmt::format(" {} left out; --slow runs them too.",
                        counted(reproduction.left_out.size(), "slow file"));
  }
  return text;
}

std::vector<std::string> reasons_of(const ReproducedExperiment& experiment) {
  std::vector<std::string> reasons;
  for (const ComparedRow& row : experiment.rows) {
    if (!row.why.empty()) reasons.push_back(row.name + ": " + row.why);
  }
  return reasons;
}

std::vector<std::string> sources_of(const ReproducedExperiment& experiment) {
  std::vector<std::string> sources;
  for (const ComparedRow& row : experiment.rows) add_once(row.source, sources);
  return sources;
}

}  // namespace kairos
