#include "experiments/files/file_kind.hpp"

#include <algorithm>

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

bool is_of(const Value& document, const std::vector<std::string>& keys) {
  return std::ranges::all_of(keys,
                             [&](const std::string& key) { return document.find(key) != nullptr; });
}

}  // namespace

std::string kind_of(const Value& document) {
  const bool has_items = document.is_list() && !document.items.empty();
  const Value& described = has_items ? document.items.front() : document;
  std::string otherwise;
  for (const std::string& name : Registry<FileKind>::names()) {
    const std::vector<std::string> keys = Choice<FileKind>(name).make()->keys();
    if (keys.empty()) {
      otherwise = name;
    } else if (is_of(described, keys)) {
      return name;
    }
  }
  return otherwise;
}

void require_kind(const Value& document, const std::string& name) {
  const std::string expected = with_article(Choice<FileKind>(name).make()->title());
  if (!document.is_map()) {
    throw InputError(
        document.place,
        "expected " + expected + ", a map of 'key: value' lines, found " + document.shown());
  }
  const std::string found = kind_of(document);
  if (found == name) return;
  SourceLocation file = document.place;
  file.line = 0;
  const auto kind = Choice<FileKind>(found).make();
  throw InputError(file, "this is " + with_article(kind->title()) + ", not " + expected + "; " +
                             std::string(kind->advice()));
}

}  // namespace kairos
