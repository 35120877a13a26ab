// The JSON format: the rows of the CSV format as {"baseline": ..., "rows": [...]}, with null for
// missing numbers.
#include <nlohmann/json.hpp>

#include "experiments/report/report_writer.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class JsonWriter final : public ReportWriter {
 public:
  [[nodiscard]] std::string write(const Comparison& c) const override {
    using Json = nlohmann::ordered_json;  // It writes NaN as null.
    Json rows = Json::array();
    for (std::size_t point = 0; point < c.points.size(); ++point) {
      Json keys = Json::object();
      for (const auto& [key, value] : c.points[point]) keys[key] = value;
      for (std::size_t policy = 0; policy < c.policies.size(); ++policy) {
        for (std::size_t m = 0; m < c.metrics.size(); ++m) {
          const auto& [value, ratio, of_means, difference] = c.cell(point, policy, m);
          const std::size_t failed = c.failed_at(point, policy);
          if (value.n == 0 && failed == 0) continue;
          rows.push_back({{"point", keys},
                          {"policy", c.policies[policy]},
                          {"metric", c.metrics[m].name},
                          {"unit", c.metrics[m].unit},
                          {"mean", value.mean},
                          {"half_width_95", value.half_width},
                          {"n", value.n},
                          {"ratio_to_baseline", ratio.mean},
                          {"ratio_half_width_95", ratio.half_width},
                          {"difference_to_baseline", difference.mean},
                          {"difference_half_width_95", difference.half_width},
                          {"failed", failed}});
        }
      }
    }
    const Json document = {
        {"baseline", c.baseline}, {"runs", c.runs}, {"failed", c.failed_runs()}, {"rows", rows}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  }
};

const Register<ReportWriter, JsonWriter> registered{
    "json", "JSON with the rows of format csv; null where a value is missing"};

}  // namespace
}  // namespace kairos
