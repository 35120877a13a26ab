// kairos describe KIND NAME: prints the meaning of a plug-in or library entry and its options.
#include <algorithm>
#include <array>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "policies/learned/checkpoint.hpp"
#include "policies/learned/features.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

std::string type_text(const Schema& schema) {
  switch (schema.kind) {
    case Schema::Kind::boolean:
      return "true or false";
    case Schema::Kind::integer:
    case Schema::Kind::signed_integer:
      return "whole number";
    case Schema::Kind::number:
      return "number";
    case Schema::Kind::text:
      return schema.allowed.empty() || schema.allowed.size() > 8 ? "text" : one_of(schema.allowed);
    case Schema::Kind::file:
      return "path of a file, relative to the file that names it";
    case Schema::Kind::quantity:
      return fmt::format("{}, such as '{}'", schema.quantity, schema.example);
    case Schema::Kind::list:
      return "list of: " + type_text(*schema.item);
    case Schema::Kind::map:
      return "names to: " + type_text(*schema.item);
    case Schema::Kind::record:
      if (schema.quantity.empty()) {
        const bool has_word = schema.scalar_too && schema.item;
        return has_word ? type_text(*schema.item) + ", or map of keys" : "map of keys";
      }
      return fmt::format("{}, such as {}", schema.quantity, schema.example);
    case Schema::Kind::plugin:
      return with_article(schema.quantity) + " by name";
    case Schema::Kind::any:
      break;
  }
  return "any value";
}

/// Prints each field as "capacity = 0.8 (number, greater than zero)", followed by a line with its
/// meaning.
void print_fields(const std::vector<FieldSchema>& fields) {
  for (const FieldSchema& field : fields) {
    const std::string preset = field.required         ? " (required)"
                               : field.preset.empty() ? ""
                                                      : " = " + field.preset;
    const std::string bounds = field.bounds.empty() ? "" : ", " + field.bounds;
    kairos::print("  {}{} ({}{})\n      {}\n", field.name, preset, type_text(*field.schema), bounds,
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

template <class Features>
void print_features(const std::string& title, const Features& features) {
  kairos::print("{}:\n", title);
  for (const auto& feature : features) {
    kairos::print("  {}: {}\n", feature.name, feature.meaning);
  }
}

/// Prints the numbers that the network of a policy reads, if these are the rows of features.hpp.
void describe_rows(const std::string& policy) {
  constexpr std::array readers{"learned", "imitation", "scarl"};
  if (std::ranges::find(readers, policy) == readers.end()) return;
  print_features("Numbers of the row of a task", task_features());
  print_features("Numbers of the row of a place", place_features());
  print_features("Two more numbers of the row of a place if energy counts", price_features());
}

void describe_keys(const FileKind& kind) {
  const std::optional<Schema> schema = kind.schema();
  if (!schema) return;
  kairos::print("Keys:\n");
  print_fields(schema->fields);
}

/// Prints what all readers may be told about a file.
void describe_import() {
  kairos::print("Keys of 'import', beside 'use' or 'graph':\n");
  print_fields(Codec<ImportConfig>::schema().fields);
}

void describe_plugin(const std::string& kind, const std::string& name) {
  for (const PluginInfo& info : plugin_catalogue().at(kind)) {
    if (info.name != name) continue;
    kairos::print("{}: {}\n", info.name, info.meaning);
    if (kind == "file") return describe_keys(*Choice<FileKind>(name).make());
    if (kind == "reader") return describe_import();
    const auto options = info.options();
    kairos::print("{}\n", options.empty() ? "It has no options." : "Options:");
    print_fields(options);
    if (kind == "policy") {
      describe_weights(name);
      describe_rows(name);
    }
    return;
  }
  throw InputError(unknown_plugin(kind, name));
}

void describe_workload(const std::string& name) {
  WorkloadConfig config;
  Codec<WorkloadConfig>::read(resolve_workload(Value::scalar(name)), config);
  const Workload workload = config.build();
  kairos::print("{}: {}\n", config.name, config.description);
  if (!config.source.empty()) kairos::print("Source: {}\n", config.source);
  for (const Application& application : workload.applications) {
    if (application.mix) continue;
    kairos::print("  {:<20} {:>4} tasks, {:>4} edges{}\n", application.name,
                  application.graph->size(), application.graph->edge_count(),
                  application.deadline ? ", deadline " + format(*application.deadline) : "");
  }
  for (const StreamConfig& stream : config.streams) {
    const Value arrivals = Codec<std::optional<Choice<ArrivalProcess>>>::write(stream.arrivals);
    const Value after = Codec<std::optional<AfterConfig>>::write(stream.after);
    kairos::print("  stream {}: {}{}\n", stream.name,
                  stream.arrivals ? to_json_text(arrivals) : std::string(),
                  stream.after ? " after " + to_json_text(after) : std::string());
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
  if (kind == "model" && !Registry<Model>::entries().contains(name)) return describe_model(name);
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
  verb->add_option("kind", arguments->kind,
                   "Kind: policy, platform, workload, cost, noise, arrivals, session, fault, "
                   "governor, metric ...")
      ->required();
  verb->add_option("name", arguments->name, "Name of the thing to describe (see 'kairos list')")
      ->required();
  verb->callback([arguments] { describe(arguments->kind, arguments->name); });
}

}  // namespace kairos
