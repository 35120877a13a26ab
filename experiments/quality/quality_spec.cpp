#include "experiments/quality/quality_spec.hpp"

#include <set>

#include "experiments/document/kind_of.hpp"
#include "experiments/library.hpp"
#include "experiments/document/safe_name.hpp"

namespace kairos {

void InstancesSpec::describe(Fields& f) {
  f("name", name, "shown in reports").required();
  f("generator", generator, "draws one graph and its execution times per seed");
  f("platform", platform, "a chip: a library name, a file, or inline");
  f("workload", workload, "each of its applications is an instance; its streams are not used");
  f("cost", cost, "how long the tasks of the workload take");
}

void InstancesSpec::check(const Place& where) const {
  if (generator ? (platform || workload) : (!platform || !workload)) {
    throw InputError(where,
                     "instances come from a 'generator', or from a 'platform' and a 'workload'");
  }
}

void QualitySpec::describe(Fields& f) {
  f("name", name, "shown in reports; names the result folder")
      .required()
      .must(is_plain_name, plain_name_rule);
  f("description", description, "what it shows, in a sentence");
  f("instances", instances, "where the instances come from, each a part of the table").required();
  f("policies", policies, "the policies to compare; those that can plan do").required();
  f("seeds", seeds, "how many graphs a generator draws, or a list of their seeds");
  f("baseline", baseline, "the policy others are compared with (the first if absent)");
}

void QualitySpec::check(const Place& where) const {
  check_labels(policies, baseline, where);
  if (instances.empty()) throw InputError(where, "'instances' is empty; name at least one source");
  std::set<std::string> names;
  for (const InstancesSpec& source : instances) {
    if (!names.insert(source.name).second) {
      throw InputError(source.place,
                       "instances '" + source.name + "' appear twice; give each a name of its own");
    }
  }
}

bool is_quality(const Value& document) {
  return document.is_map() && kind_of(document) == FileKind::quality;
}

Value resolve_quality(Value document, const std::vector<std::string>& assignments) {
  resolve_each(document, "instances");
  for (const std::string& assignment : assignments) assign(document, assignment);
  resolve_each(document, "instances");  // An assigned value may be a name that must be resolved.
  return document;
}

}  // namespace kairos
