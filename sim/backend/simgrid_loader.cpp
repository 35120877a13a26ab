// Finds and opens kairos_simgrid.so, so that only who asks for SimGrid loads it (about 0.1 s).
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <dlfcn.h>

#include "sim/backend/backend.hpp"
#include "sim/base/error.hpp"

namespace kairos {

namespace {

constexpr auto module_name = "kairos_simgrid.so";
constexpr auto maker_name = "kairos_make_simgrid_backend";
using Maker = Backend* (*)(const Platform&);

/// Beside the executable, then where KAIROS_MODULE_DIR points.
std::vector<std::filesystem::path> module_paths() {
  std::vector<std::filesystem::path> paths;
  std::error_code ignored;  // no /proc: only the variable counts
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", ignored);
  if (!executable.empty()) paths.push_back(executable.parent_path() / module_name);
  if (const char* directory = std::getenv("KAIROS_MODULE_DIR")) {
    paths.push_back(std::filesystem::path(directory) / module_name);
  }
  return paths;
}

std::string shown(const std::vector<std::filesystem::path>& paths) {
  std::string text;
  for (const auto& path : paths) text += (text.empty() ? "'" : ", '") + path.string() + "'";
  return text;
}

void* open_module() {
  const auto paths = module_paths();
  for (const auto& path : paths) {
    if (!std::filesystem::exists(path)) continue;
    if (void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) return module;
    throw InputError("the simgrid backend does not load: " + std::string(dlerror()));
  }
  throw InputError("the simgrid backend is not there, looked for " + shown(paths) +
                   "; build it (install libsimgrid-dev, configure with -DKAIROS_SIMGRID=ON), set "
                   "KAIROS_MODULE_DIR to its folder, or use the backend 'event'");
}

}  // namespace

std::unique_ptr<Backend> make_simgrid_backend(const Platform& platform) {
  void* module = open_module();  // never closed: SimGrid cannot be unloaded
  const auto make = reinterpret_cast<Maker>(dlsym(module, maker_name));
  if (make == nullptr) {
    throw InputError("the simgrid backend has no '" + std::string(maker_name) +
                     "'; it was built for another version, build it again");
  }
  return std::unique_ptr<Backend>(make(platform));
}

}  // namespace kairos
