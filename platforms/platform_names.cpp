#include "platforms/platform_names.hpp"

#include <algorithm>

#include "sim/base/find_by_name.hpp"

namespace kairos {

void PlatformNames::claim(const std::string& name, const std::string& what,
                          const SourceLocation& place) {
  if (name.empty()) throw InputError(place, with_article(what) + " has no name; add a name");
  if (name == "all") throw InputError(place, "'all' means every element; choose another name");
  if (!taken_.insert(name).second) {
    throw InputError(place, what + " '" + name + "' appears twice; give each of them its own name");
  }
}

std::vector<ElementId> PlatformNames::elements(const std::vector<std::string>& names,
                                               const SourceLocation& place) const {
  std::vector<ElementId> result;
  for (const std::string& name : names) {
    const auto some = elements(name, place);
    result.insert(result.end(), some.begin(), some.end());
  }
  return result;
}

std::vector<ElementId> PlatformNames::elements(const std::string& name,
                                               const SourceLocation& place) const {
  std::vector<ElementId> result;
  for (const Cluster& cluster : platform_.clusters) {
    if (cluster.name == name) return cluster.elements;
  }
  for (const ElementId e : ids<ElementId>(platform_.elements.size())) {
    if (name == "all" || platform_.elements[e].name == name) result.push_back(e);
  }
  if (!result.empty()) return result;
  std::vector<std::string> known{"all"};
  for (const auto& table : {names_in(platform_.clusters), names_in(platform_.elements)}) {
    known.insert(known.end(), table.begin(), table.end());
  }
  throw InputError(place, unknown_name("cluster or element", name, known));
}

ClusterId PlatformNames::cluster(const std::string& name, const SourceLocation& place) const {
  return find_by_name<ClusterId>(name, "cluster", platform_.clusters, place);
}

LinkId PlatformNames::link(const std::string& name, const SourceLocation& place) const {
  return find_by_name<LinkId>(name, "link", platform_.interconnect.links, place);
}

std::vector<LinkId> PlatformNames::links(const std::vector<std::string>& names,
                                         const SourceLocation& place) const {
  std::vector<LinkId> result;
  for (const std::string& name : names) {
    const LinkId id = link(name, place);
    if (std::ranges::find(result, id) == result.end()) result.push_back(id);
  }
  return result;
}

}  // namespace kairos
