#include "platforms/source_spec.hpp"

#include <algorithm>
#include <array>

namespace kairos {
namespace {

constexpr std::array<std::string_view, 3> states{"published", "derived", "assumed"};
constexpr std::array<std::string_view, 16> kinds{
    "bandwidth",  "behaviour",  "capacity", "clocks",  "count", "energy",
    "kernels",    "latency",    "leakage",  "network", "power", "size",
    "throughput", "transition", "trips",    "voltages"};

template <class List>
bool has(const List& known, std::string_view name) {
  return std::ranges::find(known, name) != known.end();
}

}  // namespace

void SourceSpec::describe(Fields& f) {
  f("of", of,
    "clusters, links, memories, networks, background entries, 'paths', 'modes', 'battery' or "
    "'thermal'")
      .required();
  f("figures", figures, "which of their figures")
      .required()
      .must(
          [](const auto& all) {
            return std::ranges::all_of(all, [](const auto& one) { return has(kinds, one); });
          },
          "bandwidth, behaviour, capacity, clocks, count, energy, kernels, latency, leakage, "
          "network, power, size, throughput, transition, trips or voltages");
  f("status", status, "published, derived (by a formula from published ones) or assumed")
      .required()
      .must([](const auto& s) { return has(states, s); }, "published, derived or assumed");
  f("from", from, "the source, the formula or the reason").required();
}

}  // namespace kairos
