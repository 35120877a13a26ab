#include "experiments/recordings/byte_stream.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

constexpr unsigned low_bits = 7;
constexpr std::uint64_t digit_mask = 0x7F;

InputError damaged(const std::string& what) {
  return InputError("the recording of a picture is damaged (" + what +
                    "); run the experiment again without --resume");
}

}  // namespace

void ByteWriter::number(std::uint64_t value) {
  for (; value > digit_mask; value >>= low_bits) {
    bytes_ += static_cast<char>((value & digit_mask) | (digit_mask + 1));
  }
  bytes_ += static_cast<char>(value);
}

void ByteWriter::real(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  for (unsigned shift = 0; shift < 32; shift += 8)
    bytes_ += static_cast<char>(bits >> shift & 0xFF);
}

void ByteWriter::text(std::string_view value) {
  number(value.size());
  bytes_ += value;
}

void ByteWriter::texts(const std::vector<std::string>& values) {
  number(values.size());
  for (const std::string& value : values) text(value);
}

void ByteWriter::duration(Duration value) {
  number(static_cast<std::uint64_t>(value.picoseconds()));
}

std::string_view ByteReader::take(std::size_t bytes) {
  if (bytes > rest_.size()) throw damaged("it is incomplete");
  const std::string_view taken = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
  return taken;
}

std::uint64_t ByteReader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += low_bits) {
    const auto byte = static_cast<unsigned char>(take(1).front());
    value |= (byte & digit_mask) << shift;
    if (byte <= digit_mask) return value;
  }
  throw damaged("a number has too many digits");
}

std::size_t ByteReader::number_below(std::size_t limit) {
  const std::uint64_t value = number();
  if (value >= limit)
    throw damaged(fmt::format("{} was found in place of a number below {}", value, limit));
  return value;
}

std::size_t ByteReader::count(std::size_t bytes_each) {
  const std::uint64_t value = number();
  if (value > rest_.size() / bytes_each) throw damaged("a list is longer than the recording");
  return value;
}

float ByteReader::real() {
  std::uint32_t bits = 0;
  unsigned shift = 0;
  for (const char byte : take(4)) {
    bits |= std::uint32_t{static_cast<unsigned char>(byte)} << shift;
    shift += 8;
  }
  const auto value = std::bit_cast<float>(bits);
  if (!std::isfinite(value)) throw damaged("a value is not finite");
  return value;
}

std::string ByteReader::text() {
  return std::string(take(count(1)));
}

std::vector<std::string> ByteReader::texts() {
  std::vector<std::string> values(count(1));
  for (std::string& value : values) value = text();
  return values;
}

Duration ByteReader::duration() {
  const std::uint64_t picoseconds = number();
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (picoseconds > most) throw damaged("a duration is too long");
  return Duration::picoseconds(static_cast<std::int64_t>(picoseconds));
}

void ByteReader::expect_end() const {
  if (!rest_.empty()) throw damaged("it has bytes after its end");
}

void write_header(ByteWriter& writer, std::string_view kind, std::uint64_t version) {
  writer.text(kind);
  writer.number(version);
}

void read_header(ByteReader& reader, std::string_view kind, std::uint64_t version) {
  if (reader.text() != kind) throw damaged(fmt::format("it is not of kind {}", kind));
  const std::uint64_t found = reader.number();
  if (found == version) return;
  throw InputError(
      fmt::format("the recording of a picture has version {}, not {}; run the "
                  "experiment again without --resume",
                  found, version));
}

}  // namespace kairos
