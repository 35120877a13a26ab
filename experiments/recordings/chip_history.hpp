// The temperatures, powers and clocks of a chip over time, complete enough to be drawn without its
// platform.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "experiments/recordings/byte_stream.hpp"
#include "sim/metrics/chip_log.hpp"

namespace kairos {

struct ChipHistory {
  /// One line of a chart.
  struct Series {
    std::size_t cluster = 0;  ///< Position in `clusters`.
    std::vector<Sample> samples;
  };
  /// A thermal zone without any sensor that an element heats.
  struct Zone {
    std::string name;
    std::vector<Sample> samples;
  };
  /// A temperature at which thermal zones reduce clocks.
  struct Trip {
    double celsius = 0;
    std::string zones;  ///< Names of these zones.
  };

  Time end;
  bool is_grouped = false;  ///< True if lines represent clusters instead of single elements.
  std::vector<std::string> clusters;  ///< Names of clusters or of groups of clusters.
  /// Values in degrees Celsius, watts and hertz. Powers are empty if the platform defines none,
  /// frequencies if no clock changes.
  std::vector<Series> temperatures, powers, frequencies;
  std::vector<Zone> zones;
  std::vector<Trip> trips;
};

/// The history that a log holds at the end of the run or of its drawn part.
ChipHistory history_of(const ChipLog& log, const Platform& platform, Time end);

void write(ByteWriter& writer, const ChipHistory& history);
ChipHistory read_chip_history(ByteReader& reader);

/// Converts a history to the bytes of a separate recording and back. Throws InputError for damaged
/// bytes.
std::string bytes_of(const ChipHistory& history);
ChipHistory chip_history_from(std::string_view bytes);

}  // namespace kairos
