// A profile: what was measured on chips, as tables of other tools have it. Formats of such tables
// are plug-ins, one file each in platforms/profiles/formats.
//
// A measurement is about a unit of a chip, such as its NPU, which becomes a cluster of a platform.
// It has labels, the values of columns such as the runtime or the data type. If a kernel was
// measured on a unit with several values of a label of `variants`, each becomes a kernel of its
// own, called KERNEL@VALUE.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

/// The unit and the circumstances of a measurement.
struct Measured {
  std::string chip;                           ///< Empty if the file does not name it.
  std::string unit;                           ///< Empty if the file does not name it.
  std::map<std::string, std::string> labels;  ///< Values by the names of columns.
  SourceLocation place;
};

/// The time of one run of a kernel at the highest clock.
struct MeasuredTime : Measured {
  std::string kernel;
  std::map<std::string, double> shape;  ///< Extents by the names of axes, such as `tokens`.
  Duration time;
};

/// A unit at one clock with one busy element.
struct MeasuredPoint : Measured {
  Hertz frequency;
  std::optional<Volts> voltage;
  Watts power;
  std::string kernel;        ///< The benchmark that ran.
  OperationsPerSecond rate;  ///< Runs of the benchmark per second.
};

struct Profile {
  std::vector<MeasuredTime> times;
  std::vector<MeasuredPoint> points;
  std::vector<std::string> variants;             ///< Labels that tell kernels apart.
  std::map<std::string, std::string> preferred;  ///< Values of labels, used if others compete.
  std::string usual_unit = "device";             ///< The unit if the file names none.
};

/// Reads the tables of one tool.
class ProfileFormat {
 public:
  static constexpr std::string_view kind = "profile";
  static constexpr std::string_view called = "format of profiles";

  struct Source {
    std::string path;
    std::string contents;
  };
  virtual ~ProfileFormat() = default;

  /// Returns the measurements of a file. Throws InputError with the line and column of a mistake.
  [[nodiscard]] virtual Profile read(const Source& source) const = 0;
};

/// A time that was measured, rounded to whole picoseconds. Throws InputError if it is negative or
/// longer than a simulation.
Duration measured_time(Seconds time, const SourceLocation& place);

}  // namespace kairos
