// Reads TensorBoard's files with a reader that shares only the checksum with the writer. The
// checksum is compared with published values.
#include "experiments/training/event_file.hpp"

#include <cstring>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/support/folder_fixture.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// The values are those of RFC 3720, appendix B.4, and the usual check value.
TEST(EventFile, HasTheChecksumsOfTheStandard) {
  std::string ascending;
  for (char c = 0; c < 32; ++c) ascending += c;
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8A9136AAU);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62A8AB43U);
  EXPECT_EQ(crc32c(ascending), 0x46DD794EU);
  EXPECT_EQ(crc32c(std::string(ascending.rbegin(), ascending.rend())), 0x113FDB5CU);
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(crc32c(""), 0U);
}

template <class Number>
Number number(std::string_view& bytes) {
  Number result{};
  if (bytes.size() < sizeof result) throw std::runtime_error("the record ends too early");
  std::memcpy(&result, bytes.data(), sizeof result);
  bytes.remove_prefix(sizeof result);
  return result;
}

std::uint32_t unmasked(std::uint32_t masked) {
  const std::uint32_t rotated = masked - 0xA282EAD8U;
  return rotated << 15U | rotated >> 17U;
}

std::vector<std::string> records(std::string_view bytes) {
  std::vector<std::string> result;
  while (!bytes.empty()) {
    const std::string_view length_bytes = bytes.substr(0, 8);
    const auto length = number<std::uint64_t>(bytes);
    EXPECT_EQ(unmasked(number<std::uint32_t>(bytes)), crc32c(length_bytes));
    const std::string_view data = bytes.substr(0, length);
    bytes.remove_prefix(length);
    EXPECT_EQ(unmasked(number<std::uint32_t>(bytes)), crc32c(data));
    result.emplace_back(data);
  }
  return result;
}

std::uint64_t varint(std::string_view& bytes) {
  std::uint64_t result = 0;
  for (unsigned shift = 0;; shift += 7) {
    const auto byte = number<std::uint8_t>(bytes);
    result |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return result;
  }
}

/// A field of a message: its number, and its value as bytes, whatever its type.
struct Field {
  std::uint64_t number;
  std::string value;
};

std::vector<Field> fields(std::string_view bytes) {
  std::vector<Field> result;
  while (!bytes.empty()) {
    const std::uint64_t key = varint(bytes);
    const std::string_view whole = bytes;
    std::size_t size = 0;
    switch (key & 7U) {
      case 0:
        varint(bytes);
        result.push_back({key >> 3U, std::string(whole.substr(0, whole.size() - bytes.size()))});
        continue;
      case 1:
        size = 8;
        break;
      case 2:
        size = varint(bytes);
        break;
      case 5:
        size = 4;
        break;
      default:
        throw std::runtime_error("unknown wire type");
    }
    result.push_back({key >> 3U, std::string(bytes.substr(0, size))});
    bytes.remove_prefix(size);
  }
  return result;
}

const std::string& field(const std::vector<Field>& all, std::uint64_t number) {
  for (const Field& one : all) {
    if (one.number == number) return one.value;
  }
  throw std::runtime_error("no field " + std::to_string(number));
}

template <class Number>
Number as(const std::string& bytes) {
  std::string_view view = bytes;
  return number<Number>(view);
}
std::uint64_t as_varint(const std::string& bytes) {
  std::string_view view = bytes;
  return varint(view);
}

class EventFolder : public testing::FolderFixture {
 protected:
  [[nodiscard]] std::vector<fs::path> event_files() const {
    std::vector<fs::path> all;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (is_event_file(entry.path())) all.push_back(entry.path());
    }
    std::ranges::sort(all);
    return all;
  }
  static std::vector<std::string> events(const fs::path& file) {
    std::ostringstream bytes;
    bytes << std::ifstream(file, std::ios::binary).rdbuf();
    return records(bytes.str());
  }
};

TEST_F(EventFolder, HoldsWhatWasAddedByTagAndStep) {
  EventFile file(folder, 0);
  file.add({1, {{"loss", -0.125}, {"to_best", std::nullopt}}});
  file.add({300, {{"loss", 0.5}, {"to_best", 1.25}}});
  ASSERT_EQ(event_files().size(), 1U);
  EXPECT_EQ(event_files()[0].filename().string().find("events.out.tfevents."), 0U);

  const auto all = events(event_files()[0]);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(field(fields(all[0]), 3), "brain.Event:2");
  EXPECT_EQ(as_varint(field(fields(field(fields(all[1]), 7)), 1)), 1U);  // SessionLog.START
  EXPECT_EQ(as_varint(field(fields(all[1]), 2)), 1U);

  using Values = std::vector<std::pair<std::string, float>>;
  const auto values_of = [](const std::string& event) {
    Values values;
    for (const Field& value : fields(field(fields(event), 5))) {
      EXPECT_EQ(value.number, 1U);
      const auto parts = fields(value.value);
      values.emplace_back(field(parts, 1), as<float>(field(parts, 2)));
    }
    return values;
  };
  EXPECT_EQ(as_varint(field(fields(all[2]), 2)), 1U);
  EXPECT_EQ(values_of(all[2]), (Values{{"loss", -0.125F}}));
  EXPECT_EQ(as_varint(field(fields(all[3]), 2)), 300U);
  EXPECT_EQ(values_of(all[3]), (Values{{"loss", 0.5F}, {"to_best", 1.25F}}));
  EXPECT_GT(as<double>(field(fields(all[3]), 1)), 1.7e9);  // In seconds since 1970.
}

TEST_F(EventFolder, GoesOnInAFurtherFileThatReplacesWhatCameAfterItsFirstStep) {
  EventFile(folder, 0).add({1, {{"loss", 1}}});
  EventFile(folder, 40).add({41, {{"loss", 2}}});
  ASSERT_EQ(event_files().size(), 2U);
  const auto resumed = events(event_files()[1]);
  ASSERT_EQ(resumed.size(), 3U);
  EXPECT_EQ(as_varint(field(fields(resumed[1]), 2)), 41U);
  EXPECT_EQ(as_varint(field(fields(field(fields(resumed[1]), 7)), 1)), 1U);
}

}  // namespace
}  // namespace kairos
