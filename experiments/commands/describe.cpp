// kairos describe KIND NAME: prints the meaning of a plug-in or library entry and its options.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/document/yaml.hpp"
#include "experiments/experiment.hpp"
#include "experiments/library.hpp"
#include "policies/learned/checkpoint.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

std::string type_text(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::boolean:
      return "true or false";
    case Shape::Kind::integer:
      return "whole number";
    case Shape::Kind::number:
      return "number";
    case Shape::Kind::text:
      return shape.allowed.empty() || shape.allowed.size() > 8 ? "text" : one_of(shape.allowed);
    case Shape::Kind::file:
      return "path of a file, relative to the file that names it";
    case Shape::Kind::quantity:
      return fmt::format("{}, such as '{}'", shape.quantity, shape.example);
    case Shape::Kind::list:
      return "list of: " + type_text(*shape.item);
    case Shape::Kind::map:
      return "names to: " + type_text(*shape.item);
    case Shape::Kind::record:
      return "map of keys";
    case Shape::Kind::plugin:
      return with_article(shape.quantity) + " by name";
    case Shape::Kind::any:
      break;
  }
  return "any value";
}

/// Prints each field as "capacity = 0.8 (number, greater than zero)", followed by a line with its
/// meaning.
void print_fields(const std::vector<FieldShape>& fields) {
  for (const FieldShape& field : fields) {
    const std::string preset = field.required         ? " (required)"
                               : field.preset.empty() ? ""
                                                      : " = " + field.preset;
    const std::string bounds = field.bounds.empty() ? "" : ", " + field.bounds;
    kairos::print("  {}{} ({}{})\n      {}\n", field.name, preset, type_text(*field.shape), bounds,
                  field.meaning);
  }
}

/// Prints the weights that come with Kairos for a policy, with the training of each.
void describe_weights(const std::string& policy) {
  const std::string kind = policy == "imitation" ? "learned" : policy;
  bool first = true;
  for (const std::string& name : weights_names()) {
    const Checkpoint c = read_checkpoint(weights_file(name));
    if (name_of(c.architecture.kind) != kind) continue;
    if (first) kairos::print("Weights:\n");
    first = false;
    kairos::print("  {}: {}\n      seed {}, iteration {}, commit {}, {} weights\n", name,
                  c.trained_on, c.seed, c.iteration, c.commit, c.weights.size());
  }
}

void describe_plugin(const std::string& kind, const std::string& name) {
  for (const PluginInfo& info : plugin_catalogue().at(kind)) {
    if (info.name != name) continue;
    kairos::print("{}: {}\n", info.name, info.meaning);
    const auto options = info.options();
    kairos::print("{}\n", options.empty() ? "It has no options." : "Options:");
    print_fields(options);
    if (kind == "policy") describe_weights(name);
    return;
  }
  throw InputError(unknown_plugin(kind, name));
}

void describe_workload(const std::string& name) {
  WorkloadSpec spec;
  Codec<WorkloadSpec>::read(resolve(Value::scalar(name), Shelf::workloads), spec);
  const Workload workload = spec.build();
  kairos::print("{}: {}\n", spec.name, spec.description);
  if (!spec.source.empty()) kairos::print("Source: {}\n", spec.source);
  for (const Application& application : workload.applications) {
    kairos::print("  {:<20} {:>4} tasks, {:>4} edges{}\n", application.name,
                  application.graph->size(), application.graph->edge_count(),
                  application.deadline ? ", deadline " + format(*application.deadline) : "");
  }
  for (const StreamSpec& stream : spec.streams) {
    kairos::print("  stream {}: {}\n", stream.name,
                  to_json_text(Codec<Choice<ArrivalProcess>>::write(stream.arrivals)));
  }
}

void describe_metric(const std::string& name) {
  const std::vector<MetricInfo> infos = all_metric_infos();
  const MetricInfo& info = infos[position_of(name, "metric", infos, {})];
  kairos::print("{} [{}]: {}\n{} is better.\n", info.name, info.unit, info.meaning,
                info.lower_is_better ? "Lower" : "Higher");
}

void describe(const std::string& wanted, const std::string& name) {
  const std::string kind = singular(wanted);
  std::vector<std::string> known{"platform", "workload", "metric", "experiment"};
  if (kind == "platform") return describe_platform(name);
  if (kind == "workload") return describe_workload(name);
  if (kind == "metric") return describe_metric(name);
  if (kind == "experiment") {
    kairos::print("{}", to_yaml(resolve(Value::scalar(name), Shelf::experiments)));
    return;
  }
  for (const auto& [plugin_kind, infos] : plugin_catalogue()) {
    if (kind == singular(plugin_kind)) return describe_plugin(plugin_kind, name);
    known.push_back(plugin_kind);
  }
  throw InputError(unknown_name("kind", wanted, known));
}

}  // namespace

void add_describe(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "describe", "Describe a policy, platform, workload, metric ... and its options");
  struct Arguments {
    std::string kind, name;
  };
  auto arguments = std::make_shared<Arguments>();
  verb->add_option(
          "kind", arguments->kind,
          "Kind: policy, platform, workload, cost, noise, arrivals, fault, governor, metric ...")
      ->required();
  verb->add_option("name", arguments->name, "Name of the thing to describe (see 'kairos list')")
      ->required();
  verb->callback([arguments] { describe(arguments->kind, arguments->name); });
}

}  // namespace kairos
