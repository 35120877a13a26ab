// Latencies of networks and rates of language models from Qualcomm AI Hub, as CSV tables.
//
//   model,precision,component,device,runtime,inference_ms,primary_compute_unit
//   resnet50,w8a8,ResNet50,Samsung Galaxy S24,tflite,0.576,NPU
//
//   model,precision,device,runtime,context_length,tokens_per_second,ttft_ms_min,ttft_ms_max
//   llama_v2_7b_chat,w4a16,Samsung Galaxy S24,qnn_context_binary,1024,12.85,1495.83,1495.83
//
// A network becomes one kernel with its latency, on the unit that ran most of its layers. The
// kernel has the name of the model, or of the component if the model has several. A language model
// becomes the kernels MODEL.decode, which takes 1 / tokens_per_second, and MODEL.first_token_min
// and MODEL.first_token_max, the range of the time to the first token. They run on the unit `npu`,
// as these tables do not name one. Precisions and runtimes are variants.
//
// How far to trust it: the latencies are those of one network alone. They contain the layers that
// run on other units.
#include <algorithm>
#include <cctype>
#include <set>

#include "platforms/profiles/profile.hpp"
#include "platforms/profiles/profile_table.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr double millisecond = 1e-3;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

class AiHub final : public ProfileFormat {
 public:
  [[nodiscard]] Profile read(const Source& source) const override {
    const ProfileTable table(source, {"model", "device"});
    const bool has_networks = table.has("inference_ms"),
               has_tokens = table.has("tokens_per_second");
    if (!has_networks && !has_tokens) {
      throw InputError(table.header(),
                       "the first line names neither 'inference_ms' nor 'tokens_per_second'; a "
                       "table of this format has one of them");
    }
    Profile profile;
    profile.usual_unit = "npu";
    profile.variants = {"precision", "runtime"};
    const auto components = components_of(table);
    for (const ProfileTable::Row& row : table.rows()) {
      MeasuredTime measured;
      measured.place = row.place;
      measured.chip = table.name(row, "device");
      measured.unit = lower(table.text(row, "primary_compute_unit"));
      measured.kernel = table.name(row, "model");
      for (const char* label : {"precision", "runtime", "model", "component"}) {
        if (const std::string value = table.text(row, label); !value.empty()) {
          measured.labels[label] = value;
        }
      }
      if (components.at(measured.kernel).size() > 1) measured.kernel = table.name(row, "component");
      if (has_networks) {
        if (const auto time = table.time(row, "inference_ms", millisecond)) {
          measured.time = *time;
          profile.times.push_back(measured);
        }
      }
      if (has_tokens) add_tokens(table, row, measured, profile);
    }
    return profile;
  }

 private:
  static std::map<std::string, std::set<std::string>> components_of(const ProfileTable& table) {
    std::map<std::string, std::set<std::string>> components;
    for (const ProfileTable::Row& row : table.rows()) {
      components[table.text(row, "model")].insert(table.text(row, "component"));
    }
    return components;
  }

  static void add_tokens(const ProfileTable& table, const ProfileTable::Row& row,
                         const MeasuredTime& model, Profile& profile) {
    const auto add = [&](const char* step, Duration time) {
      MeasuredTime measured = model;
      measured.kernel += step;
      measured.time = time;
      profile.times.push_back(std::move(measured));
    };
    if (!table.text(row, "tokens_per_second").empty()) {
      const double rate = table.positive(row, "tokens_per_second");
      add(".decode", measured_time(Seconds(1 / rate), table.place(row, "tokens_per_second")));
    }
    if (const auto time = table.time(row, "ttft_ms_min", millisecond)) {
      add(".first_token_min", *time);
    }
    if (const auto time = table.time(row, "ttft_ms_max", millisecond)) {
      add(".first_token_max", *time);
    }
  }
};

const Register<ProfileFormat, AiHub> registered{
    "aihub", "latencies of networks and rates of language models from Qualcomm AI Hub"};

}  // namespace
}  // namespace kairos
