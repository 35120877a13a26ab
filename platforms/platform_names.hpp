// The names of a platform under construction: looks names up and reports wrong ones.
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

  /// Reserves a name. Throws InputError if a cluster or element has it already.
  void claim(const std::string& name, const std::string& what, const SourceLocation& place);

  /// The elements that names of clusters or elements, or `all`, stand for. Throws InputError if a
  /// name does not exist.
  [[nodiscard]] std::vector<ElementId> elements(const std::vector<std::string>& names,
                                                const SourceLocation& place) const;
  [[nodiscard]] ClusterId cluster(const std::string& name, const SourceLocation& place) const;
  [[nodiscard]] LinkId link(const std::string& name, const SourceLocation& place) const;
  /// The links that the names stand for, each once.
  [[nodiscard]] std::vector<LinkId> links(const std::vector<std::string>& names,
                                          const SourceLocation& place) const;

 private:
  [[nodiscard]] std::vector<ElementId> elements(const std::string& name,
                                                const SourceLocation& place) const;

  const Platform& platform_;
  std::set<std::string> taken_;
};

}  // namespace kairos
