#include "experiments/fit/fitted_platform.hpp"

#include <algorithm>
#include <optional>

#include "experiments/files/yaml.hpp"
#include "sim/base/file.hpp"
#include "sim/base/find_path.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// A number in the text of a file, and what replaces it.
struct Replacement {
  int line = 0, column = 0;  ///< Counted from 1.
  std::string old_text, new_text;
};

/// The paths of measured tables that the document names.
std::vector<Value*> table_paths(Value& document) {
  std::vector<Value*> paths;
  Value* clusters = document.find("clusters");
  if (clusters == nullptr) return paths;
  for (Value& cluster : clusters->items) {
    Value* times = cluster.is_map() ? cluster.find("kernel_times") : nullptr;
    Value* file = times != nullptr && times->is_map() ? times->find("file") : nullptr;
    if (file != nullptr && file->is_scalar()) paths.push_back(file);
  }
  return paths;
}

/// The text with all replacements, the last ones first; nothing if one does not fit.
std::optional<std::string> replaced(const std::string& text, std::vector<Replacement> all) {
  std::ranges::sort(all, [](const Replacement& a, const Replacement& b) {
    return std::pair(a.line, a.column) > std::pair(b.line, b.column);
  });
  std::vector<std::size_t> begins{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') begins.push_back(i + 1);
  }
  std::string result = text;
  for (const Replacement& replacement : all) {
    if (replacement.line < 1 || static_cast<std::size_t>(replacement.line) > begins.size()) {
      return std::nullopt;
    }
    const std::size_t at = begins[static_cast<std::size_t>(replacement.line) - 1] +
                           static_cast<std::size_t>(std::max(replacement.column, 1)) - 1;
    if (text.compare(std::min(at, text.size()), replacement.old_text.size(),
                     replacement.old_text) != 0) {
      return std::nullopt;
    }
    result.replace(at, replacement.old_text.size(), replacement.new_text);
  }
  return result;
}

std::optional<std::string> edited(const fs::path& path, const std::vector<FreeConstant>& constants,
                                  const std::vector<double>& values) {
  const Value written = read_yaml_file(path);
  std::vector<Replacement> all;
  for (std::size_t i = 0; i < constants.size(); ++i) {
    const FreeConstant& constant = constants[i];
    const Value* old = find_path(written, constant.path());
    const bool is_here = old != nullptr && old->is_scalar() && constant.place().file &&
                         *constant.place().file == path.string() &&
                         constant.place().line == old->place.line &&
                         constant.place().column == old->place.column;
    if (!is_here) return std::nullopt;
    all.push_back({old->place.line, old->place.column, old->text, constant.text(values[i])});
  }
  return replaced(read_text_file(path), std::move(all));
}

bool is_same_folder(const fs::path& path, const fs::path& folder) {
  return fs::absolute(path).lexically_normal().parent_path() ==
         (fs::absolute(folder) / "x").lexically_normal().parent_path();
}

}  // namespace

std::string fitted_text(const fs::path& path, const Value& document,
                        const std::vector<FreeConstant>& constants,
                        const std::vector<double>& values, const fs::path& folder) {
  Value whole = document;
  const std::vector<Value*> tables = table_paths(whole);
  if (!path.empty() && (tables.empty() || is_same_folder(path, folder))) {
    if (const auto text = edited(path, constants, values)) return *text;
  }
  for (Value* table : tables) table->text = anchored(table->text, table->place).string();
  return to_yaml(whole);
}

}  // namespace kairos
