// Times of the layers of a language model that vLLM runs on a GPU, as CSV tables in the form of the
// profiles of LLMServingSim 2.0 (MIT licence).
//
//   gpu,model,layer,tokens,sequences,time_us
//   RTX4090,Llama-3.1-8B,qkv_proj,1,,54.898
//
//   gpu,model,prefill_chunk,kv_prefill,n_decode,kv_decode,time_us
//   RTX4090,Llama-3.1-8B,0,0,1,16,9.31067
//
// A layer becomes a kernel whose time depends on the number of `tokens` or, for the layers that see
// only the last token of each sequence, of `sequences`. The second table is about the kernel
// `attention`, with four axes: new tokens of a prompt, tokens before them, sequences that generate,
// and tokens before each of these. The model is a variant, the GPU is the chip.
//
// How far to trust it: the times are those of one layer alone, without the host's time between
// layers. They are interpolated between measured shapes and not extrapolated.
#include <algorithm>
#include <array>

#include "platforms/profiles/profile.hpp"
#include "platforms/profiles/profile_table.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr double microsecond = 1e-6;

class Vllm final : public ProfileFormat {
 public:
  [[nodiscard]] Profile read(const Source& source) const override {
    const ProfileTable table(source, {"gpu", "time_us"});
    const bool has_layers = table.has("layer"), is_attention = table.has("prefill_chunk");
    if (!has_layers && !is_attention) {
      throw InputError(table.header(),
                       "the first line names neither 'layer' nor 'prefill_chunk'; a table of this "
                       "format has one of them");
    }
    Profile profile;
    profile.usual_unit = "gpu";
    profile.variants = {"model"};
    for (const ProfileTable::Row& row : table.rows()) {
      const auto time = table.time(row, "time_us", microsecond);
      if (!time) throw InputError(table.place(row, "time_us"), "'time_us' is empty; write a time");
      MeasuredTime& measured = profile.times.emplace_back();
      measured.place = row.place;
      measured.chip = table.name(row, "gpu");
      measured.unit = "gpu";
      measured.kernel = has_layers ? table.name(row, "layer") : "attention";
      measured.time = *time;
      for (const char* axis : axes) {
        if (const auto extent = table.number(row, axis)) measured.shape[axis] = *extent;
      }
      if (const std::string model = table.text(row, "model"); !model.empty()) {
        measured.labels["model"] = model;
      }
    }
    return profile;
  }

 private:
  static constexpr std::array axes{"tokens",     "sequences", "prefill_chunk",
                                   "kv_prefill", "n_decode",  "kv_decode"};
};

const Register<ProfileFormat, Vllm> registered{
    "vllm", "times of the layers of a language model by tokens, as vLLM runs them on a GPU"};

}  // namespace
}  // namespace kairos
