// The choice of measurements of a profile, and the profile of one chip that remains.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "platforms/profiles/profile.hpp"
#include "sim/base/file.hpp"

namespace kairos {

struct ProfileSelection {
  std::string chip;  ///< May be empty if the file has one chip.
  std::string unit;  ///< The only unit to keep; all units if empty.
  /// The values of labels to keep, by the name of the label.
  std::map<std::string, std::vector<std::string>> only;
};

/// A file of measurements, its format, and which of them to take.
struct ProfileFile {
  FilePath file;
  std::string format = "csv";
  ProfileSelection selection;
  SourceLocation place;

  void describe(Fields& f);
  /// Reads the file and selects from it. Throws InputError with the place of the mistake.
  [[nodiscard]] Profile read() const;
};

/// The measurements of one chip that the selection keeps, with their final names of units and
/// kernels. Throws InputError if a name is unknown, if several chips remain, or if two measurements
/// of the same thing do.
///
/// Example: rows of `resnet50` for the runtimes `onnx` and `tflite` become the kernels
/// `resnet50@onnx` and `resnet50@tflite`, and with `only: {runtime: [tflite]}` the kernel
/// `resnet50`.
Profile select(Profile profile, const ProfileSelection& selection, const SourceLocation& asked_by);

}  // namespace kairos
