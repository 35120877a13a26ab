#include "experiments/training/event_file.hpp"

#include <bit>
#include <chrono>
#include <cstring>

#include <boost/crc.hpp>

#include "experiments/files/write_file.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "records are little-endian");

constexpr std::string_view prefix = "events.out.tfevents.";
constexpr std::string_view own_part = ".kairos.";

template <class Number>
std::string raw(Number number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

std::string checksum(std::string_view bytes) {
  constexpr std::uint32_t offset = 0xA282EAD8;
  return raw(std::rotr(crc32c(bytes), 15) + offset);
}

/// Wire types of protocol buffers. A field is its number and wire type, followed by its value.
enum class Wire : std::uint8_t { varint = 0, eight_bytes = 1, bytes = 2, four_bytes = 5 };

std::string varint(std::uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7U) bytes += static_cast<char>(number | 0x80U);
  return bytes + static_cast<char>(number);
}

std::string key(std::uint64_t field, Wire wire) {
  return varint(field << 3U | static_cast<std::uint64_t>(wire));
}
std::string field(std::uint64_t number, double value) {
  return key(number, Wire::eight_bytes) + raw(value);
}
std::string field(std::uint64_t number, float value) {
  return key(number, Wire::four_bytes) + raw(value);
}
std::string field(std::uint64_t number, std::uint64_t value) {
  return key(number, Wire::varint) + varint(value);
}
std::string field(std::uint64_t number, std::string_view value) {
  return key(number, Wire::bytes) + varint(value.size()) + std::string(value);
}

double wall_time() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration<double>(since).count();
}

std::string event(std::uint64_t step, std::uint64_t kind, std::string_view content) {
  return field(1, wall_time()) + field(2, step) + field(kind, content);
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> crc;
  crc.process_bytes(bytes.data(), bytes.size());
  return crc.checksum();
}

bool is_event_file(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.starts_with(prefix) && name.find(own_part) != std::string::npos &&
         fs::is_regular_file(fs::symlink_status(path));
}

EventFile::EventFile(const fs::path& folder, std::uint64_t step) {
  constexpr std::uint64_t file_version = 3;
  constexpr std::uint64_t session_log = 7;
  constexpr std::uint64_t start = 1;
  path_ = folder / (std::string(prefix) + std::to_string(static_cast<std::uint64_t>(wall_time())) +
                    std::string(own_part) + std::to_string(step));
  write_file(path_, "");  // Creates the file, or replaces one that Kairos wrote in the same second.
  stream_.open(path_, std::ios::binary);
  write(event(0, file_version, "brain.Event:2"));
  write(event(step + 1, session_log, field(1, start)));
}

void EventFile::add(const CurvePoint& point) {
  constexpr std::uint64_t summary = 5;
  std::string values;
  for (const CurvePoint::Scalar& scalar : point.scalars) {
    if (!scalar.value) continue;
    const auto value = static_cast<float>(*scalar.value);
    values += field(1, std::string_view(field(1, std::string_view(scalar.name)) + field(2, value)));
  }
  write(event(point.iteration, summary, values));
}

void EventFile::write(std::string_view event) {
  const std::string length = raw(std::uint64_t{event.size()});
  stream_ << length << checksum(length) << event << checksum(event) << std::flush;
  if (!stream_) throw InputError(path_.string() + ": cannot be written; free disk space");
}

}  // namespace kairos
