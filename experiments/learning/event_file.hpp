// A learning curve in TensorBoard's file format, written without its libraries.
//
//   file     records, the first of which names the version, the second a session from a step on
//   record   length (8 bytes) | masked CRC32C of it (4) | data | masked CRC32C of the data (4)
//   data     a protocol-buffer message
//            Event   {1: double wall_time, 2: int64 step, 3: string file_version | 5: Summary |
//                     7: SessionLog}
//            Summary {1: repeated Value {1: string tag, 2: float simple_value}}
//            SessionLog {1: enum status, START = 1}
//
// all little-endian, the checksum masked as ((crc >> 15 | crc << 17) + 0xa282ead8) mod 2^32.
// TensorFlow: core/util/event.proto, core/framework/summary.proto, core/lib/io/record_writer.h;
// CRC32C: RFC 3720, appendix B.4.
//
// Every session writes a further file. TensorBoard reads those of a folder by name, which begins
// with the time, and lets a session that starts at step n replace what came after n before: so a
// training that was killed and resumed shows each step once.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "experiments/learning/learning_curve.hpp"

namespace kairos {

/// The checksum with Castagnoli's polynomial.
std::uint32_t crc32c(std::string_view bytes);

/// True for a file that a session has written, by its name.
bool is_event_file(const std::filesystem::path& path);

class EventFile {
 public:
  /// Opens `events.out.tfevents.SECONDS.kairos.STEP` for a session whose first point comes after
  /// `step`.
  EventFile(const std::filesystem::path& folder, std::uint64_t step);

  /// What is absent is left out. Throws InputError when the disk is full.
  void add(const CurvePoint& point);

 private:
  void write(std::string_view event);

  std::filesystem::path path_;
  std::ofstream stream_;
};

}  // namespace kairos
