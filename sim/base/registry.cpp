#include "sim/base/registry.hpp"

#include <algorithm>
#include <cctype>
#include <ranges>

namespace kairos {
namespace {

int lower(unsigned char letter) {
  return std::tolower(letter);
}

/// True when the brackets of a meaning, "(EFT, MCT)", hold the word, in capitals or not.
bool gives_in_brackets(std::string_view meaning, std::string_view word) {
  const std::size_t open = meaning.find('('), close = meaning.find(')');
  if (open > close || close == std::string_view::npos) return false;
  const auto is_word = [&](auto part) { return std::ranges::equal(part, word, {}, lower, lower); };
  return std::ranges::any_of(
      std::views::split(meaning.substr(open + 1, close - open - 1), std::string_view(", ")),
      is_word);
}

}  // namespace

std::map<std::string, std::vector<PluginInfo>>& plugin_catalogue() {
  static std::map<std::string, std::vector<PluginInfo>> all;
  return all;
}

std::string unknown_plugin(std::string_view kind, std::string_view wrong) {
  std::vector<std::string> names;
  for (const PluginInfo& info : plugin_catalogue()[std::string(kind)]) {
    if (gives_in_brackets(info.meaning, wrong)) return did_you_mean(kind, wrong, info.name);
    names.push_back(info.name);
  }
  std::ranges::sort(names);
  return unknown_name(kind, wrong, names, " (see 'kairos list')");
}

}  // namespace kairos
