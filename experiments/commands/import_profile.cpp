// kairos import profile FILE --format NAME: turns a measured table into a platform.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/write_output.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/profiles/platform_text.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::string file, format, chip, unit, name, source, output;
  std::vector<std::string> only;
};

/// Reads "label=value" into the values to keep.
void keep(ProfileSelection& selection, const std::string& choice) {
  const std::size_t equals = choice.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == choice.size()) {
    throw InputError("--only " + choice +
                     ": this is not a choice; write LABEL=VALUE, such as runtime=tflite");
  }
  selection.only[choice.substr(0, equals)].push_back(choice.substr(equals + 1));
}

/// Checks the platform. A mistake in it is one of the measurements.
std::string verdict_on(const std::string& text, const std::string& place, const std::string& file) {
  try {
    return Choice<FileKind>("platform").make()->check(read_yaml_text(text, place), {});
  } catch (const InputError& error) {
    throw InputError({std::make_shared<const std::string>(file), 0, 0},
                     std::string("these measurements make an invalid platform: ") + error.what());
  }
}

void import_profile(const Arguments& arguments) {
  ProfileFile file;
  file.file.text = arguments.file;
  file.format = arguments.format;
  file.selection.chip = arguments.chip;
  file.selection.unit = arguments.unit;
  for (const std::string& choice : arguments.only) keep(file.selection, choice);
  PlatformTextSettings settings{arguments.name, arguments.source, {}};
  if (!arguments.output.empty()) {
    settings.folder = std::filesystem::absolute(arguments.output).parent_path();
  }
  const std::string text = platform_text(file.read(), file, settings);
  const std::string place = arguments.output.empty() ? "platform.yaml" : arguments.output;
  const std::string verdict = verdict_on(text, place, arguments.file);
  if (arguments.output.empty()) {
    kairos::print("{}", text);
    return;
  }
  write_output(arguments.output, text);
  kairos::print("{}: {}\n", arguments.output, verdict);
}

}  // namespace

void add_import_profile(CLI::App& import) {
  CLI::App* verb = import.add_subcommand(
      "profile", "Turn a table of measurements into a platform (see 'kairos list profiles')");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file, "File of measurements")->required();
  verb->add_option("--format", arguments->format,
                   "Format of the file: tensorrt, aihub, vllm, synap, freqbench or csv")
      ->required();
  verb->add_option("--chip", arguments->chip, "Chip to take, if the file has several");
  verb->add_option("--unit", arguments->unit,
                   "Unit of the chip to take (all if absent), or its name if the file has none");
  verb->add_option("--only", arguments->only,
                   "Take only rows with this value of a label: runtime=tflite")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--name", arguments->name, "Name of the platform (the chip's if absent)");
  verb->add_option("--source", arguments->source,
                   "Source of the measurements, for the platform (the file's name if absent)");
  verb->add_option("-o,--out", arguments->output, "File to write (standard output if absent)");
  verb->callback([arguments] { import_profile(*arguments); });
}

}  // namespace kairos
