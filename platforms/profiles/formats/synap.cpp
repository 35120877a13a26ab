// Latencies of networks on the CPU, GPU and NPU of Synaptics' chips, as in the tables of the SyNAP
// toolkit.
//
//   soc,suite,model,cpu_ms,gpu_ms,npu_online_infer_ms,npu_offline_infer_ms
//   VS680,aibench4,unet_quant,265.51,,9.34,14.80
//
// A network becomes one kernel of each unit that ran it; an empty cell means that the unit did not
// run it. The NPU's graph is prepared before (offline) or by the device (online): times of offline
// graphs are taken where a network has both, unless the label `graph` chooses (`graph=online`). The
// times of this preparation (`npu_*_init_ms`) are not read, because a cluster has only one
// `preparation` for all kernels.
//
// How far to trust it: the latencies are those of one network alone, without its input and output.
#include <array>

#include "platforms/profiles/profile.hpp"
#include "platforms/profiles/profile_table.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

constexpr double millisecond = 1e-3;

struct Column {
  const char *name, *unit, *graph;
};
constexpr std::array columns{Column{"cpu_ms", "cpu", ""}, Column{"gpu_ms", "gpu", ""},
                             Column{"npu_online_infer_ms", "npu", "online"},
                             Column{"npu_offline_infer_ms", "npu", "offline"}};

class Synap final : public ProfileFormat {
 public:
  [[nodiscard]] Profile read(const Source& source) const override {
    const ProfileTable table(source, {"soc", "model"});
    Profile profile;
    profile.variants = {"suite"};
    profile.preferred = {{"graph", "offline"}};
    bool has_any = false;
    for (const Column& column : columns) has_any = has_any || table.has(column.name);
    if (!has_any) {
      throw InputError(table.header(),
                       "the first line names no time; a table of this format has 'cpu_ms', "
                       "'gpu_ms', 'npu_online_infer_ms' or 'npu_offline_infer_ms'");
    }
    for (const ProfileTable::Row& row : table.rows()) {
      for (const Column& column : columns) {
        const auto time = table.time(row, column.name, millisecond);
        if (!time) continue;
        MeasuredTime& measured = profile.times.emplace_back();
        measured.place = table.place(row, column.name);
        measured.chip = table.name(row, "soc");
        measured.unit = column.unit;
        measured.kernel = table.name(row, "model");
        measured.time = *time;
        if (*column.graph != '\0') measured.labels["graph"] = column.graph;
        if (const std::string suite = table.text(row, "suite"); !suite.empty()) {
          measured.labels["suite"] = suite;
        }
      }
    }
    return profile;
  }
};

const Register<ProfileFormat, Synap> registered{
    "synap", "latencies of networks on the CPU, GPU and NPU of Synaptics' chips"};

}  // namespace
}  // namespace kairos
