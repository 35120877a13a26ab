// Writes a learning curve in TensorBoard's file format, without TensorBoard's libraries.
//
//   file     records, the first of which names the version, the second a session from a step on
//   record   length (8 bytes) | masked CRC32C of it (4) | data | masked CRC32C of the data (4)
//   data     a protocol-buffer message
//            Event   {1: double wall_time, 2: int64 step, 3: string file_version | 5: Summary |
//                     7: SessionLog}
//            Summary {1: repeated Value {1: string tag, 2: float simple_value}}
//            SessionLog {1: enum status, START = 1}
//
// All numbers are little-endian. The masked checksum is
//   ((crc >> 15 | crc << 17) + 0xa282ead8) mod 2^32
// The format is defined in TensorFlow's core/util/event.proto, core/framework/summary.proto and
// core/lib/io/record_writer.h; CRC32C in RFC 3720, appendix B.4.
//
// Every session writes a new file. TensorBoard reads the files of a folder in the order of their
// names, which contain the time. A session that starts at step n replaces the earlier points after
// n, so a training that was killed and resumed shows each step once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "experiments/training/learning_curve.hpp"

namespace kairos {

/// The CRC32C checksum, with Castagnoli's polynomial.
std::uint32_t crc32c(std::string_view bytes);

/// True if the name is that of an event file written by Kairos.
bool is_event_file(const std::filesystem::path& path);

class EventFile {
 public:
  /// Opens `events.out.tfevents.SECONDS.kairos.STEP` for a session whose first point comes after
  /// `step`.
  EventFile(const std::filesystem::path& folder, std::uint64_t step);

  /// Writes a point without its absent values. Throws InputError if the disk is full.
  void add(const CurvePoint& point);

 private:
  void write(std::string_view event);

  std::filesystem::path path_;
  std::ofstream stream_;
};

}  // namespace kairos
