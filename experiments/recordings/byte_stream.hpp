// Writes and reads numbers and texts as compact bytes, which are the same on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"

namespace kairos {

class ByteWriter {
 public:
  /// Writes a whole number in base 128 with the low digits first, so small numbers take one byte.
  void number(std::uint64_t value);
  /// Writes an IEEE 754 number of single precision with the low byte first.
  void real(float value);
  void bytes(std::string_view value) { bytes_ += value; }
  /// Writes the length and then the bytes.
  void text(std::string_view value);
  void texts(const std::vector<std::string>& values);
  /// Writes whole picoseconds, which must not be negative.
  void duration(Duration value);

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads the bytes of a ByteWriter. Every function throws InputError if the bytes end too early or
/// do not represent the requested value.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t number();
  /// Reads a number below `limit`, such as a position in a table.
  [[nodiscard]] std::size_t number_below(std::size_t limit);
  /// Reads the length of a list whose items take at least `bytes_each` bytes.
  [[nodiscard]] std::size_t count(std::size_t bytes_each);
  /// Reads a finite number.
  [[nodiscard]] float real();
  [[nodiscard]] std::string text();
  [[nodiscard]] std::vector<std::string> texts();
  [[nodiscard]] Duration duration();
  /// Throws InputError unless everything has been read.
  void expect_end() const;

 private:
  std::string_view take(std::size_t bytes);

  std::string_view rest_;
};

/// Writes the kind and version at the beginning of a recording, or reads and checks them.
void write_header(ByteWriter& writer, std::string_view kind, std::uint64_t version);
void read_header(ByteReader& reader, std::string_view kind, std::uint64_t version);

}  // namespace kairos
