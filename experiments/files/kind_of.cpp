#include "experiments/files/kind_of.hpp"

#include <algorithm>
#include <array>

namespace kairos {
namespace {

struct KindOfFile {
  FileKind kind;
  std::string_view name;
  std::string_view use;                  ///< Advice on what to do with such a file.
  std::array<std::string_view, 2> keys;  ///< Only documents of this kind have all of these keys.
};

constexpr std::array kinds{
    KindOfFile{FileKind::platform,
               "platform",
               "check it with 'kairos check', and name it under 'platform' in an experiment",
               {"clusters", ""}},
    KindOfFile{FileKind::workload,
               "workload",
               "check it with 'kairos check', and name it under 'workload' in an experiment",
               {"applications", ""}},
    KindOfFile{FileKind::quality,
               "quality table",
               "use 'kairos run' or 'kairos check'",
               {"instances", ""}},
    KindOfFile{
        FileKind::training, "training", "use 'kairos train' or 'kairos check'", {"domains", ""}},
    KindOfFile{FileKind::instance, "static instance", "use 'kairos solve'", {"cost", "edges"}},
};

bool is_of(const Value& document, const KindOfFile& kind) {
  return std::ranges::all_of(kind.keys, [&](std::string_view key) {
    return key.empty() || document.find(key) != nullptr;
  });
}

}  // namespace

FileKind kind_of(const Value& document) {
  const auto found =
      std::ranges::find_if(kinds, [&](const KindOfFile& kind) { return is_of(document, kind); });
  return found == kinds.end() ? FileKind::experiment : found->kind;
}

void require_kind(const Value& document, const std::vector<FileKind>& expected_kinds,
                  const std::string& expected) {
  if (!document.is_map()) {
    throw InputError(document.place, "expected " + with_article(expected) +
                                         ", a map of 'key: value' lines, found " +
                                         document.shown());
  }
  const FileKind kind = kind_of(document);
  if (std::ranges::find(expected_kinds, kind) != expected_kinds.end()) return;
  SourceLocation file = document.place;
  file.line = 0;
  const auto found = std::ranges::find(kinds, kind, &KindOfFile::kind);
  if (found == kinds.end()) {
    throw InputError(file, "this is an experiment, not " + with_article(expected) +
                               "; use 'kairos run' or 'kairos check'");
  }
  throw InputError(file, "this is " + with_article(found->name) + ", not " +
                             with_article(expected) + "; " + std::string(found->use));
}

}  // namespace kairos
