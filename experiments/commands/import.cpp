// kairos import FILE: turns a file of a foreign format into a document of Kairos.
#include <charconv>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/write_output.hpp"
#include "experiments/files/yaml.hpp"
#include "sim/base/file.hpp"
#include "sim/base/registry.hpp"
#include "workloads/import/foreign_file.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::string file, format, document, output;
  std::vector<std::string> bindings, settings;
};

/// The settings as the key `import` of a document has them.
ImportConfig config_of(const Arguments& arguments) {
  Value settings = Value::map();
  if (!arguments.format.empty()) settings.set("format", Value::scalar(arguments.format));
  for (const std::string& binding : arguments.bindings) assign(settings, "bind." + binding);
  for (const std::string& setting : arguments.settings) assign(settings, setting);
  ImportConfig config;
  Codec<ImportConfig>::read(settings, config);
  config.settings.document = arguments.document;
  return config;
}

void import_file(const Arguments& arguments) {
  const ImportConfig config = config_of(arguments);
  const Reader::Source source{arguments.file, read_file(arguments.file)};
  const std::string format = format_of(source, config, {});
  const Value document = read_foreign(source, config, {});
  const std::string verdict = Choice<FileKind>(kind_of(document)).make()->check(document, {});
  const std::string text =
      fmt::format("# Imported by 'kairos import' from {} (format {}).\n{}",
                  printable(std::filesystem::path(arguments.file).filename().string()), format,
                  to_yaml(document));
  if (arguments.output.empty()) {
    kairos::print("{}", text);
    return;
  }
  write_output(arguments.output, text);
  kairos::print("{}: {}\n", arguments.output, verdict);
}

}  // namespace

void add_import(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "import", "Turn a file of a foreign format into YAML (see 'kairos list readers')");
  auto arguments = std::make_shared<Arguments>();
  add_import_profile(*verb);
  verb->add_option("file", arguments->file, "File of a foreign format");
  verb->add_option("--format", arguments->format,
                   "Format of the file, if its name and contents do not show it");
  verb->add_option("--bind", arguments->bindings,
                   "Extent of a dimension that the file leaves open: N=1")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--set", arguments->settings,
                   "Set a key of 'import' (see docs/importing.md): factors.gpu=0.2")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--as", arguments->document,
                   "Kind of document, if the file can be read as either")
      ->check(CLI::IsMember({"workload", "platform"}));
  verb->add_option("-o,--out", arguments->output, "File to write (standard output if absent)");
  verb->callback([verb, arguments] {
    if (!verb->get_subcommands().empty()) return;
    if (arguments->file.empty()) throw CLI::RequiredError("file");
    import_file(*arguments);
  });
}

}  // namespace kairos
