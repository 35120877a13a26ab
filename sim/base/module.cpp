#include "sim/base/module.hpp"

#include <cstdlib>
#include <filesystem>
#include <vector>

#include <dlfcn.h>

#include "sim/base/error.hpp"

namespace kairos {
namespace {

std::vector<std::filesystem::path> module_paths(const std::string& file) {
  std::vector<std::filesystem::path> paths;
  std::error_code ignored;  // without /proc, only the variable is used
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", ignored);
  if (!executable.empty()) paths.push_back(executable.parent_path() / file);
  if (const char* directory = std::getenv("KAIROS_MODULE_DIR")) {
    paths.push_back(std::filesystem::path(directory) / file);
  }
  return paths;
}

std::string shown(const std::vector<std::filesystem::path>& paths) {
  std::string text;
  for (const auto& path : paths) text += (text.empty() ? "'" : ", '") + path.string() + "'";
  return text;
}

void* open_module(const ModuleSymbol& wanted) {
  const auto paths = module_paths(wanted.file);
  for (const auto& path : paths) {
    if (!std::filesystem::exists(path)) continue;
    if (void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return module;
    throw InputError(wanted.whose + " cannot be loaded: " + std::string(dlerror()));
  }
  throw InputError(wanted.whose + " was not found (looked for " + shown(paths) + "); " +
                   wanted.remedy);
}

}  // namespace

void* find_in_module(const ModuleSymbol& wanted) {
  void* symbol = dlsym(open_module(wanted), wanted.symbol.c_str());
  if (symbol != nullptr) return symbol;
  throw InputError(wanted.whose + " has no '" + wanted.symbol +
                   "'; it was built for another version, so build it again");
}

}  // namespace kairos
