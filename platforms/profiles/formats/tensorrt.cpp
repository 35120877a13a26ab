// Times of layers that TensorRT measured: the JSON file that trtexec writes with --exportProfile,
// or a CSV file of the layers of several engines.
//
//   [{"count": 1000}, {"name": "conv1", "timeMs": 83.4, "averageMs": 0.0834, "percentage": 4.2}]
//
//   engine,layer,average_ms
//   googlenet_gpu,pool1/3x3_s2,0.0264
//
// Each layer becomes a kernel, with its mean time: `averageMs`, or else `timeMs` / `count`. The
// layers of a CSV file run on the unit `dla` if the name of their engine contains "dla", and
// otherwise on `gpu`; a JSON file does not say which (`gpu` unless another one is named). A name
// that appears a second time in a JSON file becomes "NAME #2".
//
// How far to trust it: the sum over all layers exceeds the latency of the network by the cost of
// measuring, and layers on a DLA are measured as a few groups.
#include "platforms/profiles/profile.hpp"
#include "platforms/profiles/profile_table.hpp"
#include "sim/base/json_tree.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr double millisecond = 1e-3;

class TensorRt final : public ProfileFormat {
 public:
  [[nodiscard]] Profile read(const Source& source) const override {
    const std::string text = text_of(source.contents, source.path);
    const char first = text[text.find_first_not_of(" \t\n")];
    Profile profile = first == '[' || first == '{' ? of_json(source) : of_table(source);
    profile.usual_unit = "gpu";
    profile.variants = {"engine"};
    return profile;
  }

 private:
  static Profile of_json(const Source& source) {
    const std::vector<Value> values = json_values(source.contents, source.path);
    Profile profile;
    std::map<std::string, int> seen;
    std::optional<double> count;
    for (const Value& layer : items_of(values.front())) {
      require_map(layer);
      if (layer.find("name") == nullptr && layer.find("count") != nullptr) {
        count = amount_of(*layer.find("count"));
        continue;
      }
      MeasuredTime& row = profile.times.emplace_back();
      row.kernel = word_of(member(layer, "name"));
      row.place = layer.place;
      if (const int times = ++seen[row.kernel]; times > 1) {
        row.kernel += " #" + std::to_string(times);
      }
      row.time = measured_time(Seconds(milliseconds(layer, count) * millisecond), layer.place);
    }
    if (!profile.times.empty()) return profile;
    throw InputError(values.front().place,
                     "the list names no layers; write a file with 'trtexec --exportProfile'");
  }

  /// The mean time of a layer.
  static double milliseconds(const Value& layer, const std::optional<double>& count) {
    if (const Value* mean = layer.find("averageMs")) return amount_of(*mean);
    const Value* total = layer.find("timeMs");
    if (total != nullptr && count && *count > 0) return amount_of(*total) / *count;
    throw InputError(layer.place,
                     "the layer has no 'averageMs', and no 'timeMs' with a 'count' of runs before "
                     "it; write its mean time in milliseconds");
  }

  static Profile of_table(const Source& source) {
    const ProfileTable table(source, {"layer", "average_ms"});
    Profile profile;
    for (const ProfileTable::Row& row : table.rows()) {
      const auto time = table.time(row, "average_ms", millisecond);
      if (!time) {
        throw InputError(table.place(row, "average_ms"), "'average_ms' is empty; write a time");
      }
      const std::string engine = table.text(row, "engine");
      MeasuredTime& measured = profile.times.emplace_back();
      measured.kernel = table.name(row, "layer");
      measured.time = *time;
      measured.place = row.place;
      if (engine.empty()) continue;
      measured.unit = engine.find("dla") == std::string::npos ? "gpu" : "dla";
      measured.labels["engine"] = engine;
    }
    return profile;
  }
};

const Register<ProfileFormat, TensorRt> registered{
    "tensorrt", "times of layers from TensorRT (trtexec --exportProfile), or a table of them"};

}  // namespace
}  // namespace kairos
