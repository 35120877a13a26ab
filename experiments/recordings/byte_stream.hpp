// Writes and reads numbers and texts as compact bytes, the same on every machine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/time.hpp"

namespace kairos {

class ByteWriter {
 public:
  /// A whole number in base 128, the low digits first: small numbers take one byte.
  void number(std::uint64_t value);
  /// IEEE 754, single precision, the low byte first.
  void real(float value);
  void bytes(std::string_view value) { bytes_ += value; }
  /// The length, then the bytes.
  void text(std::string_view value);
  void texts(const std::vector<std::string>& values);
  /// Whole picoseconds; must not be negative.
  void duration(Duration value);

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what a ByteWriter wrote. Every function throws InputError where the bytes end too early or
/// cannot be what is asked for.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] std::uint64_t number();
  /// A number below `limit`, such as a position in a table.
  [[nodiscard]] std::size_t number_below(std::size_t limit);
  /// The length of a list whose items take at least `bytes_each` bytes.
  [[nodiscard]] std::size_t count(std::size_t bytes_each);
  /// A finite number.
  [[nodiscard]] float real();
  [[nodiscard]] std::string text();
  [[nodiscard]] std::vector<std::string> texts();
  [[nodiscard]] Duration duration();
  /// Throws unless everything has been read.
  void expect_end() const;

 private:
  std::string_view take(std::size_t bytes);

  std::string_view rest_;
};

/// Begins a recording with its kind and version, or checks them.
void write_header(ByteWriter& writer, std::string_view kind, std::uint64_t version);
void read_header(ByteReader& reader, std::string_view kind, std::uint64_t version);

}  // namespace kairos
