#include "sim/base/registry.hpp"

namespace kairos {

std::map<std::string, std::vector<PluginInfo>>& plugin_catalogue() {
  static std::map<std::string, std::vector<PluginInfo>> all;
  return all;
}

}  // namespace kairos
