#include "platforms/source_spec.hpp"

#include <algorithm>
#include <array>

namespace kairos {
namespace {

constexpr std::array<std::string_view, 3> states{"published", "derived", "assumed"};
constexpr std::array<std::string_view, 9> kinds{"bandwidth", "clocks",     "count",
                                                "kernels",   "latency",    "power",
                                                "size",      "throughput", "voltages"};

template <class List>
bool has(const List& known, std::string_view name) {
  return std::ranges::find(known, name) != known.end();
}

}  // namespace

void SourceSpec::describe(Fields& f) {
  f("of", of, "clusters, links, memories, networks, background entries, 'paths' or 'modes'")
      .required();
  f("figures", figures, "which of their figures")
      .required()
      .must(
          [](const auto& all) {
            return std::ranges::all_of(all, [](const auto& one) { return has(kinds, one); });
          },
          "bandwidth, clocks, count, kernels, latency, power, size, throughput or voltages");
  f("status", status, "published, derived (by a formula from published ones) or assumed")
      .required()
      .must([](const auto& s) { return has(states, s); }, "published, derived or assumed");
  f("from", from, "the source, the formula or the reason").required();
}

}  // namespace kairos
