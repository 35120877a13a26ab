#include "platforms/profiles/kernel_times.hpp"

#include <algorithm>
#include <set>

namespace kairos {
namespace {

void refuse_several_units(const Profile& profile, const ProfileFile& file) {
  std::set<std::string> units;
  for (const MeasuredTime& time : profile.times) units.insert(time.unit);
  if (units.empty()) {
    throw InputError(file.place, "the file '" + file.file.text +
                                     "' has no times of kernels for this choice; choose others");
  }
  if (units.size() == 1) return;
  throw InputError(file.place, "the file '" + file.file.text +
                                   "' has times of several units; choose one with 'unit': " +
                                   one_of(std::vector<std::string>(units.begin(), units.end())));
}

}  // namespace

KernelTable kernel_table(const Profile& profile) {
  std::map<std::string, std::set<std::string>> axes;
  for (const MeasuredTime& time : profile.times) {
    auto& own = axes[time.kernel];
    for (const auto& extent : time.shape) own.insert(extent.first);
  }
  KernelTable table;
  for (const auto& entry : axes) {
    table[entry.first].axes.assign(entry.second.begin(), entry.second.end());
  }
  for (const MeasuredTime& time : profile.times) {
    KernelTimes& kernel = table.at(time.kernel);
    ShapeTime& row = kernel.times.emplace_back();
    row.picoseconds = static_cast<double>(time.time.picoseconds());
    for (const std::string& axis : kernel.axes) {
      const auto extent = time.shape.find(axis);
      row.shape.push_back(extent == time.shape.end() ? std::nullopt
                                                     : std::optional(extent->second));
    }
  }
  return table;
}

std::shared_ptr<const KernelTable> read_kernel_times(const ProfileFile& file) {
  const Profile profile = file.read();
  refuse_several_units(profile, file);
  return std::make_shared<const KernelTable>(kernel_table(profile));
}

}  // namespace kairos
