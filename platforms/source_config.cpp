#include "platforms/source_config.hpp"

#include <array>

namespace kairos {
namespace {

constexpr std::array<std::string_view, 3> states{"published", "derived", "assumed"};
constexpr std::array<std::string_view, 17> kinds{
    "bandwidth", "behaviour",  "capacity",   "clocks",  "compute", "count",
    "energy",    "kernels",    "latency",    "leakage", "network", "power",
    "size",      "throughput", "transition", "trips",   "voltages"};

template <class List>
std::vector<std::string> names(const List& known) {
  return {known.begin(), known.end()};
}

}  // namespace

void SourceConfig::describe(Fields& f) {
  f("of", of,
    "parts described: clusters, links, memories, networks, background entries, 'paths', 'modes', "
    "'battery' or 'thermal'")
      .required();
  f("figures", figures, "kinds of figures that come from this source")
      .required()
      .one_of("kind of figure", [] { return names(kinds); });
  f("status", status,
    "status of the figures: published, derived (by a formula from published ones) or assumed")
      .required()
      .one_of("status", [] { return names(states); });
  f("from", from, "source of the figures, formula or reason").required();
}

}  // namespace kairos
