#include "policies/learned/checkpoint.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <sstream>

#include "sim/base/files_read.hpp"
#include "sim/base/random.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

static_assert(std::endian::native == std::endian::little, "checkpoints are little-endian");

constexpr std::string_view magic = "KAIROSNN";
constexpr std::string_view extension = ".weights";
constexpr std::size_t number_size = sizeof(std::uint64_t);
constexpr std::size_t longest_header = 1U << 20U;

void append(std::string& bytes, std::uint64_t number) {
  std::array<char, number_size> raw{};
  std::memcpy(raw.data(), &number, raw.size());
  bytes.append(raw.data(), raw.size());
}

std::uint64_t number_at(std::string_view bytes, std::size_t position) {
  std::uint64_t number = 0;
  std::memcpy(&number, bytes.data() + position, number_size);
  return number;
}

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw InputError(name + ": " + why +
                   "; name another weights file, or write one with 'kairos train'");
}

std::string header_text(const Checkpoint& checkpoint) {
  Checkpoint copy = checkpoint;
  Fields fields;
  copy.describe(fields);
  copy.architecture.describe(fields);
  std::string text;
  for (const Value::Entry& entry : write_fields(fields).entries) {
    std::string value = entry.value.text;
    std::ranges::replace(value, '\n', ' ');
    text += entry.key + ": " + value + '\n';
  }
  return text;
}

Value header_values(std::string_view text, const SourceLocation& place) {
  Value map = Value::map(place);
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) refuse(*place.file, "the header has a line without ': '");
    Value value = Value::scalar(line.substr(colon + 2), place);
    map.set(line.substr(0, colon), std::move(value));
  }
  return map;
}

std::string_view header_of(std::string_view bytes, const std::string& name) {
  const std::size_t least = magic.size() + 2 * number_size;
  if (bytes.size() < least || !bytes.starts_with(magic)) {
    refuse(name, "this is not a weights file; a weights file begins with 'KAIROSNN'");
  }
  const std::string_view checked = bytes.substr(0, bytes.size() - number_size);
  if (number_at(bytes, checked.size()) != mix(hash(checked))) {
    refuse(name, "the checksum is wrong: the file is damaged or cut short");
  }
  const std::uint64_t length = number_at(bytes, magic.size());
  if (length > longest_header || length > bytes.size() - least) {
    refuse(name, "the header is longer than the file");
  }
  return bytes.substr(magic.size() + number_size, length);
}

void read_weights(std::string_view raw, Checkpoint& checkpoint, const std::string& name) {
  const std::size_t expected = checkpoint.architecture.weights();
  if (raw.size() != expected * sizeof(float)) {
    refuse(name, "it holds " + std::to_string(raw.size() / sizeof(float)) +
                     " weights, but the architecture has " + std::to_string(expected));
  }
  checkpoint.weights.resize(expected);
  std::memcpy(checkpoint.weights.data(), raw.data(), raw.size());
  constexpr float largest = 1e4F;  // The sums of all layers then stay finite.
  if (!std::ranges::all_of(checkpoint.weights, [](float w) { return std::abs(w) <= largest; })) {
    refuse(name, "it holds weights that are not numbers between -10000 and 10000");
  }
}

void check_rows(const Architecture& architecture, const std::string& name) {
  if (architecture.reads_present_rows()) return;
  refuse(name, "the weights are for observation rows of version " +
                   std::to_string(architecture.version) + ", but this Kairos uses version " +
                   std::to_string(observation_version));
}

fs::path folder() {
  const char* set = std::getenv("KAIROS_HOME");
  const fs::path home = set != nullptr && *set != '\0' ? set : KAIROS_SOURCE_DIR;
  return home / "policies" / "learned" / "weights";
}

}  // namespace

void Checkpoint::describe(Fields& f) {
  f("seed", seed, "seed of the training").required();
  f("iteration", iteration, "training iteration after which the weights were saved").required();
  f("commit", commit, "Git commit of the Kairos that trained the weights").required();
  f("trained_on", trained_on, "what the weights were trained on, in a sentence").required();
  f("training", training, "resolved training file").required();
}

std::string to_bytes(const Checkpoint& checkpoint) {
  const std::string header = header_text(checkpoint);
  std::string bytes(magic);
  append(bytes, header.size());
  bytes += header;
  const std::size_t size = checkpoint.weights.size() * sizeof(float);
  const std::size_t begin = bytes.size();
  bytes.resize(begin + size);
  std::memcpy(bytes.data() + begin, checkpoint.weights.data(), size);
  append(bytes, mix(hash(bytes)));
  return bytes;
}

Checkpoint from_bytes(std::string_view bytes, const std::string& name) {
  const std::string_view header = header_of(bytes, name);
  const SourceLocation place{std::make_shared<const std::string>(name), 0, 0};
  Checkpoint checkpoint;
  Fields fields;
  checkpoint.describe(fields);
  checkpoint.architecture.describe(fields);
  read_fields(header_values(header, place), fields);
  check_rows(checkpoint.architecture, name);
  const std::size_t begin = magic.size() + number_size + header.size();
  read_weights(bytes.substr(begin, bytes.size() - number_size - begin), checkpoint, name);
  return checkpoint;
}

Checkpoint read_checkpoint(const fs::path& file, const SourceLocation& asked_by) {
  return from_bytes(read_file(file, asked_by, largest_file), file.string());
}

fs::path weights_file(const std::string& name, const SourceLocation& asked_by) {
  if (is_path(name)) return name;
  fs::path file = folder() / (name + std::string(extension));
  if (!is_there(file)) throw InputError(asked_by, unknown_name("weights", name, weights_names()));
  return file;
}

std::vector<std::string> weights_names() {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder(), missing)) {
    if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace kairos
