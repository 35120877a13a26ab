#include "workloads/import/import_config.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/registry.hpp"

namespace kairos {

void ImportConfig::describe(Fields& f) {
  f("format", format, "format of the file, if its name and contents do not show it")
      .one_of("file format", &Registry<Reader>::names, "; see 'kairos list readers'");
  f("bind", settings.bindings, "extents of dimensions that the file leaves open, by name")
      .must(
          [](const auto& all) {
            return std::ranges::all_of(all, [](const auto& one) { return one.second > 0; });
          },
          "numbers that are greater than zero");
  f("factors", settings.factors,
    "execution times by the name or kind of a cluster, as multiples of the times in the file (the "
    "format decides if absent)")
      .must(
          [](const auto& all) {
            return std::ranges::all_of(
                all, [](const auto& one) { return one.second >= 0 && std::isfinite(one.second); });
          },
          "factors that are zero or more");
  f("time_unit", settings.time_unit, "duration of one unit of time in files without units")
      .positive();
  f("data_unit", settings.data_unit, "size of one unit of data in files without units").positive();
  f("application", settings.application,
    "graph to take from a file with several graphs (all of them if absent)");
}

}  // namespace kairos
