#include "experiments/files/safe_name.hpp"

#include <algorithm>

namespace kairos {
namespace {

bool is_control(char c) {
  const auto code = static_cast<unsigned char>(c);
  return code < 0x20 || code == 0x7F;
}

}  // namespace

bool is_plain_name(const std::string& name) {
  constexpr std::size_t longest = 200;  // File systems allow 255 bytes.
  return !name.empty() && name.size() <= longest && name != "." && name != ".." &&
         name.find_first_of("/\\") == std::string::npos && std::ranges::none_of(name, is_control);
}

bool is_below(const std::filesystem::path& path) {
  const auto is_step = [](const std::filesystem::path& step) {
    return step.empty() || step == "." || is_plain_name(step.string());
  };
  return path.is_relative() && std::ranges::all_of(path, is_step);
}

std::string shown_path(const std::filesystem::path& path) {
  constexpr std::size_t longest = 120;
  std::string text = path.string();
  if (text.size() > longest) {
    text = text.substr(0, longest / 2) + "..." + text.substr(text.size() - longest / 2);
  }
  std::ranges::replace_if(text, is_control, '?');
  return text;
}

}  // namespace kairos
