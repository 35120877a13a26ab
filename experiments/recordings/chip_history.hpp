// The course of temperatures, powers and clocks of a chip, complete enough to be drawn without its
// platform.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiments/recordings/byte_stream.hpp"
#include "sim/metrics/chip_log.hpp"

namespace kairos {

struct ChipHistory {
  /// One line of a picture.
  struct Series {
    std::size_t cluster = 0;  ///< Position in `clusters`.
    std::vector<Sample> samples;
  };
  /// A thermal zone none of whose sensors is heated by an element.
  struct Zone {
    std::string name;
    std::vector<Sample> samples;
  };
  /// A temperature at which thermal zones reduce clocks.
  struct Trip {
    double celsius = 0;
    std::string zones;  ///< Their names.
  };

  Time end;
  bool is_grouped = false;            ///< Lines are of clusters, not of single elements.
  std::vector<std::string> clusters;  ///< Names of clusters or of groups of them.
  /// Degrees Celsius, watts and hertz. Powers are empty where the platform gives none, frequencies
  /// where no clock changes.
  std::vector<Series> temperatures, powers, frequencies;
  std::vector<Zone> zones;
  std::vector<Trip> trips;
};

/// What a log knows when the run, or its part that is drawn, ends.
ChipHistory history_of(const ChipLog& log, const Platform& platform, Time end);

void write(ByteWriter& writer, const ChipHistory& history);
ChipHistory read_chip_history(ByteReader& reader);

/// The same as the bytes of a recording of its own. Throws InputError for damaged bytes.
std::string bytes_of(const ChipHistory& history);
ChipHistory chip_history_from(std::string_view bytes);

}  // namespace kairos
