#include "experiments/charts/charts.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/format.h>

#include "experiments/charts/chip_panels.hpp"
#include "experiments/charts/gantt_svg.hpp"
#include "experiments/files/write_file.hpp"
#include "experiments/recordings/gantt_record.hpp"
#include "experiments/statistics/readable.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// Removes the charts of an earlier report, which may show policies that no longer exist.
void remove_charts(const fs::path& folder) {
  std::vector<fs::path> charts;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool is_chart = name.starts_with("gantt_") || name.starts_with("chip_");
    if (is_chart && name.ends_with(".svg") && is_own_file(entry.path()))
      charts.push_back(entry.path());
  }
  for (const fs::path& chart : charts) fs::remove(chart);
}

/// Writes charts under names that differ from each other and from files of other programs.
class ChartFolder {
 public:
  explicit ChartFolder(const fs::path& folder) : folder_(folder) {}

  void write(const std::string& name, const std::string& svg) {
    std::string free = name;
    for (int number = 2; is_taken(free); ++number) free = fmt::format("{}_{}", name, number);
    names_.insert(free);
    write_file(folder_ / (free + ".svg"), svg);
  }

 private:
  [[nodiscard]] bool is_taken(const std::string& name) const {
    return names_.contains(name) || fs::exists(fs::symlink_status(folder_ / (name + ".svg")));
  }

  fs::path folder_;
  std::set<std::string> names_;
};

const Recording* find(const std::vector<Recording>& recordings, const std::string& kind) {
  const auto found = std::ranges::find(recordings, kind, &Recording::kind);
  return found == recordings.end() ? nullptr : &*found;
}

/// The title, as in "EXPERIMENT: POLICY, key = value".
std::string title_of(const Sweep& sweep, const RunKey& run, bool with_point) {
  std::string title = sweep.experiment->name + ": " + run.policy;
  for (const auto& [key, value] : run.point) {
    if (with_point) title += ", " + key + " = " + shown_value(value);
  }
  return title;
}

/// Returns false if there is no recording.
bool write_gantt(ChartFolder& charts, const Sweep& sweep, const RunKey& run,
                 const std::vector<Recording>& recordings) {
  const Recording* recording = find(recordings, gantt_recording);
  if (recording == nullptr) return false;
  charts.write("gantt_" + file_name_of(run.policy),
               gantt_svg(gantt_record_from(recording->bytes), title_of(sweep, run, false)));
  return true;
}

bool write_chip(ChartFolder& charts, const Sweep& sweep, const RunKey& run,
                const std::vector<Recording>& recordings) {
  const Recording* recording = find(recordings, chip_recording);
  if (recording == nullptr) return false;
  std::string name = run.policy;
  for (const auto& [key, value] : run.point) name += "_" + value;
  charts.write("chip_" + file_name_of(name),
               chip_svg(chip_history_from(recording->bytes), title_of(sweep, run, true)));
  return true;
}

}  // namespace

std::string file_name_of(const std::string& text) {
  constexpr std::size_t longest = 120;  // File systems allow 255 bytes.
  std::string name = text;
  std::ranges::replace_if(
      name,
      [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x80 && std::isalnum(byte) == 0 && c != '-';
      },
      '_');
  if (name.size() <= longest) return name;
  const std::string hash = hash_of(text);
  std::size_t end = longest - hash.size() - 1;
  // A character must not be cut.
  while ((static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  return name.substr(0, end) + "_" + hash;
}

std::size_t write_charts(const fs::path& folder, const Sweep& sweep,
                         const RecordingsOfRun& recordings_of_run) {
  remove_charts(folder);
  ChartFolder charts(folder);
  std::size_t missing = 0;
  for (const RunConfig& config : sweep.runs) {
    if (!config.pictures.any()) continue;
    const auto recordings = recordings_of_run(config.key.index);
    if (!recordings) continue;
    if (config.pictures.gantt && !write_gantt(charts, sweep, config.key, *recordings)) ++missing;
    if (config.pictures.chip && !write_chip(charts, sweep, config.key, *recordings)) ++missing;
  }
  return missing;
}

}  // namespace kairos
