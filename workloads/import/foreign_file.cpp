#include "workloads/import/foreign_file.hpp"

#include <algorithm>

#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

InputError about(const Reader::Source& source, const SourceLocation& asked_by,
                 const std::string& what) {
  const SourceLocation file{std::make_shared<const std::string>(source.path), 0, 0};
  return asked_by.file ? InputError(asked_by, "'" + source.path + "': " + what)
                       : InputError(file, what);
}

/// Refuses a workload where a platform is needed, and the other way round.
void check_document(const Value& document, const std::string& wanted, const Reader::Source& source,
                    const SourceLocation& asked_by) {
  const bool is_workload = document.find("applications") != nullptr;
  const bool is_platform = document.find("clusters") != nullptr;
  if (wanted == "workload" && is_platform) {
    throw about(source, asked_by, "the file describes a platform; name it under 'platform'");
  }
  if (wanted == "platform" && is_workload) {
    throw about(source, asked_by, "the file describes a workload; name it under 'workload'");
  }
}

}  // namespace

std::vector<std::string> formats_of(const Reader::Source& source) {
  std::vector<std::string> formats;
  for (const std::string& name : Registry<Reader>::names()) {
    if (Choice<Reader>(name).make()->recognises(source)) formats.push_back(name);
  }
  return formats;
}

std::string format_of(const Reader::Source& source, const ImportConfig& import,
                      const SourceLocation& asked_by) {
  if (import.format) return Registry<Reader>::find(*import.format, asked_by).info.name;
  const std::vector<std::string> formats = formats_of(source);
  if (formats.empty()) {
    throw about(source, asked_by,
                "no reader recognises the file; choose its format with 'format', or '--format' of "
                "kairos import: " +
                    one_of(Registry<Reader>::names()));
  }
  if (formats.size() > 1) {
    throw about(source, asked_by,
                "several readers recognise the file; choose its format with 'format', or "
                "'--format' of kairos import: " +
                    one_of(formats));
  }
  return formats.front();
}

Value read_foreign(const Reader::Source& source, const ImportConfig& import,
                   const SourceLocation& asked_by) {
  const auto reader = Choice<Reader>(format_of(source, import, asked_by)).make();
  Value document = reader->read(source, import.settings);
  check_document(document, import.settings.document, source, asked_by);
  return document;
}

Value read_foreign_file(const std::filesystem::path& path, const ImportConfig& import,
                        const SourceLocation& asked_by) {
  return read_foreign({path.string(), read_file(path, asked_by, largest_foreign_file)}, import,
                      asked_by);
}

}  // namespace kairos
