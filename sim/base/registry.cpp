#include "sim/base/registry.hpp"

#include <algorithm>
#include <cctype>

namespace kairos {
namespace {

int lower(unsigned char letter) {
  return std::tolower(letter);
}

/// True if the brackets of a meaning, "(EFT, MCT)", contain the word, regardless of case.
bool gives_in_brackets(std::string_view meaning, std::string_view word) {
  const std::size_t open = meaning.find('('), close = meaning.find(')');
  if (open > close || close == std::string_view::npos) return false;
  std::string_view rest = meaning.substr(open + 1, close - open - 1);
  for (;;) {
    const std::size_t comma = rest.find(", ");
    if (std::ranges::equal(rest.substr(0, comma), word, {}, lower, lower)) return true;
    if (comma == std::string_view::npos) return false;
    rest.remove_prefix(comma + 2);
  }
}

}  // namespace

std::map<std::string, std::vector<PluginInfo>>& plugin_catalogue() {
  static std::map<std::string, std::vector<PluginInfo>> all;
  return all;
}

std::string unknown_plugin(std::string_view kind, std::string_view wrong) {
  std::vector<std::string> names;
  std::string_view called = kind;
  for (const PluginInfo& info : plugin_catalogue()[std::string(kind)]) {
    called = info.called;
    if (gives_in_brackets(info.meaning, wrong)) return did_you_mean(called, wrong, info.name);
    names.push_back(info.name);
  }
  std::ranges::sort(names);
  return unknown_name(called, wrong, names, " (see 'kairos list')");
}

}  // namespace kairos
