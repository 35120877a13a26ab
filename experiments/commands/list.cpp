// kairos list [KIND]: lists plug-ins, metrics and library entries.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

struct Row {
  std::string name, meaning;
};

/// The description of a library document; empty if the document cannot be read.
std::string description_of(Shelf shelf, const std::string& name) {
  try {
    const Value tree = read_yaml_file(shelf_folder(shelf) / (name + ".yaml"));
    const Value* description = tree.find("description");
    return description == nullptr ? std::string{} : description->text;
  } catch (const InputError& error) {
    return error.what();
  }
}

std::vector<Row> shelf_rows(Shelf shelf) {
  std::vector<Row> rows;
  for (const std::string& name : shelf_names(shelf))
    rows.push_back({name, description_of(shelf, name)});
  return rows;
}

std::vector<Row> plugin_rows(const std::string& kind) {
  std::map<std::string, std::string> sorted;
  for (const PluginInfo& info : plugin_catalogue().at(kind))
    sorted.emplace(info.name, info.meaning);
  std::vector<Row> rows;
  rows.reserve(sorted.size());
  for (const auto& [name, meaning] : sorted) rows.push_back({name, meaning});
  return rows;
}

/// The models of the library, then the plug-ins that make models from options.
std::vector<Row> model_rows() {
  std::vector<Row> rows = shelf_rows(Shelf::models);
  for (const Row& row : plugin_rows("model")) rows.push_back({row.name, "plug-in: " + row.meaning});
  return rows;
}

std::vector<Row> metric_rows() {
  std::vector<Row> rows;
  for (const MetricInfo& info : all_metric_infos()) {
    rows.push_back({info.name, fmt::format("[{}] {}", info.unit, info.meaning)});
  }
  return rows;
}

using Lister = std::function<std::vector<Row>()>;

std::vector<std::pair<std::string, Lister>> kinds() {
  return {{"policies", [] { return plugin_rows("policy"); }},
          {"platforms", [] { return shelf_rows(Shelf::platforms); }},
          {"workloads", [] { return shelf_rows(Shelf::workloads); }},
          {"models", [] { return model_rows(); }},
          {"experiments", [] { return shelf_rows(Shelf::experiments); }},
          {"papers", [] { return shelf_rows(Shelf::papers); }},
          {"silicon", [] { return shelf_rows(Shelf::silicon); }},
          {"costs", [] { return plugin_rows("cost"); }},
          {"noises", [] { return plugin_rows("noise"); }},
          {"arrivals", [] { return plugin_rows("arrivals"); }},
          {"sessions", [] { return plugin_rows("session"); }},
          {"generators", [] { return plugin_rows("generator"); }},
          {"operators", [] { return plugin_rows("operator"); }},
          {"transforms", [] { return plugin_rows("transform"); }},
          {"faults", [] { return plugin_rows("fault"); }},
          {"governors", [] { return plugin_rows("governor"); }},
          {"thermal_governors", [] { return plugin_rows("thermal_governor"); }},
          {"backends",
           [] {
             return std::vector<Row>{
                 {"event", "Kairos' own event loop: fast, with any number of runs at a time"},
                 {"simgrid", "SimGrid's simulation kernel, for an independent check of results"}};
           }},
          {"profiles", [] { return plugin_rows("profile"); }},
          {"readers", [] { return plugin_rows("reader"); }},
          {"writers", [] { return plugin_rows("writer"); }},
          {"formats", [] { return plugin_rows("format"); }},
          {"gallery_formats", [] { return plugin_rows("gallery_format"); }},
          {"files", [] { return plugin_rows("file"); }},
          {"metrics", [] { return metric_rows(); }}};
}

void print(const std::string& kind, const std::vector<Row>& rows) {
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.name.size());
  fmt::print("{}:\n", kind);
  for (const Row& row : rows) kairos::print("  {:<{}}  {}\n", row.name, width, row.meaning);
}

void list(const std::string& wanted) {
  std::vector<std::string> known;
  bool found = false;
  for (const auto& [kind, rows] : kinds()) {
    known.push_back(kind);
    if (wanted.empty() || singular(wanted) == singular(kind)) {
      print(kind, rows());
      found = true;
    }
  }
  if (!found) throw InputError(unknown_name("kind", wanted, known));
}

}  // namespace

void add_list(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("list", "List policies, platforms, workloads, costs, metrics ...");
  auto kind = std::make_shared<std::string>();
  verb->add_option("kind", *kind, "List only this kind, such as policies");
  verb->callback([kind] { list(*kind); });
}

}  // namespace kairos
