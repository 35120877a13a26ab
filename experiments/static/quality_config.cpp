#include "experiments/static/quality_config.hpp"

#include <set>

#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/safe_name.hpp"

namespace kairos {

void InstancesConfig::describe(Fields& f) {
  f("name", name, "name of the source of instances in reports").required();
  f("generator", generator, "generator that draws one graph and its execution times per seed");
  f("platform", platform, "platform: a library name, a file, or an inline description");
  f("workload", workload,
    "workload, each of whose applications is an instance; its streams are ignored");
  f("cost", cost, "cost model, which gives the execution times of the workload's tasks");
}

void InstancesConfig::check(const SourceLocation& where) const {
  if (generator ? (platform || workload) : (!platform || !workload)) {
    throw InputError(where,
                     "instances need either a 'generator', or a 'platform' and a 'workload'; write "
                     "one of the two");
  }
}

void QualityConfig::describe(Fields& f) {
  f("name", name, "name of the table in reports and of the result folder")
      .required()
      .must(is_plain_name, plain_name_rule);
  f("description", description, "purpose of the table in one sentence");
  f("instances", instances, "sources of instances, each of which is a part of the table")
      .required();
  f("policies", policies, "policies to be compared, in planning mode if they have one").required();
  f("seeds", seeds, "number of graphs that a generator draws, or a list of their seeds");
  f("baseline", baseline, "policy with which the others are compared (the first if absent)");
}

void QualityConfig::check(const SourceLocation& where) const {
  check_labels(policies, baseline, where);
  if (instances.empty()) throw InputError(where, "'instances' is empty; name at least one source");
  std::set<std::string> names;
  for (const InstancesConfig& source : instances) {
    if (!names.insert(source.name).second) {
      throw InputError(source.place, "instances '" + source.name +
                                         "' appear twice; give each source its own name");
    }
  }
}

Value resolve_quality(Value document, const std::vector<std::string>& assignments) {
  resolve_each(document, "instances");
  for (const std::string& assignment : assignments) assign(document, assignment);
  resolve_each(document, "instances");  // An assigned value may be a name that must be resolved.
  return document;
}

}  // namespace kairos
