#include "experiments/recordings/pass_times.hpp"

#include <algorithm>
#include <limits>

#include "experiments/recordings/byte_stream.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

constexpr std::uint64_t version = 1;

PassTimes read(std::string_view bytes) {
  ByteReader reader(bytes);
  read_header(reader, pass_times_recording, version);
  PassTimes times(reader.count(1));
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  for (std::chrono::nanoseconds& time : times) {
    time = std::chrono::nanoseconds(static_cast<std::int64_t>(std::min(reader.number(), most)));
  }
  reader.expect_end();
  return times;
}

}  // namespace

std::string bytes_of(const PassTimes& times) {
  ByteWriter writer;
  write_header(writer, pass_times_recording, version);
  writer.number(times.size());
  for (const std::chrono::nanoseconds time : times) {
    writer.number(static_cast<std::uint64_t>(time.count()));
  }
  return writer.take();
}

PassTimes pass_times_from(std::string_view bytes) {
  try {
    return read(bytes);
  } catch (const InputError&) {
    throw InputError(
        "the recorded times of its scheduling passes are damaged, or of another version of "
        "Kairos; measure them again, without --replay");
  }
}

std::shared_ptr<const PassTimes> pass_times_of(std::span<const Recording> recordings) {
  const auto found = std::ranges::find(recordings, pass_times_recording, &Recording::kind);
  if (found == recordings.end()) return nullptr;
  return std::make_shared<const PassTimes>(pass_times_from(found->bytes));
}

}  // namespace kairos
