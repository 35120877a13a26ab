// Writes a profile as a platform file that people can read and edit.
//
// Each unit becomes a cluster of one element. Times of kernels stand in the file if it has at most
// 20 lines with them. Otherwise, and if they depend on shapes, the file names the measured table
// (`kernel_times`), which stays where it is.
#pragma once

#include <filesystem>
#include <string>

#include "platforms/profiles/selection.hpp"

namespace kairos {

/// What a profile does not say.
struct PlatformTextSettings {
  std::string name;    ///< Name of the platform; made from the chip or the file if empty.
  std::string source;  ///< Source of the figures; the name of the file if empty.
  /// Folder of the platform file, from which the table is named; empty to name its absolute path.
  std::filesystem::path folder;
};

/// The platform as YAML with the profile's source. `profile` is what `file` selects.
std::string platform_text(const Profile& profile, const ProfileFile& file,
                          const PlatformTextSettings& settings);

}  // namespace kairos
