// The names of a platform under construction: looks them up and says what is wrong with them.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/base/error.hpp"

namespace kairos {

class PlatformNames {
 public:
  explicit PlatformNames(const Platform& platform) : platform_(platform) {}

  /// Throws InputError when a cluster or element has this name already.
  void claim(const std::string& name, const std::string& what, const Place& place);

  /// Of clusters, elements or `all`; throws InputError when there is no such name.
  [[nodiscard]] std::vector<ElementId> elements(const std::vector<std::string>& names,
                                                const Place& place) const;
  [[nodiscard]] ClusterId cluster(const std::string& name, const Place& place) const;
  [[nodiscard]] LinkId link(const std::string& name, const Place& place) const;
  /// Each once.
  [[nodiscard]] std::vector<LinkId> links(const std::vector<std::string>& names,
                                          const Place& place) const;

 private:
  [[nodiscard]] std::vector<ElementId> elements(const std::string& name, const Place& place) const;

  const Platform& platform_;
  std::set<std::string> taken_;
};

}  // namespace kairos
