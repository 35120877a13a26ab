// The keys of a platform file that describe links and paths between elements.
#include "platforms/platform_config.hpp"

namespace kairos {

void LinkConfig::describe(Fields& f) {
  f("name", name, "name of the link, unique among the links").required();
  f("bandwidth", bandwidth,
    "bandwidth of the link, shared max-min fairly by the transfers that cross it")
      .required()
      .positive();
  f("energy", energy, "energy of every byte that crosses the link").not_negative();
  f("contention", contention,
    "what a cluster obtains from the link while others use it: max_min, a measured table {own, "
    "others, obtained}, or {pccs: {...}}");
  f("source", source, "source of the link's figures");
}

void LinkConfig::check(const SourceLocation& where) const {
  if (!contention || contention->largest() <= bandwidth) return;
  throw InputError(where, "'obtained' in the contention of link '" + name + "' is " +
                              format(contention->largest()) + ", which is above the " +
                              format(bandwidth) +
                              " of the link; lower the former or raise the latter");
}

void PathConfig::describe(Fields& f) {
  f("from", from, "clusters or elements at which the path begins, or 'all'").required();
  f("to", to, "clusters or elements at which the path ends, or 'all'").required();
  f("bandwidth", bandwidth, "bandwidth of a path that is not shared").positive();
  f("over", over, "shared links that the path crosses, instead of 'bandwidth'");
  f("or_over", or_over,
    "lists of shared links that a transfer may cross instead of 'over'; it takes the list on which "
    "the fewest transfers are under way");
  f("latency", latency, "time before the first byte arrives").not_negative();
  f("one_way", one_way, "whether the path leads only from 'from' to 'to'");
}

void LocalConfig::describe(Fields& f) {
  f("bandwidth", bandwidth,
    "bandwidth of a transfer that stays on its element (unlimited if absent)")
      .positive();
  f("latency", latency, "latency of a transfer that stays on its element").not_negative();
}

}  // namespace kairos
