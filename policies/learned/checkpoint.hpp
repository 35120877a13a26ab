// The file of weights: the weights, their architecture and their origin.
//
//   "KAIROSNN"                       8 bytes
//   header length                    8 bytes, little-endian
//   header                           lines `key: value`, as Checkpoint describes them
//   weights                          32-bit IEEE floats, little-endian, Architecture's order
//   checksum                         8 bytes, little-endian: mix(FNV-1a of all that precedes)
//
// The checksum detects accidents, not forgeries. A forged file can only cause bad decisions,
// because sizes are checked before memory is allocated, and weights must be finite.
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
  std::uint64_t seed = 0;       ///< The seed of the training.
  std::uint64_t iteration = 0;  ///< The training iteration after which the weights were saved.
  std::string commit;           ///< The git commit of the program that trained the weights.
  std::string trained_on;       ///< A sentence that says what the weights were trained on.
  std::string training;         ///< The resolved training file, on one line.
  std::vector<float> weights;

  void describe(Fields& f);
};

std::string to_bytes(const Checkpoint& checkpoint);
/// Reads a checkpoint from bytes; `name` names the file in messages. Throws InputError if the bytes
/// are not a checkpoint that this version of Kairos understands.
Checkpoint from_bytes(std::string_view bytes, const std::string& name);

/// Reads a checkpoint from a file. Throws InputError like from_bytes(), or if the file cannot be
/// read; `asked_by` is the place that names it.
Checkpoint read_checkpoint(const std::filesystem::path& file, const SourceLocation& asked_by = {});

/// The file that `name` refers to: a path (see is_path), or weights that come with Kairos, in
/// policies/learned/weights under $KAIROS_HOME or the source folder.
std::filesystem::path weights_file(const std::string& name, const SourceLocation& asked_by = {});
/// The sorted names of the weights that come with Kairos.
std::vector<std::string> weights_names();

}  // namespace kairos
