// Speed and power of one busy core at every clock of every CPU cluster, measured by freqbench.
//
//   soc,run,first_cpu_of_cluster,mhz,mv,coremark_per_s,power_mw_above_baseline
//   sm8150,main,4,2419.2,1000.0,18835.229413,845.230903
//
// A cluster becomes one element, called `cpu` and its first measured core, with an operating point
// for every clock. Its power at each clock is the measured one (above that of the idle device), its
// voltage the measured one where the table has it, and its throughput for the kernel `coremark` is
// that of the highest clock: one operation is one iteration. Of several runs of a chip, `main` is
// taken; the label `run` chooses another one.
//
// How far to trust it: the device's idle power and its losses are not in these figures. One core
// was busy, so they do not say what the cluster draws before its first core runs.
#include "platforms/profiles/profile.hpp"
#include "platforms/profiles/profile_table.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class FreqBench final : public ProfileFormat {
 public:
  [[nodiscard]] Profile read(const Source& source) const override {
    const ProfileTable table(source, {"soc", "first_cpu_of_cluster", "mhz", "coremark_per_s",
                                      "power_mw_above_baseline"});
    Profile profile;
    profile.preferred = {{"run", "main"}};
    for (const ProfileTable::Row& row : table.rows()) {
      MeasuredPoint& point = profile.points.emplace_back();
      point.place = row.place;
      point.chip = table.name(row, "soc");
      point.unit = "cpu" + table.name(row, "first_cpu_of_cluster");
      point.frequency = Hertz(table.positive(row, "mhz") * 1e6);
      if (!table.text(row, "mv").empty()) {
        point.voltage = Volts(table.positive(row, "mv") / 1e3);
      }
      const auto power = table.number(row, "power_mw_above_baseline");
      if (!power) {
        throw InputError(table.place(row, "power_mw_above_baseline"),
                         "'power_mw_above_baseline' is empty; write a power in milliwatts");
      }
      point.power = Watts(*power / 1e3);
      point.kernel = "coremark";
      point.rate = OperationsPerSecond(table.positive(row, "coremark_per_s"));
      for (const char* label : {"run", "device"}) {
        if (const std::string value = table.text(row, label); !value.empty()) {
          point.labels[label] = value;
        }
      }
    }
    return profile;
  }
};

const Register<ProfileFormat, FreqBench> registered{
    "freqbench", "speed and power of a core at every clock of its cluster, from freqbench"};

}  // namespace
}  // namespace kairos
