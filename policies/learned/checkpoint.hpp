// Weights in a file, with what they are and where they come from.
//
//   "KAIROSNN"                       8 bytes
//   header length                    8 bytes, little-endian
//   header                           lines `key: value`, as Checkpoint describes them
//   weights                          32-bit IEEE floats, little-endian, Architecture's order
//   checksum                         8 bytes, little-endian: mix(FNV-1a of all that precedes)
//
// The checksum finds accidents, not forgeries; a forged file can make bad decisions and nothing
// worse: sizes are checked before memory is asked for, and weights must be finite.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "policies/learned/network.hpp"
#include "sim/base/file.hpp"

namespace kairos {

struct Checkpoint {
  Architecture architecture;
  std::uint64_t seed = 0;       ///< Of the training.
  std::uint64_t iteration = 0;  ///< After which these weights were taken.
  std::string commit;           ///< Git commit that trained them.
  std::string trained_on;       ///< In a sentence.
  std::string training;         ///< The resolved training file, on one line.
  std::vector<float> weights;

  void describe(Fields& f);
};

std::string to_bytes(const Checkpoint& checkpoint);
/// Throws InputError when the bytes are not those of a checkpoint that this Kairos understands;
/// `name` stands for the file.
Checkpoint from_bytes(std::string_view bytes, const std::string& name);

/// Throws InputError as above, or when the file cannot be read; `asked_by` is where it is named.
Checkpoint read_checkpoint(const std::filesystem::path& file, const Place& asked_by = {});

/// The file of weights that come with Kairos, by name, or of others, by path (see LibraryFile). The
/// folder is policies/learned/weights under $KAIROS_HOME, or where Kairos was built from.
std::filesystem::path weights_file(const std::string& name, const Place& asked_by = {});
/// The names of those that come with Kairos, sorted.
std::vector<std::string> weights_names();

}  // namespace kairos
