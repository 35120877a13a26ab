#include "experiments/files/read_document.hpp"

#include "experiments/files/yaml.hpp"
#include "sim/base/file.hpp"
#include "workloads/import/foreign_file.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// True if a file is read as YAML whatever is in it. Pipes are, because they can be read only once.
bool is_yaml(const fs::path& path) {
  std::error_code missing;
  return path.extension() == ".yaml" || path.extension() == ".yml" ||
         (fs::exists(path, missing) && !fs::is_regular_file(path, missing));
}

}  // namespace

Value read_document(const fs::path& path, std::string_view wanted, const Value* import,
                    const SourceLocation& asked_by) {
  if (is_yaml(path) && import != nullptr) {
    throw InputError(import->place, "'import' is about files of foreign formats, but '" +
                                        path.string() + "' is a file of Kairos; remove 'import'");
  }
  ImportConfig config;
  if (import != nullptr) Codec<ImportConfig>::read(*import, config);
  config.settings.document = wanted;
  return read_document(path, config, asked_by);
}

Value read_document(const fs::path& path, const ImportConfig& import,
                    const SourceLocation& asked_by) {
  const auto& bindings = import.settings.bindings;
  if (!is_yaml(path)) {
    const Reader::Source source{path.string(), read_file(path, asked_by, largest_foreign_file)};
    const bool may_be_ours = path.extension() == ".json" && !import.format;
    if (!may_be_ours || !formats_of(source).empty()) return read_foreign(source, import, asked_by);
  }
  Value document = read_yaml_file(path, asked_by);
  if (bindings.empty()) return document;
  throw InputError(document.place, "this document leaves no extent open, but '" +
                                       bindings.begin()->first + "' is bound; leave out --bind");
}

}  // namespace kairos
