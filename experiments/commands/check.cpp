// kairos check FILE: reports everything that `kairos run` would refuse, without running.
#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/read_document.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// Resolves `use:` of a platform or workload document. Experiments have no `use:` of their own.
Value whole_document(Value tree) {
  const Value* used = tree.is_map() ? tree.find("use") : nullptr;
  if (used == nullptr) return tree;
  for (const Shelf shelf : {Shelf::workloads, Shelf::models}) {
    const auto names = shelf_names(shelf);
    if (std::ranges::find(names, used->text) == names.end()) continue;
    return shelf == Shelf::workloads ? resolve_workload(tree) : resolve(tree, shelf);
  }
  return resolve(tree, Shelf::platforms);
}

void check_document(const ExperimentOptions& options) {
  Value document = whole_document(read_document(options.file));
  const auto kind = Choice<FileKind>(kind_of(document)).make();
  const std::string result = kind->check(std::move(document), all_assignments(options));
  kairos::print("{}: {}\n", options.file, result);
}

}  // namespace

void add_check(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "check", "Check an experiment, platform, workload, model or other file without running it");
  auto options = std::make_shared<ExperimentOptions>();
  add_experiment_options(*verb, *options,
                         "File of an experiment, platform, workload ... (see 'kairos list files')");
  verb->callback([options] { check_document(*options); });
}

}  // namespace kairos
