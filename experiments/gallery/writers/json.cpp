// The JSON format: {"rows": [...], "summary": {...}, "left_out": [...]} with all digits, and null
// where a value is missing. `difference` is a share of the published value.
#include <nlohmann/json.hpp>

#include "experiments/gallery/gallery_writer.hpp"
#include "experiments/gallery/shown_row.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}

Json json_of(const ComparedRow& row, const std::string& experiment) {
  return {{"experiment", experiment},
          {"row", row.name},
          {"kind", name_of(row.kind)},
          {"unit", row.unit},
          {"published", number(row.published)},
          {"simulated", number(row.simulated)},
          {"difference", number(row.share())},
          {"absolute_difference", number(row.difference())},
          {"tolerance", shown_tolerance(row)},
          {"verdict", name_of(row.verdict)},
          {"source", row.source},
          {"why", row.why}};
}

Json summary_in_json(const Reproduction& reproduction) {
  Json kinds = Json::object();
  for (const auto& [kind, counts] : reproduction.by_kind()) {
    kinds[name_of(kind)] = {
        {"rows", counts.rows},
        {"passed", counts.passed},
        {"mean_error", counts.with_error > 0 ? Json(counts.mean_error()) : Json()}};
  }
  return {{"files", reproduction.experiments.size()},
          {"passes", reproduction.passes()},
          {"kinds", std::move(kinds)}};
}

class JsonGalleryWriter final : public GalleryWriter {
 public:
  [[nodiscard]] std::string write(const Reproduction& reproduction) const override {
    Json rows = Json::array();
    for (const ReproducedExperiment& experiment : reproduction.experiments) {
      for (const ComparedRow& row : experiment.rows) rows.push_back(json_of(row, experiment.name));
    }
    const Json document{{"rows", std::move(rows)},
                        {"summary", summary_in_json(reproduction)},
                        {"left_out", reproduction.left_out}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
  }
};

const Register<GalleryWriter, JsonGalleryWriter> registered{
    "json", "JSON with one object per row and a summary by kind; null where a value is missing"};

}  // namespace
}  // namespace kairos
