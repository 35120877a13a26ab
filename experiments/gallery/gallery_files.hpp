// Finds the files of the gallery: experiments with `expect` in experiments/papers and
// experiments/silicon.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kairos {

/// An experiment of the gallery, or a paper that cannot be simulated.
struct GalleryEntry {
  std::string name;            ///< The name of the file without its ending, such as "20_skip".
  std::filesystem::path file;  ///< Empty if there is nothing to simulate.
  std::string title, why;      ///< The paper, and the reason why it has no counterpart.
};

/// All entries: papers in the order of their numbers, then measurements of silicon by name.
std::vector<GalleryEntry> gallery_entries();

/// Finds entries by their name with or without the number, or by the number alone, which several
/// may have: "20_skip", "skip" and "20" are the same. A path, which contains a slash or ends in
/// .yaml, .yml or .json, stands for itself. Throws InputError with the nearest name.
std::vector<GalleryEntry> find_gallery_entries(const std::string& name);

}  // namespace kairos
