// The CSV format: a row per sweep point, policy and metric, in SI units with all digits (RFC 4180).
#include "experiments/report/csv_row.hpp"
#include "experiments/report/report_writer.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using Row = std::vector<std::string>;

class CsvWriter final : public ReportWriter {
 public:
  [[nodiscard]] std::string write(const Comparison& c) const override {
    Row heading;
    if (!c.points.empty()) {
      for (const auto& [key, value] : c.points.front()) heading.push_back(key);
    }
    for (const char* name :
         {"policy", "metric", "unit", "mean", "half_width_95", "n", "ratio_to_baseline",
          "ratio_half_width_95", "difference_to_baseline", "difference_half_width_95", "failed"}) {
      heading.emplace_back(name);
    }
    std::string text = csv_row(heading);
    for (std::size_t point = 0; point < c.points.size(); ++point) {
      for (std::size_t policy = 0; policy < c.policies.size(); ++policy) {
        for (std::size_t m = 0; m < c.metrics.size(); ++m) {
          const auto& [value, ratio, of_means, difference] = c.cell(point, policy, m);
          const std::size_t failed = c.failed_at(point, policy);
          if (value.n == 0 && failed == 0) continue;
          Row row;
          for (const auto& [key, text_of_value] : c.points[point]) row.push_back(text_of_value);
          row.insert(row.end(), {c.policies[policy], c.metrics[m].name, c.metrics[m].unit,
                                 csv_number(value.mean), csv_number(value.half_width),
                                 std::to_string(value.n), csv_number(ratio.mean),
                                 csv_number(ratio.half_width), csv_number(difference.mean),
                                 csv_number(difference.half_width), std::to_string(failed)});
          text += csv_row(row);
        }
      }
    }
    return text;
  }
};

const Register<ReportWriter, CsvWriter> registered{
    "csv", "CSV with one row per sweep point, policy and metric, with all digits"};

}  // namespace
}  // namespace kairos
