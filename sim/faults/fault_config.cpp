#include "sim/faults/fault_config.hpp"

#include <algorithm>
#include <set>

namespace kairos {
namespace {

constexpr const char* which_elements =
    "affected elements: names of elements, clusters or kinds (such as npu), or 'all'";
constexpr const char* which_model = "fault model: when a fault occurs and how long it lasts";

}  // namespace

void FailureConfig::describe(Fields& f) {
  f("elements", elements, which_elements);
  f("model", model, which_model).required();
}

void StragglerConfig::describe(Fields& f) {
  f("elements", elements, which_elements);
  f("speed", speed, "fraction of an element's speed that remains during the fault")
      .between(0.001, 1.0);
  f("model", model, which_model).required();
}

void DegradationConfig::describe(Fields& f) {
  f("links", links, "affected links: names of shared links, or 'all'").required();
  f("bandwidth", bandwidth, "fraction of a link's bandwidth that remains during the fault")
      .between(0.001, 1.0);
  f("model", model, which_model).required();
}

void ErrorConfig::describe(Fields& f) {
  f("elements", elements, which_elements);
  f("probability", probability, "probability of a wrong result, per execution").between(0.0, 0.99);
  f("rate", rate, "rate of errors, per second of execution").not_negative();
}

void ErrorConfig::check(const SourceLocation& where) const {
  if (probability > 0 || rate > Hertz{}) return;
  throw InputError(where,
                   "errors have neither 'probability' nor 'rate'; write at least one of them");
}

void CheckpointConfig::describe(Fields& f) {
  f("every", every,
    "execution time at full speed between two checkpoints of a task (no checkpoints if absent)")
      .not_negative();
  f("cost", cost, "execution time at full speed that one checkpoint adds to a task").not_negative();
}

void DeviationConfig::describe(Fields& f) {
  f("factor", factor,
    "factor of the usual time of a gang's step, which is its longest nominal time, after which a "
    "faulty element that runs a member is detected")
      .between(1.0, 1000.0);
  f("slow", slow,
    "whether slow elements are detected as well as failed ones; a slow element is taken out of "
    "service until it is fast again");
}

void FaultConfig::describe(Fields& f) {
  f("failures", failures, "elements that fail and return; tasks that run on them are lost");
  f("stragglers", stragglers, "elements that are temporarily slow; policies are not told");
  f("links", links, "shared links that temporarily lose bandwidth");
  f("errors", errors, "wrong results, detected at the end of a task, which then runs again");
  f("detection", detection, "time from a failure until it is detected").not_negative();
  f("deviation", deviation,
    "detection of faulty elements that run members of gangs, by the time that the gang's step "
    "takes "
    "(after `detection`, like all other failures, if absent)");
  f("checkpoint", checkpoint, "checkpoints from which lost tasks resume");
}

namespace {

template <class Id, class Table, class Matches>
std::vector<Id> choose(const Table& table, const std::vector<std::string>& names,
                       const std::set<std::string>& known, std::string_view kind, Matches matches,
                       const SourceLocation& place) {
  std::vector<bool> chosen(table.size(), false);
  for (const std::string& name : names) {
    if (!known.contains(name)) {
      throw InputError(place, unknown_name(kind, name, std::vector(known.begin(), known.end())));
    }
    for (const Id id : ids<Id>(table.size())) {
      if (matches(id, name)) chosen[index(id)] = true;
    }
  }
  std::vector<Id> result;
  for (const Id id : ids<Id>(table.size())) {
    if (chosen[index(id)]) result.push_back(id);
  }
  return result;
}

std::vector<ElementId> elements_named(const std::vector<std::string>& names,
                                      const Platform& platform, const SourceLocation& place) {
  std::set<std::string> known{"all"};
  for (const Cluster& cluster : platform.clusters) known.insert({cluster.name, cluster.kind});
  for (const ProcessingElement& element : platform.elements) known.insert(element.name);
  const auto matches = [&](ElementId e, const std::string& name) {
    const Cluster& cluster = platform.cluster_of(e);
    return name == "all" || name == platform.elements[e].name || name == cluster.name ||
           name == cluster.kind;
  };
  return choose<ElementId>(platform.elements, names, known, "element, cluster or kind", matches,
                           place);
}

std::vector<LinkId> links_named(const std::vector<std::string>& names, const Platform& platform,
                                const SourceLocation& place) {
  const auto& links = platform.interconnect.links;
  std::set<std::string> known{"all"};
  for (const Link& link : links) known.insert(link.name);
  const auto matches = [&](LinkId l, const std::string& name) {
    return name == "all" || name == links[l].name;
  };
  return choose<LinkId>(links, names, known, "shared link", matches, place);
}

}  // namespace

Faults FaultConfig::build(const Platform& platform) const {
  using Effect = FaultProcess::Effect;
  Faults faults;
  faults.detection_delay = detection;
  if (deviation) faults.deviation = Deviation{deviation->factor, deviation->slow};
  faults.checkpoint = {checkpoint.every, checkpoint.cost};
  for (std::uint64_t i = 0; i < failures.size(); ++i) {
    const FailureConfig& config = failures[i];
    for (const ElementId e : elements_named(config.elements, platform, config.place)) {
      faults.processes.push_back({Effect::failure, e, {}, 0, config.model, i});
    }
  }
  for (std::uint64_t i = 0; i < stragglers.size(); ++i) {
    const StragglerConfig& config = stragglers[i];
    for (const ElementId e : elements_named(config.elements, platform, config.place)) {
      faults.processes.push_back({Effect::slowness, e, {}, config.speed, config.model, i});
    }
  }
  for (std::uint64_t i = 0; i < links.size(); ++i) {
    const DegradationConfig& config = links[i];
    for (const LinkId l : links_named(config.links, platform, config.place)) {
      faults.processes.push_back({Effect::degradation, {}, l, config.bandwidth, config.model, i});
    }
  }
  for (const ErrorConfig& config : errors) {
    faults.errors.resize(platform.elements.size());
    for (const ElementId e : elements_named(config.elements, platform, config.place)) {
      faults.errors[e] = {config.probability, config.rate};
    }
  }
  return faults;
}

}  // namespace kairos
