#include "experiments/files/read_document.hpp"

#include <fstream>

#include "experiments/files/yaml.hpp"
#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// The first bytes of a file; empty if it cannot be read.
std::string beginning(const std::filesystem::path& path) {
  std::error_code ignored;  // whoever reads all of the file says what is wrong
  if (!std::filesystem::is_regular_file(path, ignored)) return {};
  std::string bytes(4096, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

/// The reader that recognises a file; null if none does.
std::unique_ptr<Reader> reader_of(const std::filesystem::path& path) {
  const Reader::Source source{path.string(), beginning(path)};
  for (const std::string& name : Registry<Reader>::names()) {
    std::unique_ptr<Reader> reader = Choice<Reader>(name).make();
    if (reader->recognises(source)) return reader;
  }
  return nullptr;
}

}  // namespace

Value read_document(const std::filesystem::path& path, const Reader::Settings& settings,
                    const SourceLocation& asked_by) {
  if (const auto reader = reader_of(path)) {
    return reader->read({path.string(), read_file(path, asked_by, largest_foreign_file)}, settings);
  }
  Value document = read_yaml_file(path, asked_by);
  if (settings.bindings.empty()) return document;
  throw InputError(document.place, "this document leaves no extent open, but '" +
                                       settings.bindings.begin()->first +
                                       "' is bound; leave out --bind");
}

}  // namespace kairos
